"""Addresses of the desk."""

from django.urls import path

from doudi.desk.views import focus, home, style, trail

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("focus/", focus.change, name="focus"),
    path("focus/regions/", focus.regions, name="focus_regions"),
    path("trail/", trail.trail, name="trail"),
    path("style/", style.style, name="style"),
]
