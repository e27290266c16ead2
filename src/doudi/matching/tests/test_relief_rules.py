"""Temporary relief that came again, too often, too large or twice on one list."""

from __future__ import annotations

from datetime import date
from typing import Any

from doudi.matching.tests.county import County, Row

ILL: Row = {"relief_reason": "ILLNESS", "amount_fen": 100_000}


def granted(county: County, name: str, day: date | None, period: str = "2026-10", **changes: Any) -> None:
    """Let someone be granted relief because of illness on a day."""
    county.row("temporary_relief", name, paid_on=day, period=period, **{**ILL, **changes})


def test_the_same_cause_within_thirty_days_is_found(county: County) -> None:
    granted(county, "thirty days", date(2026, 9, 15), "2026-09")
    granted(county, "thirty days", date(2026, 10, 15))
    granted(county, "a day more", date(2026, 9, 14), "2026-09")
    granted(county, "a day more", date(2026, 10, 15))
    granted(county, "on the first day", date(2026, 9, 20), "2026-09")
    granted(county, "on the first day", date(2026, 10, 1))
    granted(county, "on the last day", date(2026, 10, 1), amount_fen=5)
    granted(county, "on the last day", date(2026, 10, 31), amount_fen=None)

    found = county.found("relief-repeated")

    assert set(found) == {"thirty days", "on the first day", "on the last day"}
    assert found["thirty days"] == {
        "earlier_on": "2026-09-15",
        "earlier_fen": 100_000,
        "paid_on": "2026-10-15",
        "now_fen": 100_000,
    }
    assert (found["on the last day"]["earlier_fen"], found["on the last day"]["now_fen"]) == (5, "UNKNOWN")
    assert "a day more" in county.found("relief-repeated", days=31)


def test_other_causes_days_and_months_are_no_repetition(county: County) -> None:
    granted(county, "other cause", date(2026, 9, 15), "2026-09")
    granted(county, "other cause", date(2026, 10, 15), relief_reason="DISASTER")
    granted(county, "no cause known", date(2026, 9, 15), "2026-09", relief_reason="OTHER")
    granted(county, "no cause known", date(2026, 10, 15), relief_reason="OTHER")
    granted(county, "one grant in two files", date(2026, 10, 15), "2026-09")
    granted(county, "one grant in two files", date(2026, 10, 15))
    granted(county, "both last month", date(2026, 9, 1), "2026-09")
    granted(county, "both last month", date(2026, 9, 20), "2026-09")
    granted(county, "both last month, listed now", date(2026, 9, 20))
    granted(county, "both last month, listed now", date(2026, 9, 30))
    granted(county, "next month", date(2026, 10, 15))
    granted(county, "next month", date(2026, 11, 1))
    granted(county, "undated", None)
    granted(county, "undated", date(2026, 10, 15))
    county.row("temporary_relief", None, **ILL)

    assert county.found("relief-repeated") == {}


def test_one_cause_brings_relief_as_often_in_a_year_as_the_county_grants(county: County) -> None:
    granted(county, "twice", date(2026, 1, 1), "2026-01", amount_fen=50_000)
    granted(county, "twice", date(2026, 10, 31))
    granted(county, "on the first day", date(2026, 1, 2), "2026-01", amount_fen=50_000)
    granted(county, "on the first day", date(2026, 10, 1))
    granted(county, "one grant in two files", date(2026, 10, 2), "2026-09")
    granted(county, "one grant in two files", date(2026, 10, 2))
    granted(county, "other cause", date(2026, 3, 1), "2026-03", relief_reason="EDUCATION")
    granted(county, "other cause", date(2026, 10, 2))
    granted(county, "not this month", date(2026, 3, 1), "2026-03")
    granted(county, "not this month", date(2026, 9, 30))
    granted(county, "last year", date(2025, 12, 31), "2026-01")
    granted(county, "last year", date(2026, 10, 1))
    granted(county, "next month", date(2026, 10, 1))
    granted(county, "next month", date(2026, 11, 1))
    granted(county, "no cause known", date(2026, 3, 1), "2026-03", relief_reason="OTHER")
    granted(county, "no cause known", date(2026, 10, 2), relief_reason="OTHER")
    granted(county, "not any more this month", date(2026, 3, 1), "2026-03")
    granted(county, "not any more this month", date(2026, 4, 1), "2026-04")
    granted(county, "not any more this month", date(2026, 11, 2))

    assert county.found("relief-times-over") == {
        "twice": {"times": 2, "sum_fen": 150_000, "limit": 1},
        "on the first day": {"times": 2, "sum_fen": 150_000, "limit": 1},
    }
    assert county.found("relief-times-over", times=2) == {}


def test_a_grant_above_the_countys_most_is_found_once_the_most_is_set(county: County) -> None:
    granted(county, "at it", date(2026, 10, 1), amount_fen=500_000)
    granted(county, "above", date(2026, 10, 31), amount_fen=500_001)
    granted(county, "on the first day", date(2026, 10, 1), amount_fen=500_002)
    granted(county, "undated", None, amount_fen=600_000)
    granted(county, "undated", None, amount_fen=700_000)
    granted(county, "last month", date(2026, 9, 30), amount_fen=600_000)
    granted(county, "next month", date(2026, 11, 1), amount_fen=600_000)
    county.row("temporary_relief", None, amount_fen=600_000)

    assert county.found("relief-over-most", most_fen=500_000) == {
        "above": {"paid_fen": 500_001, "most_fen": 500_000},
        "on the first day": {"paid_fen": 500_002, "most_fen": 500_000},
        "undated": {"paid_fen": 700_000, "most_fen": 500_000},
    }
    assert county.found("relief-over-most") == {}


def test_a_grant_that_one_file_lists_twice_is_found(county: County) -> None:
    day = date(2026, 10, 5)
    granted(county, "twice", day)
    granted(county, "twice", day)
    granted(county, "three times without a cause", day, relief_reason=None)
    granted(county, "three times without a cause", day, relief_reason=None)
    granted(county, "three times without a cause", day, relief_reason=None)
    granted(county, "twice", date(2026, 10, 6), amount_fen=7)
    granted(county, "twice", day, relief_reason="DISASTER", amount_fen=8)
    granted(county, "two files", day, "2026-09")
    granted(county, "two files", day)
    granted(county, "other day", day)
    granted(county, "other day", date(2026, 10, 6))
    granted(county, "other amount", day)
    granted(county, "other amount", day, amount_fen=100_001)
    granted(county, "other cause", day)
    granted(county, "other cause", day, relief_reason="DISASTER")
    granted(county, "undated", None)
    granted(county, "undated", None)
    granted(county, "nothing", day, amount_fen=0)
    granted(county, "nothing", day, amount_fen=0)
    county.row("temporary_relief", None, paid_on=day, **ILL)
    county.row("temporary_relief", None, paid_on=day, **ILL)

    assert county.found("relief-listed-twice") == {
        "twice": {"paid_fen": 100_000, "times": 2},
        "three times without a cause": {"paid_fen": 100_000, "times": 3},
    }
