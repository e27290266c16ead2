"""Addresses of oversight."""

from django.urls import path

from doudi.oversight import views

app_name = "oversight"
urlpatterns = [
    path("inquiries/", views.inquiries, name="inquiries"),
    path("inquiries/<slug:code>/", views.inquiry, name="inquiry"),
]
