"""The addresses of rights handed down."""

from django.urls import URLPattern, path

from doudi.delegation import views

app_name = "delegation"

urlpatterns: list[URLPattern] = [
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/propose/", views.propose, name="propose"),
    path("delegations/<int:pk>/", views.delegation, name="delegation"),
    path("delegations/<int:pk>/grant/", views.grant, name="grant"),
    path("delegations/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("delegations/places/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
