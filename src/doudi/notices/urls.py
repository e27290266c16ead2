"""Addresses of notices and letters."""

from django.urls import path

from doudi.notices.views import letters, messages, offices

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
    path("letters/<int:pk>/message/", messages.write, name="write_message"),
    path("messages/", messages.outbox, name="outbox"),
    path("messages/hand-over/", messages.hand_over, name="hand_over"),
    path("messages/answers/", messages.answers, name="answers"),
    path("messages/handovers/<int:pk>/", messages.take, name="handover"),
    path("messages/<int:pk>/", messages.call, name="call"),
    path("messages/<int:pk>/called/", messages.called, name="called"),
]
