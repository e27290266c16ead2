"""The addresses of monitoring: results, the ledger and the month."""

from django.urls import path

from doudi.monitoring.views import entry, ledger, month, results

app_name = "monitoring"

urlpatterns = [
    path("results/", results.results, name="results"),
    path("results/run/", results.run, name="run"),
    path("results/progress/<int:pk>/", results.run_progress, name="run_progress"),
    path("results/<slug:rule>/", results.rule_people, name="rule"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.export, name="export"),
    path("ledger/<int:pk>/", entry.entry, name="entry"),
    path("ledger/<int:pk>/conclude/", entry.conclude, name="conclude"),
    path("ledger/<int:pk>/assign/", entry.assign, name="assign"),
    path("ledger/<int:pk>/risk/", entry.assess, name="assess"),
    path("month/changes/", month.changes, name="month_changes"),
    path("month/", month.month, name="month"),
    path("month/people/", month.people, name="month_people"),
    path("month/submit/", month.submit, name="submit_month"),
    path("month/return/", month.send_back, name="return_month"),
    path("month/close/", month.close, name="close_month"),
]
