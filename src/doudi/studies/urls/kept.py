"""The addresses of kept computation sheets."""

from django.urls import URLPattern, path

from doudi.studies.views import kept

urlpatterns: list[URLPattern] = [
    path("rules/sheets/of/<int:pk>/", kept.household_sheets, name="household_sheets"),
    path("rules/sheets/<int:pk>/", kept.kept_sheet, name="kept_sheet"),
    path("rules/sheets/<int:pk>/<slug:kind>/", kept.kept_paper, name="kept_paper"),
]
