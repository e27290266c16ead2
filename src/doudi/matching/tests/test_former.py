"""A number somebody had before finds them, on whichever side it is named."""

from __future__ import annotations

from datetime import date

from doudi.matching.tests.county import County, Row

JUNE = date(2026, 6, 3)


def former(county: County, name: str) -> Row:
    """Return the columns that name the number of this nickname as a former one."""
    token = county._identity(name)
    return {"former_number_high": token["token_high"], "former_number_low": token["token_low"]}


def test_a_department_that_still_has_the_old_number_finds_whose_list_names_it(county: County) -> None:
    county.listed("tekun", "kept", **former(county, "old number"))
    county.listed("tekun", "other")
    county.row("cremation", "old number", died_on=JUNE)

    assert set(county.found("dead-but-listed")) == {"kept"}


def test_a_department_that_has_the_new_number_and_names_the_old_one_finds_the_person(county: County) -> None:
    county.listed("tekun", "kept")
    county.row("cremation", "new number", died_on=JUNE, **former(county, "kept"))
    county.row("cremation", "stranger", died_on=JUNE, **former(county, "another stranger"))

    assert set(county.found("dead-but-listed")) == {"kept"}


def test_a_former_number_that_is_somebody_elses_now_stays_theirs(county: County) -> None:
    county.listed("tekun", "kept", **former(county, "neighbour"))
    county.listed("dibao", "neighbour")
    county.row("cremation", "neighbour", died_on=JUNE)
    county.row("vehicle", "neighbour", vehicle_kind="CAR", **former(county, "kept"))

    assert set(county.found("dead-but-listed")) == {"neighbour"}
    assert set(county.found("vehicle-in-household")) == {"neighbour"}


def test_nothing_is_counted_twice_for_a_former_number(county: County) -> None:
    county.listed("dibao", "patient", **former(county, "old number"))
    county.row("medical_selfpay", "patient", settled_on=JUNE, self_pay_fen=600_000)
    county.row("medical_selfpay", "old number", settled_on=JUNE, self_pay_fen=100)

    found = county.found("medical-selfpay-over-limit")

    assert found["patient"]["self_pay_fen"] == 600_000
