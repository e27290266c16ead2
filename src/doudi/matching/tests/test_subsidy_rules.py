"""The two disability subsidies against dibao, tekun, orphans, certificates and cremations."""

from __future__ import annotations

from datetime import date

from doudi.matching.tests.county import County, Row

BOTH: Row = {"living_fen": 18_100, "nursing_fen": 24_300}
LIVING: Row = {"living_fen": 18_100}
NURSING: Row = {"nursing_fen": 24_300}
LEGS_FIRST: Row = {"disability_kind": 4, "disability_level": 1}


def test_tekun_people_get_neither_subsidy(county: County) -> None:
    county.listed("disability_subsidy", "tekun", **BOTH)
    county.listed("tekun", "tekun")
    county.listed("disability_subsidy", "former tekun", **BOTH)
    county.listed("tekun", "former tekun", until=date(2026, 9, 1))
    county.listed("disability_subsidy", "dibao", **BOTH)
    county.listed("dibao", "dibao")

    assert county.found("subsidy-and-tekun") == {"tekun": {"paid_fen": 42_400}}


def test_orphans_get_no_living_subsidy_but_may_get_nursing(county: County) -> None:
    county.listed("disability_subsidy", "orphan", **LIVING)
    county.listed("orphan", "orphan", child_kind="ORPHAN")
    county.listed("disability_subsidy", "unattended", **BOTH)
    county.listed("orphan", "unattended", child_kind="UNATTENDED")
    county.listed("disability_subsidy", "nursed", **NURSING)
    county.listed("orphan", "nursed", child_kind="ORPHAN")

    assert county.found("subsidy-and-orphan") == {
        "orphan": {"paid_fen": 18_100, "programme": "ORPHAN"},
        "unattended": {"paid_fen": 18_100, "programme": "UNATTENDED_CHILD"},
    }


def test_the_living_subsidy_needs_dibao(county: County) -> None:
    county.listed("disability_subsidy", "left dibao", **LIVING)
    county.listed("dibao", "left dibao", until=date(2026, 10, 1))
    county.listed("disability_subsidy", "on dibao", **LIVING)
    county.listed("dibao", "on dibao")
    county.listed("disability_subsidy", "nursed", **NURSING)
    county.listed("disability_subsidy", "tekun", **LIVING)
    county.listed("tekun", "tekun")

    assert county.found("subsidy-without-dibao") == {"left dibao": {"paid_fen": 18_100}}


def test_a_hundred_to_be_paid_give_six_differences_each_in_its_class(county: County) -> None:
    plain = [f"plain {number}" for number in range(94)]
    county.all_listed("disability_subsidy", [*plain, "t1", "t2", "o1"], **LIVING)
    county.all_listed("disability_subsidy", ["d1", "d2", "d3"], **LIVING)
    county.all_listed("dibao", plain)
    county.all_listed("tekun", ["t1", "t2"])
    county.listed("orphan", "o1", child_kind="ORPHAN")

    assert set(county.found("subsidy-and-tekun")) == {"t1", "t2"}
    assert set(county.found("subsidy-and-orphan")) == {"o1"}
    assert set(county.found("subsidy-without-dibao")) == {"d1", "d2", "d3"}


def test_a_subsidy_needs_a_certificate_of_some_kind(county: County) -> None:
    county.listed("disability_subsidy", "bare", **BOTH)
    county.listed("disability_subsidy", "certified", **LIVING)
    county.row("disability_certificate", "certified", certificate_status="CANCELLED")
    county.row("disability_certificate", None)

    assert county.found("subsidy-without-certificate") == {"bare": {"paid_fen": 42_400}}


def test_a_certificate_that_lapsed_before_the_month_carries_no_subsidy(county: County) -> None:
    county.listed("disability_subsidy", "expired", **LIVING)
    county.row("disability_certificate", "expired", certificate_status="VALID", expires_on=date(2026, 9, 30))
    county.listed("disability_subsidy", "cancelled", **LIVING)
    county.row("disability_certificate", "cancelled", certificate_status="CANCELLED")
    county.listed("disability_subsidy", "expiring", **LIVING)
    county.row("disability_certificate", "expiring", certificate_status="VALID", expires_on=date(2026, 10, 1))
    county.listed("disability_subsidy", "renewed", **LIVING)
    county.row("disability_certificate", "renewed", certificate_status="VALID", expires_on=date(2026, 5, 1))
    county.row("disability_certificate", "renewed", certificate_status="VALID", expires_on=date(2036, 5, 1))
    county.listed("disability_subsidy", "bare", **LIVING)

    assert county.found("subsidy-certificate-expired-or-cancelled") == {
        "expired": {"certificate_status": "EXPIRED", "expires_on": "2026-09-30", "paid_fen": 18_100},
        "cancelled": {"certificate_status": "CANCELLED", "expires_on": "", "paid_fen": 18_100},
    }


def test_the_list_agrees_with_the_certificate_on_kind_and_degree(county: County) -> None:
    valid: Row = {"certificate_status": "VALID"}
    county.listed("disability_subsidy", "lighter", **NURSING, **LEGS_FIRST)
    county.row("disability_certificate", "lighter", **valid, disability_kind=4, disability_level=3)
    county.listed("disability_subsidy", "same", **NURSING, **LEGS_FIRST)
    county.row("disability_certificate", "same", **valid, **LEGS_FIRST)
    county.listed("disability_subsidy", "one of two", **NURSING, **LEGS_FIRST)
    county.row("disability_certificate", "one of two", **valid, **LEGS_FIRST)
    county.row("disability_certificate", "one of two", **valid, disability_kind=1, disability_level=2)
    county.listed("disability_subsidy", "unsaid", **NURSING)
    county.row("disability_certificate", "unsaid", **valid, **LEGS_FIRST)

    assert county.found("subsidy-level-mismatch") == {
        "lighter": {"listed_kind": 4, "listed_level": 1, "certificate_kind": 4, "certificate_level": 3}
    }


def test_the_dead_are_paid_no_subsidy_and_the_months_and_money_are_counted(county: County) -> None:
    county.listed("disability_subsidy", "dead", **BOTH)
    county.row("cremation", "dead", died_on=date(2026, 7, 31), cremated_on=date(2026, 8, 2))
    county.row("cremation", "dead", died_on=date(2026, 8, 1))
    county.listed("disability_subsidy", "this month", **LIVING)
    county.row("cremation", "this month", died_on=date(2026, 10, 5))
    county.listed("disability_subsidy", "alive", **BOTH)
    county.row("cremation", "a stranger", died_on=date(2026, 7, 31))
    county.row("cremation", None, died_on=date(2026, 7, 31))

    assert county.found("subsidy-and-cremation") == {
        "dead": {"died_on": "2026-07-31", "months_overpaid": 3, "overpaid_fen": 3 * 42_400, "lists": 2},
        "this month": {"died_on": "2026-10-05", "months_overpaid": 0, "overpaid_fen": 0, "lists": 1},
    }
