"""The addresses of trials."""

from django.urls import URLPattern, path

from doudi.rulebook.views import pilots

urlpatterns: list[URLPattern] = [
    path("rules/pilots/", pilots.pilots, name="pilots"),
    path("rules/pilots/new/", pilots.create, name="create_pilot"),
    path("rules/pilots/<int:pk>/start/", pilots.start, name="start_pilot"),
    path("rules/pilots/uses/<int:pk>/end/", pilots.end, name="end_pilot"),
]
