"""The addresses of exits."""

from django.urls import URLPattern, path

from doudi.rulebook.views import exits

urlpatterns: list[URLPattern] = [
    path("rules/exits/", exits.exits, name="exits"),
    path("rules/exits/ask/", exits.ask, name="ask_exit"),
    path("rules/exits/<int:pk>/decide/", exits.decide, name="decide_exit"),
    path("rules/breaches/<int:pk>/settle/", exits.settle, name="settle_breach"),
]
