"""The addresses of the index ledger, the price subsidy and the standards."""

from django.urls import URLPattern, path

from doudi.rulebook.views import holders, indices, launches, standards, worksheets

urlpatterns: list[URLPattern] = [
    path("rules/indices/", indices.indices, name="indices"),
    path("rules/indices/record/", indices.record, name="record_index"),
    path("rules/indices/import/", indices.take_file, name="import_indices"),
    path("rules/indices/template/", indices.template, name="index_template"),
    path("rules/indices/launches/<int:pk>/", launches.launch, name="launch"),
    path("rules/indices/launches/<int:pk>/approve/", launches.approve, name="approve_launch"),
    path("rules/indices/launches/<int:pk>/reject/", launches.reject, name="reject_launch"),
    path("rules/indices/launches/<int:pk>/again/", launches.again, name="reckon_again"),
    path("rules/indices/launches/<int:pk>/list/", launches.make, name="make_price_list"),
    path("rules/indices/launches/<int:pk>/make-up/", launches.make_up, name="make_up"),
    path("rules/indices/launches/<int:pk>/people/", launches.people, name="price_list"),
    path("rules/groups/holders/", holders.holders, name="holders"),
    path("rules/groups/holders/<int:pk>/end/", holders.end, name="end_holder"),
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
