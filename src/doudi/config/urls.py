"""Every address of the house; each module brings its own under the root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("doudi.accounts.urls")),
    path("", include("doudi.regions.urls")),
    path("", include("doudi.jobs.urls")),
    path("", include("doudi.work.urls")),
    path("", include("doudi.documents.urls")),
    path("", include("doudi.notices.urls")),
    path("", include("doudi.training.urls")),
    path("", include("doudi.registry.urls")),
    path("", include("doudi.circumstances.urls")),
    path("", include("doudi.exchange.urls")),
    path("", include("doudi.rulebook.urls")),
    path("", include("doudi.price_subsidy.urls")),
    path("", include("doudi.delegation.urls")),
    path("", include("doudi.publicity.urls")),
    path("", include("doudi.studies.urls")),
    path("", include("doudi.casework.urls")),
    path("", include("doudi.verification.urls")),
    path("", include("doudi.intake.urls")),
    # before monitoring, whose results/<rule>/ would take results/payments/ for a rule
    path("", include("doudi.oversight.urls")),
    path("", include("doudi.monitoring.urls")),
    path("", include("doudi.screenings.urls")),
    path("", include("doudi.certification.urls")),
    path("", include("doudi.desk.urls")),
]

handler400 = "doudi.desk.views.errors.bad_request"
handler403 = "doudi.desk.views.errors.forbidden"
handler404 = "doudi.desk.views.errors.not_found"
handler500 = "doudi.desk.views.errors.server_error"
