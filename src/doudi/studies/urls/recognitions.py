"""The address of recognised families to be looked at again."""

from django.urls import URLPattern, path

from doudi.studies.views import recognitions

urlpatterns: list[URLPattern] = [
    path("rules/recognitions/", recognitions.recognitions, name="recognitions"),
]
