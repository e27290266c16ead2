"""The addresses of intake: alerts, leads, checks at home, and what both sides know."""

from django.urls import path

from doudi.intake.views import acts, alerts, checks, comparing, leads

app_name = "intake"

urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<uuid:pk>/", alerts.alert_batch, name="alert_batch"),
    path("alerts/<uuid:pk>/feedback/", alerts.feedback, name="alert_feedback"),
    path("leads/new/", leads.new_lead, name="new_lead"),
    path("home-checks/", checks.home_checks, name="home_checks"),
    path("home-checks/<int:pk>/", checks.home_check, name="home_check"),
    path("home-checks/<int:pk>/place/", acts.place, name="place_check"),
    path("home-checks/<int:pk>/join/", acts.join, name="join_check"),
    path("home-checks/signs/<int:pk>/part/", acts.part, name="part_sign"),
    path("both-sides/", comparing.both_sides, name="both_sides"),
]
