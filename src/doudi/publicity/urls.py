"""Addresses of public notices."""

from django.urls import path

from doudi.publicity import views

app_name = "publicity"
urlpatterns = [
    path("publicity/", views.notices, name="notices"),
    path("publicity/post/", views.post, name="post"),
    path("publicity/<int:pk>/", views.notice, name="notice"),
    path("publicity/<int:pk>/poster/", views.poster, name="poster"),
    path("publicity/<int:pk>/object/", views.take_objection, name="object"),
]
