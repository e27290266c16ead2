"""Addresses of notices."""

from django.urls import path

from doudi.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/send/", views.send, name="send"),
    path("notices/<int:pk>/receive/", views.receive, name="receive"),
    path("notices/<int:pk>/settle/", views.settle, name="settle"),
]
