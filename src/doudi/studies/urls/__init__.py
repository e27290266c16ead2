"""The addresses of policy studies; each part of them brings its own."""

from django.urls import URLPattern

from doudi.studies.urls import kept, recognitions, standards, studio

app_name = "studies"

urlpatterns: list[URLPattern] = [
    *studio.urlpatterns,
    *standards.urlpatterns,
    *kept.urlpatterns,
    *recognitions.urlpatterns,
]
