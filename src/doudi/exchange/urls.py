"""The addresses of exchange: batches and what is done with them."""

from django.urls import path

from doudi.exchange.views import (
    acts,
    batch,
    batches,
    division_file,
    downloads,
    feedback,
    granting,
    merging,
    quality,
    sharing,
    subsidies,
)

app_name = "exchange"

urlpatterns = [
    path("batches/", batches.batches, name="batches"),
    path("batches/upload/", batches.upload, name="upload"),
    path("batches/templates/<slug:source>/", downloads.source_template, name="template"),
    path("batches/<uuid:pk>/", batch.batch, name="batch"),
    path("batches/<uuid:pk>/progress/", batch.progress, name="progress"),
    path("batches/<uuid:pk>/problems/", batch.problems, name="problems"),
    path("batches/<uuid:pk>/changes/", batch.changes, name="changes"),
    path("batches/<uuid:pk>/error-sheet/", downloads.problems_workbook, name="error_sheet"),
    path("batches/<uuid:pk>/source/", acts.choose_source, name="choose_source"),
    path("batches/<uuid:pk>/confirm/", acts.confirm, name="confirm"),
    path("batches/<uuid:pk>/reopen/", acts.reopen, name="reopen"),
    path("batches/<uuid:pk>/restart/", acts.restart, name="restart"),
    path("batches/<uuid:pk>/place/", acts.place, name="place"),
    path("batches/<uuid:pk>/publish/", acts.publish, name="publish"),
    path("batches/<uuid:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("batches/<uuid:pk>/discard/", acts.discard, name="discard"),
    path("batches/feedback/", feedback.rounds, name="feedback"),
    path("batches/feedback/<int:pk>/", feedback.feedback_round, name="feedback_round"),
    path("batches/feedback/<int:pk>/submit/", feedback.submit, name="submit_feedback"),
    path("batches/feedback/<int:pk>/sheet/", feedback.download, name="feedback_sheet"),
    path("batches/feedback/items/<int:pk>/", feedback.verify, name="verify_feedback"),
    path("quality/", quality.quality, name="quality"),
    path("quality/sheet/", quality.quality_workbook, name="quality_workbook"),
    path("quality/subsidies/", subsidies.subsidies, name="subsidies"),
    path("quality/subsidies/sheet/", subsidies.subsidies_workbook, name="subsidies_workbook"),
    path("quality/subsidies/changes/", subsidies.changes, name="subsidy_changes"),
    path("quality/subsidies/changes/sheet/", subsidies.changes_workbook, name="subsidy_changes_workbook"),
    path("sharing/", sharing.shared, name="shared"),
    path("sharing/list/", sharing.snapshot, name="shared_list"),
    path("sharing/changes/", sharing.changes, name="shared_changes"),
    path("sharing/grants/", granting.grants, name="sharing_grants"),
    path("sharing/grants/<int:pk>/end/", granting.end, name="end_sharing"),
    path("merged/", merging.merged, name="merged"),
    path("merged/sheet/", merging.merged_workbook, name="merged_workbook"),
    path("divisions/changes/file/", division_file.division_file, name="division_file"),
    path("divisions/changes/file/template/", division_file.division_template, name="division_template"),
]
