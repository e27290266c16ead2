"""Addresses of training."""

from django.urls import path

from doudi.training import views

app_name = "training"
urlpatterns = [
    path("training/", views.training, name="training"),
    path("training/courses/new/", views.plan, name="plan"),
    path("training/courses/<int:pk>/", views.course, name="course"),
    path("training/lock/", views.turn_lock, name="lock"),
]
