"""The addresses of values, programmes, procedures and changes."""

from django.urls import URLPattern, path

from doudi.rulebook.views import changes, decisions, programmes, values

urlpatterns: list[URLPattern] = [
    path("rules/values/", values.values, name="values"),
    path("rules/values/differences/", values.differences, name="differences"),
    path("rules/values/<str:key>/", values.value, name="value"),
    path("rules/programmes/", programmes.index, name="programmes"),
    path("rules/programmes/<str:code>/", programmes.programme, name="programme"),
    path("rules/procedures/<str:code>/", programmes.procedure, name="procedure"),
    path("rules/changes/", changes.changes, name="changes"),
    path("rules/changes/choose/", changes.choose_parameter, name="choose_parameter"),
    path("rules/changes/new/", changes.create_change, name="create_change"),
    path("rules/changes/<int:pk>/", changes.change, name="change"),
    path("rules/changes/<int:pk>/values/<int:value>/", changes.edit_value, name="edit_value"),
    path("rules/changes/<int:pk>/values/<int:value>/drop/", decisions.drop, name="drop_value"),
    path("rules/changes/<int:pk>/add/<str:key>/", changes.add_value, name="add_value"),
    path("rules/changes/<int:pk>/attach/", decisions.attach, name="attach_file"),
    path("rules/changes/<int:pk>/files/<int:file>/", decisions.file, name="change_file"),
    path("rules/changes/<int:pk>/export/", decisions.export, name="export_change"),
    path("rules/changes/<int:pk>/submit/", decisions.submit, name="submit_change"),
    path("rules/changes/<int:pk>/withdraw/", decisions.withdraw, name="withdraw_change"),
    path("rules/changes/<int:pk>/approve/", decisions.approve, name="approve_change"),
    path("rules/changes/<int:pk>/reject/", decisions.reject, name="reject_change"),
]
