"""Where checks are sent, and which sides know of a family."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.intake.catalogue import alert_kinds, ways
from doudi.intake.rules.corroborating import ALERT, BOTH, COMPARISON, LEAD, OFFLINE, ONLINE, Sign, mark_of
from doudi.intake.rules.places import Said, Sent, sent_to
from doudi.intake.rules.ways import WayTable
from doudi.intake.states import AlertLevel, Urgency
from doudi.kernel.policy_file import PolicyBroken, shaped

COUNTY, VILLAGE, OTHER = "440204", "440204001001", "440204102200"
DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("home", "hukou", "to_residence", "expected"),
    [
        (Said(VILLAGE), Said(OTHER), True, Sent(VILLAGE, OTHER)),
        (Said(VILLAGE), Said(OTHER), False, Sent(OTHER, VILLAGE)),
        (Said(VILLAGE), Said(VILLAGE), True, Sent(VILLAGE)),
        (Said(VILLAGE), Said(VILLAGE[:9]), True, Sent(VILLAGE)),
        (Said(), Said(OTHER), True, Sent(OTHER)),
        (Said(is_elsewhere=True), Said(OTHER), True, Sent(OTHER)),
        (Said(is_elsewhere=True), Said(is_elsewhere=True), True, Sent("")),
        (Said(is_elsewhere=True), Said(), True, Sent("")),
        (Said(), Said(), True, Sent(COUNTY)),
    ],
)
def test_a_check_goes_to_one_place_and_the_other_hears_of_it(
    home: Said, hukou: Said, to_residence: bool, expected: Sent
) -> None:
    assert sent_to(COUNTY, home=home, hukou=hukou, to_residence=to_residence) == expected


def test_two_sides_corroborate_one_another_within_the_days_and_no_longer() -> None:
    seen = Sign(LEAD, DAY)

    assert mark_of([seen, Sign(ALERT, DAY - timedelta(90))], within=90) == BOTH
    assert mark_of([seen, Sign(ALERT, DAY - timedelta(91))], within=90, since=DAY) == OFFLINE
    assert mark_of([Sign(ALERT, DAY)], within=90) == ONLINE
    assert mark_of([seen], within=90) == OFFLINE


def test_the_countys_own_comparison_keeps_a_lead_from_being_a_miss_and_is_no_sign_by_itself() -> None:
    found = Sign(COMPARISON, DAY)

    assert mark_of([found, Sign(LEAD, DAY)], within=90) == BOTH
    assert mark_of([found], within=90) == ""
    assert mark_of([found, Sign(ALERT, DAY)], within=90) == ONLINE


signs = st.lists(
    st.builds(
        Sign, st.sampled_from((ALERT, COMPARISON, LEAD)), st.dates(date(2026, 1, 1), date(2026, 12, 31))
    )
)


@given(signs, st.randoms())
def test_a_mark_is_the_same_in_any_order_and_however_often_a_sign_is_told(
    found: list[Sign], chance: object
) -> None:
    shuffled = [*found, *found]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert mark_of(shuffled, within=90) == mark_of(found, within=90)


@given(signs)
def test_one_side_alone_never_corroborates_itself(found: list[Sign]) -> None:
    assert mark_of([each for each in found if each.kind != LEAD], within=90) in ("", ONLINE)
    assert mark_of([each for each in found if each.kind == LEAD], within=90) in ("", OFFLINE)


def test_the_files_name_every_level_urgency_and_kind() -> None:
    assert set(ways().alert_days) == set(AlertLevel)
    assert set(ways().lead_days) == set(Urgency)
    assert {"", "ILLNESS", "OTHER"} <= set(alert_kinds())
    assert {each.holds for each in ways().outcomes.values()} == {"yes", "no", "unknown"}


@pytest.mark.parametrize(("key", "value"), [("dispatch", "HOME"), ("alert_days", {"RED": 0})])
def test_a_broken_file_is_told_with_its_key(key: str, value: object) -> None:
    said: dict[str, object] = {name: {} for name in ("alert_days", "lead_days", "outcomes", "grounds")}
    whole = {**said, "title": "某", "document": "", "verified": False, "dispatch": "RESIDENCE"}

    with pytest.raises(PolicyBroken, match=key):
        shaped({**whole, "corroborates_within": 1, "joins": [], key: value}, WayTable, "home_checks.yaml")
