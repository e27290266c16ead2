"""Addresses of certifications."""

from django.urls import path

from doudi.certification import views

app_name = "certification"
urlpatterns = [
    path("people/<int:pk>/recognition/", views.recognise, name="recognise"),
    path("certifications/", views.certifications, name="certifications"),
    path("certifications/of/<int:pk>/", views.open_for, name="open"),
    path("certifications/<int:pk>/", views.certification, name="certification"),
    path("certifications/<int:pk>/check/", views.check, name="check"),
    path("certifications/<int:pk>/propose/", views.propose, name="propose"),
    path("certifications/proposals/<int:pk>/decide/", views.decide, name="decide"),
]
