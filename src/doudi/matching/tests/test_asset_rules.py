"""What assisted households own and earn."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

CAR: Row = {"vehicle_kind": "CAR", "vehicle_status": "NORMAL", "registered_on": date(2025, 3, 1)}
HOUSE: Row = {"use": "RESIDENTIAL", "area_m2": 9_000, "registered_on": date(2010, 1, 1)}
FIRM: Row = {"company_role": "LEGAL_REP", "company_status": "ACTIVE", "capital_fen": 5_000_000}
WAGES: Row = {"insurance_kind": "EMPLOYEE", "insurance_status": "PAYING", "base_fen": 400_000}
ASSETS = [
    ("vehicle-in-household", "vehicle", CAR),
    ("company-in-household", "company", FIRM),
    ("wages-in-household", "social_insurance", WAGES),
]


@pytest.mark.parametrize(("rule", "source", "thing"), ASSETS)
def test_what_any_member_has_is_the_households(county: County, rule: str, source: str, thing: Row) -> None:
    county.person("mother", home=1)
    county.person("son", home=1)
    county.listed("dibao", "mother")
    county.row(source, "son", **thing)
    county.row(source, "stranger", **thing)
    county.row(source, None, **thing)

    assert set(county.found(rule)) == {"household 1"}


@pytest.mark.parametrize(("rule", "source", "thing"), ASSETS)
def test_without_a_known_household_the_person_is_found(
    county: County, rule: str, source: str, thing: Row
) -> None:
    county.listed("tekun", "alone")
    county.row(source, "alone", **thing)

    assert set(county.found(rule)) == {"alone"}


@pytest.mark.parametrize(("rule", "source", "thing"), ASSETS)
def test_a_household_whose_aid_has_ended_is_left_alone(
    county: County, rule: str, source: str, thing: Row
) -> None:
    county.person("former", home=1)
    county.listed("dibao", "former", until=date(2026, 10, 1))
    county.row(source, "former", **thing)

    assert county.found(rule) == {}


def test_cars_are_counted_once_and_the_owners_record_comes_first(county: County) -> None:
    county.person("mother", home=1)
    county.person("son", home=1)
    county.all_listed("dibao", ["mother", "son"])
    county.row("vehicle", "son", **CAR)
    county.row("vehicle", "son", **CAR)
    county.row("vehicle", "mother", **{**CAR, "registered_on": date(2026, 9, 9)})

    assert county.found("vehicle-in-household") == {
        "household 1": {"vehicles": 2, "registered_on": "2026-09-09", "standing": "SAID"}
    }


@pytest.mark.parametrize(
    "thing",
    [
        {**CAR, "vehicle_kind": "MOTORCYCLE"},
        {**CAR, "vehicle_kind": "TRACTOR"},
        {**CAR, "vehicle_status": "SCRAPPED"},
        {**CAR, "vehicle_status": "TRANSFERRED"},
    ],
)
def test_motorcycles_tractors_and_cars_that_are_gone_do_not_count(county: County, thing: Row) -> None:
    county.listed("dibao", "owner")
    county.row("vehicle", "owner", **thing)

    assert county.found("vehicle-in-household") == {}


def test_two_dwellings_are_found_one_dwelling_of_two_owners_is_not(county: County) -> None:
    county.person("husband", home=1)
    county.person("wife", home=1)
    county.listed("dibao", "husband")
    county.row("real_estate", "husband", **HOUSE)
    county.row("real_estate", "wife", **HOUSE)
    county.row("real_estate", "wife", **{**HOUSE, "use": "OTHER", "area_m2": 10})
    county.person("landlord", home=2)
    county.listed("dibao", "landlord")
    county.row("real_estate", "landlord", **HOUSE)
    county.row("real_estate", "landlord", **{**HOUSE, "area_m2": 4_500})

    assert county.found("second-house") == {"household 2": {"houses": 2, "standing": "UNSAID"}}
    assert set(county.found("second-house", houses=1)) == {"household 1", "household 2"}


@pytest.mark.parametrize(
    ("firm", "found"),
    [
        ({**FIRM, "company_role": "SHAREHOLDER"}, True),
        ({**FIRM, "company_role": "SELF_EMPLOYED"}, False),
        ({**FIRM, "company_role": "SELF_EMPLOYED", "capital_fen": 10_000_000}, True),
        ({**FIRM, "company_status": "CANCELLED"}, False),
        ({**FIRM, "capital_fen": None}, True),
    ],
)
def test_firms_count_and_stalls_count_from_a_certain_capital_up(
    county: County, firm: Row, found: bool
) -> None:
    county.listed("dibao", "owner")
    county.row("company", "owner", **firm)

    assert bool(county.found("company-in-household")) is found


def test_the_housing_fund_is_a_sign_of_wages_too(county: County) -> None:
    county.received("social_insurance")
    county.listed("dibao", "saver")
    county.row("housing_fund", "saver", fund_status="ACTIVE", base_fen=300_000)
    county.listed("dibao", "sealed")
    county.row("housing_fund", "sealed", fund_status="SEALED", base_fen=300_000)
    county.listed("dibao", "resident")
    county.row("social_insurance", "resident", insurance_kind="RESIDENT", insurance_status="PAYING")

    assert county.found("wages-in-household") == {"saver": {"people": 1, "base_fen": 300_000}}


def test_an_employees_pension_is_found_a_residents_is_not(county: County) -> None:
    retired: Row = {"insurance_status": "RETIRED", "pension_fen": 250_000}
    county.listed("dibao", "worker")
    county.row("social_insurance", "worker", insurance_kind="EMPLOYEE", **retired)
    county.listed("tekun", "farmer")
    county.row("social_insurance", "farmer", insurance_kind="RESIDENT", **retired)

    assert county.found("pension-on-aid") == {"worker": {"programme": "DIBAO", "pension_fen": 250_000}}
