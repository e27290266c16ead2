"""The addresses of the registers at the base: people, places, units, divisions."""

from django.urls import path

from doudi.regions.views import assistants, changes, facilities, reporting, stations, townships, units

app_name = "regions"

urlpatterns = [
    path("assistants/", assistants.register, name="assistants"),
    path("assistants/export/", assistants.export, name="export_assistants"),
    path("assistants/new/", assistants.create, name="create_assistant"),
    path("assistants/<int:pk>/", assistants.assistant, name="assistant"),
    path("assistants/<int:pk>/hand-over/", assistants.hand_on, name="hand_over"),
    path("assistants/<int:pk>/leave/", assistants.leave, name="leave"),
    path("townships/", townships.townships, name="townships"),
    path("townships/export/", townships.export, name="export_townships"),
    path("townships/<str:code>/", townships.township, name="township"),
    path("townships/<str:code>/hire/", townships.hire, name="hire"),
    path("townships/<str:code>/profile/", townships.profile, name="profile"),
    path("standards/", townships.standards, name="standards"),
    path("figures/", townships.figures, name="figures"),
    path("stations/", stations.stations, name="stations"),
    path("stations/new/", stations.create, name="create_point"),
    path("stations/<int:pk>/", stations.point, name="point"),
    path("stations/<int:pk>/run/", stations.run, name="run_point"),
    path("stations/<int:pk>/close/", stations.close, name="close_point"),
    path("network/", stations.network, name="network"),
    path("facilities/", facilities.facilities, name="facilities"),
    path("facilities/new/", facilities.create, name="create_facility"),
    path("facilities/<int:pk>/opening/", facilities.opening, name="facility_opening"),
    path("units/", units.units, name="units"),
    path("units/new/", units.create, name="create_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/appoint/", units.appoint, name="appoint"),
    path("units/<int:pk>/leaders/<int:leader>/dismiss/", units.dismiss, name="dismiss"),
    path("units/<int:pk>/problems/", units.problem, name="raise_problem"),
    path("units/<int:pk>/problems/<int:problem>/settle/", units.settle, name="settle_problem"),
    path("divisions/", reporting.divisions, name="divisions"),
    path("divisions/changes/", changes.changes, name="changes"),
    path("divisions/changes/new/", changes.record, name="record_change"),
    path("divisions/changes/<uuid:act>/take-back/", changes.take_back, name="take_change_back"),
    path("divisions/<str:code>/", reporting.division, name="division"),
    path("reporting/", reporting.report, name="reporting"),
    path("reporting/set-up/", reporting.set_up, name="set_up_reporting"),
    path("reporting/join/", reporting.join, name="join_reporting"),
    path("reporting/members/<int:pk>/part/", reporting.part, name="part_reporting"),
]
