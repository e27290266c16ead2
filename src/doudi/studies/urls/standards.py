"""The addresses of standards, town and country, and of worksheets."""

from django.urls import URLPattern, path

from doudi.studies.views import standards, worksheets

urlpatterns: list[URLPattern] = [
    path("rules/groups/standards/", standards.standards, name="standards"),
    path("rules/groups/differences/", standards.add_difference, name="add_difference"),
    path("rules/groups/differences/<int:pk>/settle/", standards.settle, name="settle_difference"),
    path("rules/groups/worksheets/", worksheets.worksheets, name="worksheets"),
    path("rules/groups/worksheets/new/", worksheets.create, name="create_worksheet"),
    path("rules/groups/worksheets/<int:pk>/", worksheets.worksheet, name="worksheet"),
    path("rules/groups/worksheets/<int:pk>/edit/", worksheets.edit, name="edit_worksheet"),
    path("rules/groups/worksheets/<int:pk>/hand-in/", worksheets.submit, name="hand_in_worksheet"),
    path("rules/groups/worksheets/<int:pk>/issue/", worksheets.publish, name="issue_worksheet"),
]
