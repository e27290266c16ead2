"""Addresses of notices and letters."""

from django.urls import path

from doudi.notices.views import letters, offices

app_name = "notices"
urlpatterns = [
    path("notices/", offices.notices, name="notices"),
    path("notices/send/", offices.send, name="send"),
    path("notices/<int:pk>/receive/", offices.receive, name="receive"),
    path("notices/<int:pk>/settle/", offices.settle, name="settle"),
    path("letters/", letters.letters, name="letters"),
    path("letters/write/", letters.write, name="write_letter"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/deliver/", letters.deliver, name="deliver_letter"),
    path("letters/<int:pk>/object/", letters.take_objection, name="object_to_letter"),
    path("letters/<int:pk>/receipt/", letters.receipt, name="letter_receipt"),
]
