"""The addresses of the rulebook; each part of it brings its own."""

from django.urls import URLPattern

from doudi.rulebook.urls import changes, documents, exits, pilots

app_name = "rulebook"

urlpatterns: list[URLPattern] = [
    *changes.urlpatterns,
    *documents.urlpatterns,
    *exits.urlpatterns,
    *pilots.urlpatterns,
]
