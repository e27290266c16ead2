"""Aid that is granted and not carried out as it should be: amounts, accounts, months, two lists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.matching.tests.county import County, Row

LAST = "2026-09"
NURSED: Row = {"nursing_fen": 10_000}
MINE: Row = {"account_high": 11, "account_low": 1}
OTHER: Row = {"account_high": 22, "account_low": 2}
THIRD: Row = {"account_high": 33, "account_low": 3}


def certificate(county: County, name: str, kind: int | None, level: int | None, **changes: Any) -> None:
    """Give someone a standing certificate."""
    columns = {"disability_kind": kind, "disability_level": level, "certificate_status": "VALID", **changes}
    county.row("disability_certificate", name, **columns)


def test_a_childs_allowance_and_tekun_exclude_each_other(county: County) -> None:
    county.listed("orphan", "orphan", child_kind="ORPHAN", amount_fen=150_000)
    county.listed("tekun", "orphan", amount_fen=90_000)
    county.listed("orphan", "unattended", child_kind="UNATTENDED")
    county.listed("tekun", "unattended")
    county.listed("orphan", "left tekun", child_kind="ORPHAN")
    county.listed("tekun", "left tekun", until=date(2026, 10, 1))
    county.listed("orphan", "on dibao", child_kind="ORPHAN")
    county.listed("dibao", "on dibao")
    county.listed("tekun", "only tekun")

    assert county.found("child-aid-and-tekun") == {
        "orphan": {"programme": "ORPHAN", "child_fen": 150_000, "tekun_fen": 90_000},
        "unattended": {"programme": "UNATTENDED_CHILD", "child_fen": "UNKNOWN", "tekun_fen": "UNKNOWN"},
    }


def test_a_child_is_an_orphan_or_unattended(county: County) -> None:
    county.listed("orphan", "both", child_kind="ORPHAN", amount_fen=150_000)
    county.listed("orphan", "both", child_kind="UNATTENDED", amount_fen=140_000)
    county.listed("orphan", "twice the same", child_kind="ORPHAN")
    county.listed("orphan", "twice the same", child_kind="ORPHAN")
    county.listed("orphan", "was unattended", child_kind="ORPHAN")
    county.listed("orphan", "was unattended", child_kind="UNATTENDED", until=date(2026, 10, 1))
    county.listed("dibao", "dibao and unattended")
    county.listed("orphan", "dibao and unattended", child_kind="UNATTENDED")

    assert county.found("child-listed-as-both-kinds") == {
        "both": {"orphan_fen": 150_000, "unattended_fen": 140_000}
    }


def test_an_unattended_child_on_dibao_is_topped_up_to_the_standard(county: County) -> None:
    county.listed("orphan", "over", child_kind="UNATTENDED", amount_fen=100_000)
    county.listed("dibao", "over", amount_fen=50_001)
    county.listed("orphan", "at it", child_kind="UNATTENDED", amount_fen=100_000)
    county.listed("dibao", "at it", amount_fen=50_000)
    county.listed("orphan", "orphan", child_kind="ORPHAN", amount_fen=150_000)
    county.listed("dibao", "orphan", amount_fen=50_000)
    county.listed("orphan", "on tekun", child_kind="UNATTENDED", amount_fen=150_000)
    county.listed("tekun", "on tekun", amount_fen=50_000)
    county.listed("orphan", "unknown", child_kind="UNATTENDED", amount_fen=150_000)
    county.listed("dibao", "unknown")

    assert county.found("unattended-and-dibao-over-standard", standard_fen=150_000) == {
        "over": {"child_fen": 100_000, "dibao_fen": 50_001, "standard_fen": 150_000}
    }


def test_a_childs_allowance_below_the_standard_is_found(county: County) -> None:
    county.listed("orphan", "short", child_kind="ORPHAN", amount_fen=149_999)
    county.listed("orphan", "right", child_kind="ORPHAN", amount_fen=150_000)
    county.listed("orphan", "unattended", child_kind="UNATTENDED", amount_fen=100_000)
    county.listed("orphan", "topped up", child_kind="UNATTENDED", amount_fen=100_000)
    county.listed("dibao", "topped up")
    for name, amount in (("short in all", 49_999), ("right in all", 50_000)):
        county.listed("orphan", name, child_kind="UNATTENDED", amount_fen=100_000)
        county.listed("dibao", name, amount_fen=amount)
    county.listed("orphan", "in a home", child_kind="ORPHAN", amount_fen=100_000, raised="INSTITUTION")
    county.listed("orphan", "orphan on dibao", child_kind="ORPHAN", amount_fen=100_000)
    county.listed("dibao", "orphan on dibao")
    county.listed("orphan", "nursed", child_kind="UNATTENDED", amount_fen=100_000)
    county.listed("disability_subsidy", "nursed", **NURSED)
    county.listed("orphan", "unstated", child_kind="ORPHAN")
    county.listed("tekun", "tekun", amount_fen=1)

    found = county.found("child-allowance-below-standard", standard_fen=150_000)

    assert {who: measures["short_fen"] for who, measures in found.items()} == {
        "short": 1,
        "short in all": 1,
        "unattended": 50_000,
        "orphan on dibao": 50_000,
        "nursed": 50_000,
    }
    assert county.found("child-allowance-below-standard") == {}


def test_tekun_people_get_at_least_the_standard_of_the_countryside(county: County) -> None:
    county.listed("tekun", "short", amount_fen=89_999)
    county.listed("tekun", "right", amount_fen=90_000)
    county.listed("tekun", "nothing", amount_fen=0)
    county.listed("tekun", "unstated")
    county.listed("tekun", "a fen", amount_fen=1)
    county.listed("dibao", "dibao", amount_fen=100)

    assert county.found("tekun-below-standard", standard_fen=90_000) == {
        "short": {"standard_fen": 90_000, "paid_fen": 89_999, "short_fen": 1},
        "a fen": {"standard_fen": 90_000, "paid_fen": 1, "short_fen": 89_999},
    }


def test_nursing_is_paid_for_heavy_degrees_only(county: County) -> None:
    county.all_listed("disability_subsidy", ["third", "second", "mind third", "two", "lapsed"], **NURSED)
    certificate(county, "third", 4, 3)
    certificate(county, "second", 4, 2)
    certificate(county, "mind third", 5, 3)
    certificate(county, "two", 4, 3)
    certificate(county, "two", 1, 1)
    certificate(county, "lapsed", 4, 4, expires_on=date(2026, 9, 30))
    county.listed("disability_subsidy", "kind unknown", **NURSED)
    certificate(county, "kind unknown", None, 4)
    county.listed("disability_subsidy", "living", living_fen=10_000)
    certificate(county, "living", 4, 4)
    county.listed("disability_subsidy", "cancelled", **NURSED)
    certificate(county, "cancelled", 4, 4, certificate_status="CANCELLED")

    assert county.found("nursing-grade-not-due") == {
        "third": {"disability_kind": 4, "disability_level": 3, "paid_fen": 10_000},
        "mind third": {"disability_kind": 5, "disability_level": 3, "paid_fen": 10_000},
    }
    assert set(county.found("nursing-grade-not-due", mind_level=3)) == {"third"}


def test_a_month_left_out_between_two_is_found_if_its_list_came(county: County) -> None:
    for_months = ["2026-06", "2026-07", LAST]
    county.all_rows("disability_subsidy", ["steady"], *for_months, **NURSED)
    county.all_rows("disability_subsidy", ["two missed"], "2026-06", **NURSED)
    county.all_rows("disability_subsidy", ["none since"], "2026-06", "2026-07", **NURSED)
    county.all_rows("disability_subsidy", ["began late"], LAST, **NURSED)
    county.all_listed("disability_subsidy", ["steady", "two missed", "began late"], **NURSED)
    county.row("disability_subsidy", "paid later", period="2026-06", **NURSED)
    county.row("disability_subsidy", "paid later", period=LAST, paid_month="2026-07", **NURSED)
    county.row("disability_subsidy", "paid later", period=LAST, paid_month=LAST, **NURSED)
    county.listed("disability_subsidy", "paid later", **NURSED)
    county.row("disability_subsidy", "nothing paid", period="2026-06", **NURSED)
    county.row("disability_subsidy", "nothing paid", period="2026-07", nursing_fen=0)
    county.row("disability_subsidy", "nothing paid", period=LAST, living_fen=1)
    county.listed("disability_subsidy", "nothing paid", **NURSED)

    assert county.found("subsidy-month-missed") == {
        "two missed": {"first_month": "2026-06", "missed": 2},
        "nothing paid": {"first_month": "2026-06", "missed": 1},
    }


def test_who_is_listed_without_an_amount_is_found(county: County) -> None:
    county.listed("dibao", "paid", amount_fen=30_000)
    county.listed("dibao", "zero", amount_fen=0)
    county.all_people(["a1", "a2"], home=1)
    county.listed("dibao", "a1", household_amount_fen=60_000)
    county.listed("dibao", "a2")
    county.all_people(["b1", "b2"], home=2)
    county.listed("dibao", "b1", amount_fen=1)
    county.listed("dibao", "b2", amount_fen=0)
    county.all_listed("tekun", ["tekun list", "without amounts"])
    county.listed("orphan", "orphan", child_kind="ORPHAN")
    county.listed("orphan", "paid orphan", child_kind="ORPHAN", amount_fen=150_000)
    county.listed("poverty_register", "registered", monitor_class="LIFTED")

    assert county.found("listed-without-amount") == {
        "zero": {"programme": "DIBAO"},
        "orphan": {"programme": "ORPHAN"},
    }


def test_an_amount_of_an_earlier_list_does_not_fill_what_this_one_leaves_empty(county: County) -> None:
    county.listed("dibao", "paid", amount_fen=30_000)
    county.listed("dibao", "empty")
    county.spells[-1]["amount_fen"] = 30_000  # in the registry the last known amount goes on standing

    assert county.found("listed-without-amount") == {"empty": {"programme": "DIBAO"}}


def test_a_household_without_an_account_on_any_line_is_found(county: County) -> None:
    county.all_people(["a1", "a2"], home=1)
    county.listed("dibao", "a1", **MINE)
    county.listed("dibao", "a2")
    county.all_people(["b1", "b2"], home=2)
    county.all_listed("dibao", ["b1", "b2"])
    county.listed("tekun", "at home", support_mode="DISPERSED")
    county.listed("tekun", "in care", support_mode="CENTRAL")
    county.listed("tekun", "paid", support_mode="DISPERSED", **OTHER)
    county.listed("orphan", "list without accounts", child_kind="ORPHAN")

    assert county.found("listed-without-account") == {
        "household 2": {"programme": "DIBAO", "people": 2},
        "at home": {"programme": "TEKUN", "people": 1},
    }


def test_a_households_amount_is_the_sum_of_its_members(county: County) -> None:
    county.all_people(["a1", "a2"], home=1)
    county.listed("dibao", "a1", household_number="A", amount_fen=100, household_amount_fen=201)
    county.listed("dibao", "a2", household_number="A", amount_fen=100)
    county.all_listed("dibao", ["b1", "b2"], household_number="B", amount_fen=100, household_amount_fen=200)
    county.listed("dibao", "c1", household_number="C", amount_fen=100, household_amount_fen=500)
    county.listed("dibao", "c2", household_number="C")
    county.listed("dibao", "d1", household_number="D", amount_fen=100, household_amount_fen=500)
    county.listed("dibao", "d2", household_number="D", amount_fen=100, household_amount_fen=100)
    county.listed("dibao", "no number", amount_fen=100, household_amount_fen=500)
    county.listed("dibao", "e1", household_number="E", amount_fen=100, household_amount_fen=0)
    county.listed("dibao", "f1", household_number="F", amount_fen=100, household_amount_fen=99)

    assert county.found("household-amounts-disagree") == {
        "household 1": {"stated_fen": 201, "sum_fen": 200},
        "f1": {"stated_fen": 99, "sum_fen": 100},
    }


@pytest.mark.parametrize("source", ["dibao", "tekun"])
def test_an_account_nobody_of_the_household_had_before_is_a_change(county: County, source: str) -> None:
    county.listed(source, "changed", **OTHER)
    county.row(source, "changed", period=LAST, **MINE)
    county.listed(source, "same", **MINE)
    county.row(source, "same", period=LAST, **MINE)
    county.all_people(["a1", "a2"], home=1)
    county.listed(source, "a1", **OTHER)
    county.row(source, "a1", period=LAST, **MINE)
    county.row(source, "a2", period=LAST, **OTHER)
    county.listed(source, "none now")
    county.row(source, "none now", period=LAST, **MINE)
    county.listed(source, "none before", **MINE)
    county.row(source, "none before", period=LAST)
    county.listed("orphan", "other list", child_kind="ORPHAN", **OTHER)
    county.row(source, "other list", period=LAST, **MINE)

    assert county.found("account-changed") == {"changed": {"programme": source.upper()}}


def test_an_account_of_the_dead_takes_nobody_elses_money(county: County) -> None:
    county.person("dead", home=1)
    county.person("widow", home=1)
    county.row("dibao", "dead", period="2026-03", **MINE)
    county.row("cremation", "dead", died_on=date(2026, 4, 1))
    county.listed("dibao", "widow", **MINE)
    county.person("stranger", home=2)
    county.listed("orphan", "stranger", child_kind="ORPHAN", **MINE)
    county.person("also dead", home=3)
    county.listed("dibao", "also dead", **THIRD)
    county.row("cremation", "also dead", died_on=date(2026, 10, 1))
    county.person("old man", home=4)
    county.row("tekun", "old man", period="2026-03", support_mode="CENTRAL", **OTHER)
    county.row("cremation", "old man", died_on=date(2026, 4, 1))
    county.listed("dibao", "neighbour", **OTHER)
    county.listed("tekun", "in care", support_mode="CENTRAL", **MINE)
    county.listed("poverty_register", "registered", monitor_class="LIFTED", **MINE)

    assert county.found("account-of-dead") == {"account 1": {"died_on": "2026-04-01", "people": 1}}


def test_the_living_may_share_an_account_as_far_as_the_dead_are_concerned(county: County) -> None:
    county.row("dibao", "dies next month", period="2026-03", **MINE)
    county.person("dies next month", home=1)
    county.row("cremation", "dies next month", died_on=date(2026, 11, 1))
    county.listed("dibao", "stranger", **MINE)
    county.row("cremation", None, died_on=date(2026, 4, 1))

    assert county.found("account-of-dead") == {}
