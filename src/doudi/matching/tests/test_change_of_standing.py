"""People on the lists whose age, school, certificate, risk or ability changed."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

LAST = "2026-09"
LIFTED: Row = {"monitor_class": "LIFTED", "labour": "ABLE"}
ENROLLED: Row = {"student_status": "ENROLLED", "stage": "COLLEGE"}
FOURTH: Row = {"disability_kind": 4, "disability_level": 4, "certificate_status": "VALID"}
NURSED: Row = {"nursing_fen": 10_000}


@pytest.mark.parametrize(
    ("rule", "years"), [("reached-sixteen-on-dibao", 16), ("reached-sixty-on-dibao", 60)]
)
def test_a_birthday_counts_from_the_first_to_the_last_day_of_the_month(
    county: County, rule: str, years: int
) -> None:
    county.person("first", born=date(2026 - years, 10, 1))
    county.person("last", born=date(2026 - years, 10, 31))
    county.person("day before", born=date(2026 - years, 9, 30))
    county.person("day after", born=date(2026 - years, 11, 1))
    county.person("year before", born=date(2025 - years, 10, 15))
    county.person("unknown", born=date(2026 - years, 10, 15))
    county.people["unknown"]["born_on"] = None
    county.all_listed("dibao", ["first", "last", "day before", "day after", "year before", "unknown"])
    county.person("tekun", born=date(2026 - years, 10, 15))
    county.listed("tekun", "tekun")
    county.person("left", born=date(2026 - years, 10, 15))
    county.listed("dibao", "left", until=date(2026, 10, 1))

    assert county.found(rule) == {"first": {"age": years}, "last": {"age": years}}


def test_pupils_and_the_heavily_disabled_do_not_come_of_working_age(county: County) -> None:
    birthday = date(2010, 10, 15)
    county.person("pupil", born=birthday)
    county.person("left school", born=birthday)
    county.person("heavy", born=birthday)
    county.person("light", born=birthday)
    county.person("cancelled", born=birthday)
    county.person("expired", born=birthday)
    county.person("until today", born=birthday)
    names = ["pupil", "left school", "heavy", "light", "cancelled", "expired", "until today"]
    county.all_listed("dibao", names)
    heavy: Row = {**FOURTH, "disability_level": 1}
    county.row("disability_certificate", "expired", **heavy, expires_on=date(2026, 9, 30))
    county.row("disability_certificate", "until today", **heavy, expires_on=date(2026, 10, 1))
    county.row("student", "pupil", **ENROLLED)
    county.row("student", "left school", **{**ENROLLED, "student_status": "LEFT"})
    county.row("disability_certificate", "heavy", **{**FOURTH, "disability_level": 2})
    county.row("disability_certificate", "light", **{**FOURTH, "disability_level": 3})
    gone: Row = {"disability_level": 1, "certificate_status": "CANCELLED"}
    county.row("disability_certificate", "cancelled", **{**FOURTH, **gone})

    assert set(county.found("reached-sixteen-on-dibao")) == {"left school", "light", "cancelled", "expired"}


def test_a_child_is_named_three_months_before_the_eighteenth_birthday(county: County) -> None:
    county.person("next month", born=date(2008, 11, 1))
    county.person("in three", born=date(2009, 1, 31))
    county.person("in four", born=date(2009, 2, 1))
    county.person("this month", born=date(2008, 10, 31))
    county.person("grown up", born=date(2007, 12, 1))
    names = ["next month", "in three", "in four", "this month", "grown up"]
    county.all_listed("orphan", names, child_kind="ORPHAN")
    county.person("unattended", born=date(2008, 12, 5))
    county.listed("orphan", "unattended", child_kind="UNATTENDED")
    county.person("on dibao", born=date(2008, 12, 5))
    county.listed("dibao", "on dibao")

    assert county.found("child-soon-eighteen") == {
        "next month": {"months": 1},
        "in three": {"months": 3},
        "unattended": {"months": 2},
    }


def test_a_grown_child_who_left_school_is_found(county: County) -> None:
    county.person("left", age=18)
    county.person("gone from the list", age=22)
    county.person("still there", age=20)
    county.person("minor", age=17)
    county.person("dead", age=20)
    county.person("never there", age=20)
    county.person("had left before", age=20)
    names = ["left", "gone from the list", "still there", "minor", "dead", "never there", "had left before"]
    county.all_listed("dibao", names, relation="SON")
    county.person("head of a home", age=20)
    county.listed("dibao", "head of a home", relation="HEAD")
    county.person("relation unsaid", age=20)
    county.listed("dibao", "relation unsaid")
    for_last = ["left", "gone from the list", "still there", "minor", "dead", "on tekun"]
    for_last += ["head of a home", "relation unsaid"]
    county.all_rows("student", for_last, LAST, **ENROLLED)
    county.row("student", "had left before", period=LAST, **{**ENROLLED, "student_status": "LEFT"})
    county.row("student", "left", **{**ENROLLED, "student_status": "LEFT"})
    county.row("student", "still there", **ENROLLED)
    county.row("cremation", "dead", died_on=date(2026, 10, 31))
    county.row("cremation", "gone from the list", died_on=date(2026, 11, 1))
    county.listed("tekun", "on tekun")

    assert county.found("left-school-on-dibao") == {"left": {"age": 18}, "gone from the list": {"age": 22}}


def test_another_degree_or_kind_than_before_is_found(county: County) -> None:
    county.listed("dibao", "worse")
    county.row("disability_certificate", "worse", period=LAST, **FOURTH)
    county.row("disability_certificate", "worse", **{**FOURTH, "disability_level": 3})
    county.listed("disability_subsidy", "other kind", **NURSED)
    county.row("disability_certificate", "other kind", period=LAST, **FOURTH)
    county.row("disability_certificate", "other kind", **{**FOURTH, "disability_kind": 7})
    county.listed("tekun", "same")
    county.row("disability_certificate", "same", period=LAST, **FOURTH)
    county.row("disability_certificate", "same", **FOURTH)
    county.listed("dibao", "new")
    county.row("disability_certificate", "new", **FOURTH)
    county.listed("dibao", "cancelled now")
    county.row("disability_certificate", "cancelled now", period=LAST, **FOURTH)
    cancelled: Row = {"disability_level": 2, "certificate_status": "CANCELLED"}
    county.row("disability_certificate", "cancelled now", **{**FOURTH, **cancelled})
    county.listed("dibao", "cancelled before")
    county.row("disability_certificate", "cancelled before", period=LAST, **{**FOURTH, **cancelled})
    county.row("disability_certificate", "cancelled before", **FOURTH)
    county.listed("poverty_register", "registered", monitor_class="LIFTED")
    county.row("disability_certificate", "registered", period=LAST, **FOURTH)
    county.row("disability_certificate", "registered", **{**FOURTH, "disability_level": 1})
    county.listed("dibao", "expired")
    county.row("disability_certificate", "expired", period=LAST, **FOURTH)
    third: Row = {**FOURTH, "disability_level": 3}
    county.row("disability_certificate", "expired", **third, expires_on=date(2026, 9, 30))
    county.listed("dibao", "kind unknown")
    county.row("disability_certificate", "kind unknown", period=LAST, **FOURTH)
    county.row("disability_certificate", "kind unknown", **{**third, "disability_kind": None})

    assert county.found("certificate-level-changed") == {
        "worse": {"listed_kind": 4, "listed_level": 4, "certificate_kind": 4, "certificate_level": 3},
        "other kind": {"listed_kind": 4, "listed_level": 4, "certificate_kind": 7, "certificate_level": 4},
    }


def test_a_certificate_that_ends_within_half_a_year_is_named_in_time(county: County) -> None:
    county.all_listed("disability_subsidy", ["ends now", "in six", "in seven", "ended", "endless"], **NURSED)
    county.listed("disability_subsidy", "renewed", living_fen=10_000)
    county.row("disability_certificate", "ends now", **FOURTH, expires_on=date(2026, 10, 1))
    county.row("disability_certificate", "in six", **FOURTH, expires_on=date(2027, 4, 30))
    county.row("disability_certificate", "in seven", **FOURTH, expires_on=date(2027, 5, 1))
    county.row("disability_certificate", "ended", **FOURTH, expires_on=date(2026, 9, 30))
    county.row("disability_certificate", "endless", **FOURTH)
    county.row("disability_certificate", "renewed", **FOURTH, expires_on=date(2026, 12, 1))
    county.row("disability_certificate", "renewed", **FOURTH, expires_on=date(2036, 12, 1))
    county.listed("dibao", "no subsidy")
    county.row("disability_certificate", "no subsidy", **FOURTH, expires_on=date(2026, 12, 1))
    county.listed("disability_subsidy", "cancelled", **NURSED)
    gone: Row = {"certificate_status": "CANCELLED", "expires_on": date(2026, 12, 1)}
    county.row("disability_certificate", "cancelled", **{**FOURTH, **gone})

    assert county.found("certificate-expiring") == {
        "ends now": {"expires_on": "2026-10-01"},
        "in six": {"expires_on": "2027-04-30"},
    }


def test_dibao_of_whom_the_register_says_the_risk_is_gone_is_found(county: County) -> None:
    county.all_listed("dibao", ["gone", "gone today", "not yet", "still at risk"])
    county.row("poverty_register", "gone", removed_on=date(2026, 6, 30))
    county.row("poverty_register", "gone today", removed_on=date(2026, 10, 31))
    county.row("poverty_register", "not yet", removed_on=date(2026, 11, 1))
    county.row("poverty_register", "still at risk")
    county.listed("tekun", "tekun")
    county.row("poverty_register", "tekun", removed_on=date(2026, 6, 30))
    county.row("poverty_register", None, removed_on=date(2026, 6, 30))

    assert county.found("risk-removed-on-dibao") == {
        "gone": {"removed_on": "2026-06-30"},
        "gone today": {"removed_on": "2026-10-31"},
    }


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("ABLE", "PARTIAL", True),
        ("ABLE", "NONE", True),
        ("PARTIAL", "NONE", True),
        ("PARTIAL", "PARTIAL", False),
        ("NONE", "PARTIAL", False),
        (None, "NONE", False),
        ("ABLE", "", False),
    ],
)
def test_only_a_loss_of_ability_is_a_loss(county: County, before: str, now: str, found: bool) -> None:
    county.listed("poverty_register", "worker", monitor_class="LIFTED", labour=now)
    county.row("poverty_register", "worker", period=LAST, labour=before)

    assert bool(county.found("labour-lost")) is found


def test_lost_ability_matters_at_working_age_and_without_aid(county: County) -> None:
    county.person("sixteen", age=16)
    county.person("fifteen", age=15)
    county.person("sixty", age=60)
    county.person("on dibao", age=40)
    county.person("removed", age=40)
    now: Row = {"monitor_class": "LIFTED", "labour": "NONE"}
    county.all_listed("poverty_register", ["sixteen", "fifteen", "sixty", "on dibao"], **now)
    county.listed("poverty_register", "removed", **now, removed_on=date(2026, 10, 31))
    names = ["sixteen", "fifteen", "sixty", "on dibao", "removed"]
    county.all_rows("poverty_register", names, LAST, **LIFTED)
    county.listed("dibao", "on dibao")

    assert county.found("labour-lost") == {"sixteen": {"age": 16, "labour_before": "ABLE", "labour": "NONE"}}


def test_whoever_fell_back_from_lifted_to_watched_is_found(county: County) -> None:
    county.listed("poverty_register", "sudden", monitor_class="SUDDEN")
    county.listed("poverty_register", "unstable", monitor_class="UNSTABLE", removed_on=date(2026, 11, 1))
    county.listed("poverty_register", "still lifted", monitor_class="LIFTED")
    county.listed("poverty_register", "was watched", monitor_class="SUDDEN")
    county.listed("poverty_register", "new", monitor_class="SUDDEN")
    county.listed("poverty_register", "removed", monitor_class="SUDDEN", removed_on=date(2026, 10, 31))
    county.listed("poverty_register", "on dibao", monitor_class="SUDDEN")
    county.listed("dibao", "on dibao")
    names = ["sudden", "unstable", "still lifted", "removed", "on dibao"]
    county.all_rows("poverty_register", names, LAST, **LIFTED)
    county.row("poverty_register", "was watched", period=LAST, monitor_class="MARGINAL")

    assert county.found("monitor-class-worsened") == {
        "sudden": {"monitor_class": "SUDDEN"},
        "unstable": {"monitor_class": "UNSTABLE"},
    }
