"""The addresses of circumstances: lists, files and what is entered in them."""

from django.urls import path

from doudi.circumstances.views import bereaved, caring, conditions, epidemic, guarantees, needs, rounds

app_name = "circumstances"

urlpatterns = [
    path("households/<int:pk>/needs/", needs.household, name="household_needs"),
    path("households/<int:pk>/epidemic/", epidemic.household, name="household_survey"),
    path("households/<int:pk>/conditions/", conditions.household, name="household_conditions"),
    path("households/<int:pk>/guarantees/", guarantees.household, name="household_guarantees"),
    path("guarantees/", guarantees.guarantees, name="guarantees"),
    path("referrals/<int:pk>/", guarantees.referral, name="referral"),
    path("needs/", needs.needs, name="needs"),
    path("needs/<int:pk>/start/", needs.start, name="start_need"),
    path("needs/<int:pk>/meet/", needs.meet, name="meet_need"),
    path("needs/<int:pk>/drop/", needs.drop, name="drop_need"),
    path("epidemic/", epidemic.surveys, name="epidemic"),
    path("epidemic/period/", epidemic.period, name="epidemic_period"),
    path("conditions/", conditions.conditions, name="conditions"),
    path("people/<int:pk>/care/", caring.care_file, name="care_file"),
    path("people/<int:pk>/bereavement/", bereaved.bereaved_file, name="bereaved_file"),
    path("care/", caring.cared_for, name="cared_for"),
    path("care/period/", caring.review_period, name="care_period"),
    path("care-records/<int:pk>/check/", caring.check, name="check_care"),
    path("care-records/<int:pk>/leave/", caring.leave, name="leave_care"),
    path("care/rounds/", rounds.rounds, name="rounds"),
    path("care/rounds/begin/", rounds.begin, name="begin_round"),
    path("care/rounds/<int:pk>/", rounds.round_page, name="round"),
    path("care/rounds/<int:pk>/confirm/", rounds.confirm, name="confirm_round"),
    path("bereaved/", bereaved.bereaved, name="bereaved"),
    path("bereaved/<int:pk>/close/", bereaved.close, name="close_bereavement"),
]
