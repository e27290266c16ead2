"""The addresses of trying a family, families' facts and what-if studies."""

from django.urls import URLPattern, path

from doudi.studies.views import fact_sheets, losers, trying, what_ifs

urlpatterns: list[URLPattern] = [
    path("rules/try/", trying.try_family, name="try_family"),
    path("rules/try/resident/", trying.resident, name="try_resident"),
    path("rules/try/clerk/", trying.clerk, name="try_clerk"),
    path("rules/families/", fact_sheets.fact_sheets, name="fact_sheets"),
    path("rules/families/template/", fact_sheets.template, name="fact_template"),
    path("rules/families/take-in/", fact_sheets.take_in, name="fact_take_in"),
    path("rules/families/<int:pk>/", fact_sheets.try_sheet, name="fact_sheet"),
    path("rules/studies/", what_ifs.studies, name="studies"),
    path("rules/studies/new/", what_ifs.new_study, name="new_study"),
    path("rules/studies/of-change/<int:pk>/", what_ifs.study_change, name="study_change"),
    path("rules/studies/<int:pk>/", what_ifs.study, name="study"),
    path("rules/studies/<int:pk>/progress/", what_ifs.study_progress, name="study_progress"),
    path("rules/studies/<int:pk>/again/", what_ifs.study_again, name="study_again"),
    path("rules/studies/<int:pk>/memo/", losers.study_memo, name="study_memo"),
    path("rules/studies/<int:pk>/table/", losers.study_table, name="study_table"),
    path("rules/studies/<int:pk>/losers/", losers.losers, name="study_losers"),
    path("rules/studies/<int:pk>/losers/<int:line>/", losers.loser, name="study_loser"),
    path(
        "rules/studies/<int:pk>/losers/<int:line>/<slug:which>/<slug:kind>/",
        losers.loser_paper,
        name="study_loser_paper",
    ),
]
