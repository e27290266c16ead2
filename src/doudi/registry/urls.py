"""The addresses of the registry's lists; the cards of one person or household belong to the desk."""

from django.urls import path

from doudi.registry import views

app_name = "registry"

urlpatterns = [
    path("households/", views.households, name="households"),
    path("people/", views.people, name="people"),
]
