"""Addresses of financial checks."""

from django.urls import path

from doudi.verification.views import acts, checks, homes

app_name = "verification"
urlpatterns = [
    path("checks/", checks.checks, name="checks"),
    path("checks/verify/", checks.verify, name="verify"),
    path("checks/of/<int:pk>/", homes.home, name="home"),
    path("checks/of/<int:pk>/authorise/", homes.authorise, name="authorise"),
    path("checks/of/<int:pk>/request/", homes.request_check, name="request"),
    path("checks/authorisations/<int:pk>/", homes.authorisation, name="authorisation"),
    path("checks/authorisations/<int:pk>/withdraw/", homes.withdraw, name="withdraw"),
    path("checks/<int:pk>/", checks.check, name="check"),
    path("checks/<int:pk>/start/", acts.start, name="start"),
    path("checks/<int:pk>/answer/<int:query>/", acts.answer, name="answer"),
    path("checks/<int:pk>/report/", acts.report, name="report"),
    path("checks/<int:pk>/dispute/", acts.dispute, name="dispute"),
    path("checks/<int:pk>/settle/", acts.settle, name="settle"),
]
