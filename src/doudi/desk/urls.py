"""Addresses of the desk."""

from django.urls import path

from doudi.desk.views import aid, cards, elders, focus, home, lists, standing, style, trail

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("focus/", focus.change, name="focus"),
    path("focus/regions/", focus.regions, name="focus_regions"),
    path("people/", lists.people, name="people"),
    path("people/export/", lists.people_export, name="people_export"),
    path("people/<int:pk>/", cards.person, name="person"),
    path("people/<int:pk>/number/", cards.reveal, name="reveal"),
    path("people/<int:pk>/label/", standing.label, name="label"),
    path("labels/", standing.labels, name="labels"),
    path("layers/", standing.layers, name="layers"),
    path("key-classes/", standing.key_classes, name="key_classes"),
    path("households/", lists.households, name="households"),
    path("households/export/", lists.households_export, name="households_export"),
    path("households/<int:pk>/", cards.household, name="household"),
    path("households/<int:pk>/aid/", aid.household, name="household_aid"),
    path("aid/<int:pk>/take-back/", aid.take_back, name="take_aid_back"),
    path("people/<int:pk>/elder/", elders.elder, name="elder"),
    path("elders/", elders.elders, name="elders"),
    path("elders/<int:pk>/receive/", elders.receive, name="elder_receive"),
    path("elders/<int:pk>/died/", elders.died, name="elder_died"),
    path("trail/", trail.trail, name="trail"),
    path("style/", style.style, name="style"),
]
