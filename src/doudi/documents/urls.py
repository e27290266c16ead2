"""Addresses of papers."""

from django.urls import path

from doudi.documents import views

app_name = "documents"
urlpatterns = [
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("papers/<int:pk>/file/", views.hand_out, name="file"),
    path("papers/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("papers/issued/", views.issued, name="issued"),
    path("papers/issued/<int:pk>/", views.hand_out_issued, name="issued_file"),
    path("papers/about/<slug:kind>/<int:key>/", views.add, name="attach"),
]
