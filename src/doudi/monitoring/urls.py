"""The addresses of monitoring: results, the ledger and the month."""

from django.urls import path

from doudi.monitoring.views import (
    acts,
    answers,
    entry,
    ledger,
    measures,
    month,
    month_report,
    plans,
    results,
    runs,
    strategies,
    watch,
)

app_name = "monitoring"

urlpatterns = [
    path("results/", results.results, name="results"),
    path("results/run/", results.run, name="run"),
    path("results/progress/<int:pk>/", results.run_progress, name="run_progress"),
    path("results/runs/", runs.runs, name="runs"),
    path("results/runs/<int:pk>/<slug:rule>/", runs.run_people, name="run_people"),
    path("results/<slug:rule>/", results.rule_people, name="rule"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.export, name="export"),
    path("ledger/<int:pk>/", entry.entry, name="entry"),
    path("ledger/<int:pk>/conclude/", entry.conclude, name="conclude"),
    path("ledger/<int:pk>/risk/", entry.assess, name="assess"),
    path("ledger/<int:pk>/visit/", acts.visit, name="visit"),
    path("ledger/<int:pk>/grade/", acts.grade, name="grade"),
    path("ledger/<int:pk>/strike-off/", acts.strike, name="strike_off"),
    path("plans/", plans.plans, name="plans"),
    path("watch/", watch.watch, name="watch"),
    path("watch/export/", watch.export, name="watch_export"),
    path("strategies/", strategies.strategy_list, name="strategies"),
    path("measures/", measures.gaps, name="measures"),
    path("measures/<int:pk>/", measures.household, name="household_measures"),
    path("answers/", answers.waiting, name="answers"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("month/changes/", month.changes, name="month_changes"),
    path("month/", month.month, name="month"),
    path("month/report/<slug:form>/", month_report.report, name="month_report"),
    path("month/people/", month.people, name="month_people"),
    path("month/part/", month.submit_township, name="submit_part"),
    path("month/submit/", month.submit, name="submit_month"),
    path("month/return/", month.send_back, name="return_month"),
    path("month/close/", month.close, name="close_month"),
]
