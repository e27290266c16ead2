"""Bills, deaths, prison and several shocks at once in families nobody helps yet."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.matching.tests.county import County, Row

LIFTED: Row = {"monitor_class": "LIFTED"}
LAST = "2026-09"
OCTOBER = date(2026, 10, 5)


def stay(county: County, name: str | None, yuan: int, day: date | None = OCTOBER, **changes: Any) -> None:
    """Add a stay in hospital of so many yuan paid by the patient."""
    columns = {"settled_on": day, "self_pay_fen": yuan * 100, "visit_kind": "INPATIENT", **changes}
    county.row("medical_selfpay", name, **columns)


def test_three_stays_in_hospital_within_the_year_are_found(county: County) -> None:
    county.listed("dibao", "three")
    stay(county, "three", 100, date(2026, 1, 1), period="2026-01")
    stay(county, "three", 200, date(2026, 5, 1), period="2026-05")
    stay(county, "three", 300, date(2026, 10, 31))
    county.listed("poverty_register", "the same three times", **LIFTED)
    stay(county, "the same three times", 100)
    stay(county, "the same three times", 100)
    stay(county, "the same three times", 100, period=LAST)
    county.listed("tekun", "equal bills of three stays")
    stay(county, "equal bills of three stays", 100, settlement_number_high=1, settlement_number_low=1)
    stay(county, "equal bills of three stays", 100, settlement_number_high=2, settlement_number_low=2)
    stay(county, "equal bills of three stays", 100, settlement_number_high=3, settlement_number_low=3)
    county.listed("dibao", "last year")
    stay(county, "last year", 100, date(2025, 12, 31))
    stay(county, "last year", 100, date(2026, 1, 1))
    stay(county, "last year", 100, date(2026, 1, 2))
    county.listed("dibao", "outpatient")
    stay(county, "outpatient", 1)
    stay(county, "outpatient", 2)
    stay(county, "outpatient", 3, visit_kind="OUTPATIENT")
    stay(county, "stranger", 1)
    stay(county, "stranger", 2)
    stay(county, "stranger", 3)
    county.listed("orphan", "orphan", child_kind="ORPHAN")
    stay(county, "orphan", 1)
    stay(county, "orphan", 2)
    stay(county, "orphan", 3)

    found = county.found("repeated-hospital-stays")

    assert found == {
        "three": {"programme": "DIBAO", "stays": 3, "self_pay_fen": 60_000},
        "equal bills of three stays": {"programme": "TEKUN", "stays": 3, "self_pay_fen": 30_000},
    }
    assert county.found("repeated-hospital-stays", stays=4) == {}


@pytest.mark.parametrize(
    "back",
    [
        [{"self_pay_fen": -30_000}],
        [{"self_pay_fen": 30_000, "reversed_number_high": 9, "reversed_number_low": 9}],
        [{"self_pay_fen": -30_000, "reversed_number_high": 9, "reversed_number_low": 9}],
        [{"self_pay_fen": -30_000, "bill_status": "REVERSED"}],
        [{"self_pay_fen": -30_000, "remark": "REFUND"}],
    ],
)
def test_a_stay_that_was_taken_back_is_no_stay(county: County, back: list[Row]) -> None:
    county.listed("dibao", "two")
    stay(county, "two", 100)
    stay(county, "two", 200)
    stay(county, "two", 300, settlement_number_high=9, settlement_number_low=9)
    stay(county, "two", 0, **back[0])

    assert county.found("repeated-hospital-stays", stays=3) == {}
    assert county.found("repeated-hospital-stays", stays=2) == {
        "two": {"programme": "DIBAO", "stays": 2, "self_pay_fen": 30_000}
    }


@pytest.mark.parametrize("mark", [{"bill_status": "REVERSED"}, {"remark": "REFUND"}])
def test_a_marked_bill_and_its_counterpart_count_neither_once_nor_against_others(
    county: County, mark: Row
) -> None:
    county.listed("dibao", "two")
    stay(county, "two", 100)
    stay(county, "two", 200)
    stay(county, "two", 300, **mark)
    stay(county, "two", -300)

    assert county.found("repeated-hospital-stays", stays=2) == {
        "two": {"programme": "DIBAO", "stays": 2, "self_pay_fen": 30_000}
    }


def test_one_dear_stay_of_the_month_is_found_by_the_limit_of_the_listed_and_of_others(county: County) -> None:
    county.listed("poverty_register", "monitored", monitor_class="SUDDEN")
    stay(county, "monitored", 6_001)
    county.listed("dibao", "at it")
    stay(county, "at it", 6_000)
    county.listed("tekun", "two small ones")
    stay(county, "two small ones", 6_000)
    stay(county, "two small ones", 5_999)
    county.listed("poverty_register", "lifted", **LIFTED)
    stay(county, "lifted", 10_000)
    stay(county, "stranger", 10_001, date(2026, 10, 31))
    stay(county, "outpatient", 20_000, visit_kind="OUTPATIENT")
    stay(county, "last month", 20_000, date(2026, 9, 30))
    stay(county, "next month", 20_000, date(2026, 11, 1))
    stay(county, "taken back", 20_000)
    stay(county, "taken back", -20_000)
    stay(county, None, 20_000)
    county.listed("dibao", "on the first day")
    stay(county, "on the first day", 7_000, date(2026, 10, 1))
    stay(county, "on the first day", 8_000, date(2026, 10, 1))

    found = county.found("single-stay-over-limit")

    assert set(found) == {"monitored", "stranger", "on the first day"}
    assert found["monitored"] == {
        "category": "MONITORED",
        "settled_on": "2026-10-05",
        "self_pay_fen": 600_100,
        "limit_fen": 600_000,
    }
    assert (found["stranger"]["category"], found["stranger"]["limit_fen"]) == ("OTHERS", 1_000_000)
    assert found["on the first day"]["self_pay_fen"] == 800_000


def test_a_worker_who_died_this_month_and_left_minors_is_found(county: County) -> None:
    for_homes = [
        ("father", 59, "child", 17, 1, date(2026, 10, 1)),
        ("young", 18, "child2", 5, 2, date(2026, 10, 31)),
        ("old", 60, "child3", 5, 3, OCTOBER),
        ("last month", 40, "child4", 5, 4, date(2026, 9, 30)),
        ("next month", 40, "child5", 5, 5, date(2026, 11, 1)),
        ("no minors", 40, "grown", 18, 6, OCTOBER),
        ("minor", 17, "child7", 5, 7, OCTOBER),
    ]
    _homes(county, for_homes)
    county.person("unlisted", age=40, home=8)
    county.person("child8", age=5, home=8)
    county.row("cremation", "unlisted", died_on=OCTOBER)
    county.listed("tekun", "child8")

    assert county.found("worker-died") == {
        "household 1": {"age": 59, "died_on": "2026-10-01", "minors": 1},
        "household 2": {"age": 18, "died_on": "2026-10-31", "minors": 1},
    }


def _homes(county: County, homes: list[tuple[str, int, str, int, int, date]]) -> None:
    for name, age, other, other_age, home, died in homes:
        county.person(name, age=age, home=home)
        county.person(other, age=other_age, home=home)
        county.listed("poverty_register", other, **LIFTED)
        county.row("cremation", name, died_on=died)


def test_two_shocks_at_once_in_a_lifted_household_are_found(county: County) -> None:
    county.all_people(["ill", "jobless"], home=1)
    county.all_listed("poverty_register", ["ill", "jobless"], **LIFTED)
    stay(county, "ill", 6_000)
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 10, 1)}
    county.row("employment", "jobless", **lost)
    county.all_people(["disabled", "dead"], home=2)
    county.listed("poverty_register", "disabled", monitor_class="SUDDEN", removed_on=date(2026, 10, 1))
    new: Row = {"certificate_status": "VALID", "issued_on": date(2026, 10, 31)}
    county.row("disability_certificate", "disabled", **new, issue_kind="NEW")
    county.row("cremation", "dead", died_on=OCTOBER)
    county.all_people(["one", "shock"], home=3)
    county.listed("poverty_register", "one", **LIFTED)
    stay(county, "one", 6_000)
    stay(county, "shock", 6_000)
    county.all_people(["almost", "renewed"], home=4)
    county.listed("poverty_register", "almost", **LIFTED)
    stay(county, "almost", 5_999)
    county.row("employment", "almost", **lost)
    county.row("disability_certificate", "renewed", **new, issue_kind="RENEWED")
    county.row("disability_certificate", "renewed", **new)
    county.row("disability_certificate", "almost", **new, first_issued_on=date(2016, 1, 1))
    found = county.found("lifted-with-new-shock")

    assert set(found) == {"household 1", "household 2"}
    assert found["household 1"] == {
        "shocks": 2,
        "self_pay_fen": 600_000,
        "certificates": 0,
        "jobless": 1,
        "deaths": 0,
    }
    assert (found["household 2"]["certificates"], found["household 2"]["deaths"]) == (1, 1)
    assert set(county.found("lifted-with-new-shock", shocks=1)) == {f"household {n}" for n in (1, 2, 3, 4)}


def test_shocks_of_the_watched_and_of_other_months_are_no_new_shocks(county: County) -> None:
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 10, 1)}
    new: Row = {"certificate_status": "VALID", "issued_on": date(2026, 10, 31)}
    county.all_people(["still watched"], home=5)
    county.listed("poverty_register", "still watched", monitor_class="SUDDEN")
    stay(county, "still watched", 6_000)
    county.row("employment", "still watched", **lost)
    county.all_people(["last month"], home=6)
    county.listed("poverty_register", "last month", **LIFTED)
    stay(county, "last month", 6_000)
    county.row("employment", "last month", **{**lost, "registered_on": date(2026, 9, 30)})
    county.row("disability_certificate", "last month", **{**new, "issued_on": date(2026, 9, 30)})

    assert county.found("lifted-with-new-shock") == {}


def test_whoever_left_dibao_within_the_year_and_meets_new_trouble_is_found(county: County) -> None:
    lost: Row = {"employment_kind": "UNEMPLOYED", "registered_on": date(2026, 10, 1)}
    names = ["ill", "jobless", "disabled", "well", "back", "on tekun", "dead", "jobless before"]
    county.all_people(names)
    county.all_rows("dibao", names, "2026-05")
    county.person("long ago")
    county.row("dibao", "long ago", period="2025-12")
    stay(county, "ill", 6_000)
    stay(county, "well", 5_999)
    county.all_rows("employment", ["jobless", "back", "on tekun", "dead", "long ago", "stranger"], **lost)
    county.row("employment", "jobless before", **{**lost, "registered_on": date(2026, 9, 30)})
    county.row("disability_certificate", "disabled", issued_on=date(2026, 10, 1), issue_kind="NEW")
    county.row("disability_certificate", "well", issued_on=date(2026, 10, 1))
    county.row("disability_certificate", "well", issued_on=date(2026, 10, 1), certificate_status="CANCELLED")
    county.listed("dibao", "back")
    county.listed("tekun", "on tekun")
    county.row("cremation", "dead", died_on=OCTOBER)

    found = county.found("left-within-year")

    assert set(found) == {"ill", "jobless", "disabled", "long ago"}
    assert found["ill"] == {
        "last_period": "2026-05",
        "self_pay_fen": 600_000,
        "jobless": "NO",
        "disabled": "NO",
    }
    assert found["long ago"]["last_period"] == "2025-12"
    assert (found["jobless"]["jobless"], found["disabled"]["disabled"]) == ("YES", "YES")


def test_a_family_of_a_prisoner_without_aid_is_found(county: County) -> None:
    jailed: Row = {**LIFTED, "left_reason": "PRISON", "left_on": date(2026, 10, 31)}
    county.all_people(["prisoner", "wife", "gone"], home=1)
    county.person("child", age=17, home=1)
    county.listed("poverty_register", "wife", **LIFTED)
    county.listed("poverty_register", "prisoner", **jailed)
    county.row("cremation", "gone", died_on=OCTOBER)
    county.all_people(["on dibao", "prisoner2"], home=2)
    county.listed("dibao", "on dibao")
    county.all_listed("poverty_register", ["on dibao"], **LIFTED)
    county.listed("poverty_register", "prisoner2", **jailed)
    county.person("alone", home=3)
    county.listed("poverty_register", "alone", **jailed)
    county.all_people(["married out", "mother"], home=4)
    county.listed("poverty_register", "mother", **LIFTED)
    county.listed("poverty_register", "married out", **{**jailed, "left_reason": "MARRIED_OUT"})
    county.all_people(["next month", "father"], home=5)
    county.listed("poverty_register", "father", **LIFTED)
    county.listed("poverty_register", "next month", **{**jailed, "left_on": date(2026, 11, 1)})

    assert county.found("member-imprisoned") == {
        "household 1": {"left_on": "2026-10-31", "people": 2, "minors": 1}
    }


def test_whoever_became_seriously_ill_since_the_last_register_is_found(county: County) -> None:
    ill: Row = {**LIFTED, "health": "SERIOUS"}
    names = ["ill", "ill before", "unknown before", "on dibao", "dead"]
    county.all_listed("poverty_register", names, **ill)
    county.listed("poverty_register", "chronic", **{**ill, "health": "CHRONIC"})
    county.listed("poverty_register", "removed", **ill, removed_on=date(2026, 10, 1))
    before = ["ill", "on dibao", "dead", "chronic", "removed"]
    county.all_rows("poverty_register", before, LAST, health="HEALTHY")
    county.row("poverty_register", "ill before", period=LAST, health="SERIOUS")
    county.row("poverty_register", "unknown before", period=LAST)
    county.listed("dibao", "on dibao")
    county.row("cremation", "dead", died_on=OCTOBER)

    assert county.found("newly-seriously-ill") == {"ill": {"health_before": "HEALTHY", "health": "SERIOUS"}}
