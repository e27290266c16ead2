"""What another list says of people on aid: prison, removal, death, able obligors, other aid, marriage."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

LAST = "2026-09"
END = date(2026, 10, 31)
NEXT = date(2026, 11, 1)
LIFTED: Row = {"monitor_class": "LIFTED"}
MINOR: Row = {"person_category": "MINOR"}


def test_a_grown_up_kept_as_a_minor_is_found(county: County) -> None:
    county.person("eighteen", age=18)
    county.person("seventeen", age=17)
    county.person("pupil", age=18)
    county.person("says so", age=18)
    county.person("student", age=19)
    county.person("left", age=19)
    county.all_listed("tekun", ["eighteen", "seventeen", "pupil", "student", "left"], **MINOR)
    county.listed("tekun", "says so", **MINOR, in_school="YES")
    county.row("student", "pupil", student_status="ENROLLED", stage="VOCATIONAL")
    county.row("student", "student", student_status="ENROLLED", stage="COLLEGE")
    county.row("student", "left", student_status="LEFT", stage="SENIOR")
    county.person("disabled", age=30)
    county.listed("tekun", "disabled", person_category="DISABLED")
    county.listed("dibao", "on dibao", **MINOR)

    assert county.found("tekun-minor-grown-up") == {
        "eighteen": {"age": 18},
        "student": {"age": 19},
        "left": {"age": 19},
    }


def test_where_nobody_tells_of_school_no_grown_up_is_found(county: County) -> None:
    county.all_people(["unsaid", "says no"])
    county.listed("tekun", "unsaid", **MINOR)
    county.listed("tekun", "says no", **MINOR, in_school="NO")

    assert set(county.found("tekun-minor-grown-up")) == {"says no"}


def test_an_obligor_who_is_able_is_found(county: County) -> None:
    county.listed("tekun", "able", obligor_capacity="ABLE")
    county.listed("tekun", "unable", obligor_capacity="UNABLE")
    county.listed("tekun", "none", obligor_capacity="NONE")
    county.listed("tekun", "unsaid")
    county.listed("tekun", "left", obligor_capacity="ABLE", until=date(2026, 10, 1))
    county.listed("dibao", "on dibao", obligor_capacity="ABLE")

    assert county.found("obligor-able") == {"able": {}}


def test_a_prisoner_still_on_aid_is_found(county: County) -> None:
    county.all_listed("dibao", ["jailed", "next month", "married out", "no day"])
    county.listed("tekun", "tekun")
    county.all_rows("poverty_register", ["jailed", "tekun", "stranger"], left_reason="PRISON", left_on=END)
    county.row("poverty_register", "next month", left_reason="PRISON", left_on=NEXT)
    county.row("poverty_register", "married out", left_reason="MARRIED_OUT", left_on=END)
    county.row("poverty_register", "no day", left_reason="PRISON")
    county.listed("poverty_register", "registered", **LIFTED, left_reason="PRISON", left_on=END)

    assert county.found("prisoner-on-aid") == {
        "jailed": {"programme": "DIBAO", "left_on": "2026-10-31"},
        "tekun": {"programme": "TEKUN", "left_on": "2026-10-31"},
        "no day": {"programme": "DIBAO", "left_on": ""},
    }


def test_whoever_moved_away_is_missing_or_joined_the_army_is_found(county: County) -> None:
    county.all_listed("dibao", ["moved", "missing", "dead", "twice", "next month", "back", "withdrawn"])
    county.row("cremation", "moved", record_kind="MOVED", cancelled_on=END)
    county.row("cremation", "missing", record_kind="MISSING")
    county.row("cremation", "dead", record_kind="DEATH", cancelled_on=END)
    county.row("cremation", "twice", record_kind="REPEATED", cancelled_on=END)
    county.row("cremation", "next month", record_kind="MOVED", cancelled_on=NEXT)
    county.row("cremation", "back", record_kind="MOVED", cancelled_on=END)
    county.row("cremation", "back", record_kind="RESTORED")
    county.row("cremation", "withdrawn", record_kind="MOVED", record_status="WITHDRAWN")
    county.listed("tekun", "soldier")
    county.row("cremation", "soldier", record_kind="ARMY", cancelled_on=END)
    county.listed("poverty_register", "registered", **LIFTED)
    county.row("cremation", "registered", record_kind="MOVED", cancelled_on=END)
    county.listed("dibao", "marked")
    county.row("cremation", "marked", record_kind="MOVED", remark="RESTORED")

    assert county.found("moved-away-on-aid") == {
        "moved": {"programme": "DIBAO", "record_kind": "MOVED"},
        "missing": {"programme": "DIBAO", "record_kind": "MISSING"},
        "soldier": {"programme": "TEKUN", "record_kind": "ARMY"},
    }


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("disability_certificate", "cancel_reason"),
        ("poverty_register", "left_reason"),
        ("social_insurance", "stop_reason"),
        ("student", "leave_reason"),
    ],
)
def test_a_death_only_another_department_knows_of_is_found(county: County, source: str, column: str) -> None:
    county.all_listed("dibao", ["told", "reported", "moved"])
    county.all_rows(source, ["told", "reported", "stranger"], **{column: "DEATH"})
    county.row(source, "moved", **{column: "MOVED"})
    county.row("cremation", "reported", died_on=END)
    county.listed("disability_subsidy", "subsidised", nursing_fen=1)
    county.row(source, "subsidised", **{column: "DEATH"})
    county.row(source, None, **{column: "DEATH"})

    assert county.found("death-told-elsewhere") == {"told": {"programme": "DIBAO", "list": source}}


def test_other_aid_than_the_register_says_is_found(county: County) -> None:
    county.listed("poverty_register", "not any more", **LIFTED, aid_state="DIBAO")
    county.listed("poverty_register", "unknown to it", **LIFTED, aid_state="NONE")
    county.listed("dibao", "unknown to it")
    county.listed("poverty_register", "other aid", **LIFTED, aid_state="DIBAO")
    county.listed("tekun", "other aid")
    county.listed("poverty_register", "right", **LIFTED, aid_state="DIBAO")
    county.listed("dibao", "right")
    county.listed("poverty_register", "rightly none", **LIFTED, aid_state="NONE")
    county.listed("poverty_register", "unsaid", **LIFTED)
    county.listed("dibao", "unsaid")
    county.listed("poverty_register", "removed", **LIFTED, aid_state="DIBAO", removed_on=END)
    county.listed("poverty_register", "not yet removed", **LIFTED, aid_state="TEKUN", removed_on=NEXT)

    assert county.found("aid-state-disagrees") == {
        "not any more": {"aid_state": "DIBAO", "aid": "NONE"},
        "unknown to it": {"aid_state": "NONE", "aid": "DIBAO"},
        "other aid": {"aid_state": "DIBAO", "aid": "TEKUN"},
        "not yet removed": {"aid_state": "TEKUN", "aid": "NONE"},
    }


def test_a_change_of_marriage_is_a_change_of_the_household(county: County) -> None:
    county.listed("dibao", "widowed", marriage="WIDOWED")
    county.row("dibao", "widowed", period=LAST, marriage="MARRIED")
    county.listed("dibao", "married", marriage="MARRIED")
    county.row("dibao", "married", period=LAST, marriage="SINGLE")
    county.listed("dibao", "same", marriage="MARRIED")
    county.row("dibao", "same", period=LAST, marriage="MARRIED")
    county.listed("dibao", "unsaid now")
    county.row("dibao", "unsaid now", period=LAST, marriage="MARRIED")
    county.listed("dibao", "other now", marriage="OTHER")
    county.row("dibao", "other now", period=LAST, marriage="MARRIED")
    county.listed("dibao", "other before", marriage="MARRIED")
    county.row("dibao", "other before", period=LAST, marriage="OTHER")

    assert county.found("marriage-changed") == {
        "widowed": {"marriage_before": "MARRIED", "marriage": "WIDOWED"},
        "married": {"marriage_before": "SINGLE", "marriage": "MARRIED"},
    }
