"""The addresses of values, proposals, documents and exits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
