"""The addresses of the index ledger and the price subsidy."""

from django.urls import URLPattern, path

from doudi.price_subsidy.views import holders, indices, launches

app_name = "price_subsidy"

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
]
