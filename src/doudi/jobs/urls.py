"""Addresses of the worker's jobs."""

from django.urls import path

from doudi.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/export/", views.export, name="export"),
    path("jobs/<int:pk>/retry/", views.try_again, name="retry"),
]
