"""The addresses of screenings: rounds and the people they go through."""

from django.urls import path

from doudi.screenings.views import members, rounds

app_name = "screenings"

urlpatterns = [
    path("screenings/", rounds.screenings, name="screenings"),
    path("screenings/<int:pk>/", rounds.screening, name="screening"),
    path("screenings/<int:pk>/compare/", rounds.compare, name="compare_screening"),
    path("screenings/<int:pk>/close/", rounds.close, name="close_screening"),
    path("screenings/<int:pk>/export/", rounds.export, name="export_screening"),
    path("screenings/people/<int:pk>/", members.member, name="screening_member"),
]
