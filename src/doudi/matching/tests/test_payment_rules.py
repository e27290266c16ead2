"""Money that did not arrive, came late or cannot be right, and carers who are no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.matching.tests.county import County, Row

APPROVED = date(2026, 9, 30)
END = date(2026, 10, 31)
NEXT = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("source", "programme", "columns"),
    [
        ("dibao", "DIBAO", {"amount_fen": 100}),
        ("tekun", "TEKUN", {"amount_fen": 100}),
        ("orphan", "ORPHAN", {"amount_fen": 100, "child_kind": "ORPHAN"}),
        ("disability_subsidy", "DISABILITY_NURSING", {"nursing_fen": 100}),
    ],
)
def test_money_that_came_back_is_found(county: County, source: str, programme: str, columns: Row) -> None:
    county.listed(source, "came back", **columns, payment_status="RETURNED")
    county.listed(source, "paid", **columns, payment_status="ACTIVE")
    county.listed(source, "paused", **columns, payment_status="PAUSED")
    county.listed(source, "unsaid", **columns)
    county.listed(source, "dead", **columns, payment_status="RETURNED")
    county.row("cremation", "dead", died_on=date(2026, 10, 1))

    assert county.found("payment-came-back") == {"came back": {"programme": programme, "paid_fen": 100}}


def relief(county: County, name: str, **columns: Any) -> None:
    """Add a grant of relief of a thousand yuan approved last month."""
    county.row("temporary_relief", name, **{"approved_on": APPROVED, "amount_fen": 100_000, **columns})


def test_relief_that_was_approved_and_not_paid_is_found(county: County) -> None:
    relief(county, "paid", paid_on=date(2026, 10, 9))
    relief(county, "unpaid")
    relief(county, "came back", paid_on=date(2026, 10, 9), payment_status="RETURNED")
    relief(county, "stopped", payment_status="STOPPED")
    relief(county, "this month", approved_on=date(2026, 10, 1))
    relief(county, "no day", approved_on=None)
    relief(county, "paid in another file")
    relief(county, "paid in another file", paid_on=date(2026, 10, 1), period="2026-09")
    relief(county, "other grant paid")
    relief(
        county, "other grant paid", approved_on=date(2026, 9, 1), paid_on=date(2026, 9, 9), period="2026-09"
    )
    relief(county, "came back elsewhere")
    relief(
        county, "came back elsewhere", paid_on=date(2026, 10, 1), payment_status="RETURNED", period="2026-09"
    )

    found = county.found("relief-approved-unpaid")

    assert set(found) == {"unpaid", "came back", "other grant paid", "came back elsewhere"}
    assert found["unpaid"] == {"approved_on": "2026-09-30", "paid_fen": 100_000}
    assert "this month" not in county.found("relief-approved-unpaid", months=1)


def test_a_list_without_days_of_payment_says_nothing_of_relief(county: County) -> None:
    relief(county, "unpaid")
    relief(county, "no approval", approved_on=None, paid_on=date(2026, 10, 1))

    assert county.found("relief-approved-unpaid") == {}


def test_relief_in_an_emergency_is_paid_within_a_week(county: County) -> None:
    urgent: Row = {"relief_kind": "EMERGENCY"}
    relief(county, "eight days", **urgent, paid_on=date(2026, 10, 8))
    relief(county, "seven days", **urgent, paid_on=date(2026, 10, 7))
    relief(county, "for expenses", relief_kind="EXPENSE", paid_on=date(2026, 10, 20))
    relief(county, "next month", **urgent, paid_on=NEXT)
    relief(county, "last month", **urgent, approved_on=date(2026, 8, 1), paid_on=APPROVED)
    relief(county, "unpaid", **urgent)
    relief(county, "on the last day", **urgent, paid_on=END)
    relief(county, "on the first day", **urgent, approved_on=date(2026, 9, 1), paid_on=date(2026, 10, 1))

    found = county.found("relief-paid-late")

    assert set(found) == {"eight days", "on the last day", "on the first day"}
    assert found["eight days"] == {
        "approved_on": "2026-09-30",
        "paid_on": "2026-10-08",
        "paid_fen": 100_000,
    }


def test_the_number_on_aid_is_the_number_listed(county: County) -> None:
    county.all_people(["a1", "a2"], home=1)
    county.all_listed("dibao", ["a1", "a2"], household_number="A", aided_count=3)
    county.all_listed("dibao", ["b1", "b2"], household_number="B", aided_count=2)
    county.listed("dibao", "c1", household_number="C", aided_count=2)
    county.listed("dibao", "c2", household_number="C", aided_count=3)
    county.listed("dibao", "d1", household_number="D")
    county.listed("dibao", "e1", household_number="E", aided_count=2)
    county.listed("dibao", "no number", aided_count=5)
    county.all_listed("dibao", ["f1", "f1"], household_number="F", aided_count=2)

    assert county.found("aided-count-disagrees") == {
        "household 1": {"stated": 3, "listed": 2},
        "e1": {"stated": 2, "listed": 1},
        "f1": {"stated": 2, "listed": 1},
    }


def test_a_list_of_heads_only_says_nothing_of_their_families(county: County) -> None:
    county.listed("dibao", "head", household_number="A", aided_count=3)
    county.listed("dibao", "other head", household_number="B", aided_count=2)

    assert county.found("aided-count-disagrees") == {}


def test_a_carer_who_died_is_found(county: County) -> None:
    county.all_people(["dead", "alive", "later", "taken back", "moved"])
    county.row("cremation", "dead", died_on=END)
    county.row("cremation", "later", died_on=NEXT)
    county.row("cremation", "taken back", died_on=END)
    county.row("cremation", "taken back", record_kind="RESTORED")
    county.row("cremation", "moved", died_on=END, record_kind="MOVED")
    cared(county, "left alone", "dead")
    cared(county, "cared for", "alive")
    cared(county, "still cared for", "later")
    cared(county, "cared for after all", "taken back")
    cared(county, "carer moved", "moved")
    county.listed("tekun", "nobody named")
    county.row("cremation", None, died_on=END)

    assert county.found("carer-died") == {"left alone": {"died_on": "2026-10-31"}}


def cared(county: County, name: str, carer: str) -> None:
    """Put someone on the tekun list with someone known to the registry as carer."""
    known = county.people[carer]
    county.listed("tekun", name, carer_number_high=known["token_high"], carer_number_low=known["token_low"])
