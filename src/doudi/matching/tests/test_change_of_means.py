"""Households on dibao or tekun that began to earn or bought something while on it."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

LAST = "2026-09"
SINCE = date(2025, 1, 1)
END = date(2026, 10, 31)
NEXT = date(2026, 11, 1)
WAGES: Row = {"insurance_kind": "EMPLOYEE", "insurance_status": "PAYING", "base_fen": 400_000}
HOUSE: Row = {"use": "RESIDENTIAL", "area_m2": 9_000}
STALL: Row = {"company_role": "SELF_EMPLOYED", "company_status": "ACTIVE", "capital_fen": 100}
BOUGHT = [
    ("house-bought-on-aid", "real_estate", HOUSE, "registered_on"),
    ("stall-opened-on-aid", "company", STALL, "founded_on"),
]


def test_whoever_began_to_pay_employees_insurance_is_the_households(county: County) -> None:
    county.row("social_insurance", "stranger", period=LAST, **WAGES)
    county.person("mother", home=1)
    county.all_people(["son", "daughter"], home=1)
    county.listed("dibao", "mother")
    county.row("social_insurance", "son", **WAGES)
    county.row("social_insurance", "daughter", **{**WAGES, "base_fen": 500_000})
    county.listed("tekun", "resumed")
    county.row("social_insurance", "resumed", **{**WAGES, "base_fen": None})
    county.row("social_insurance", "resumed", period=LAST, **{**WAGES, "insurance_status": "STOPPED"})

    assert county.found("new-insured-employee") == {
        "household 1": {"people": 2, "base_fen": 500_000},
        "resumed": {"people": 1, "base_fen": "UNKNOWN"},
    }


def test_who_paid_before_pays_as_a_resident_or_gets_no_aid_is_no_news(county: County) -> None:
    county.listed("dibao", "paid before")
    county.row("social_insurance", "paid before", **WAGES)
    county.row("social_insurance", "paid before", period=LAST, **WAGES)
    county.listed("dibao", "resident")
    county.row("social_insurance", "resident", **{**WAGES, "insurance_kind": "RESIDENT"})
    county.listed("dibao", "stopped")
    county.row("social_insurance", "stopped", **{**WAGES, "insurance_status": "STOPPED"})
    county.listed("dibao", "left", until=date(2026, 10, 1))
    county.row("social_insurance", "left", **WAGES)
    county.listed("dibao", "paid as a resident")
    county.row(
        "social_insurance", "paid as a resident", period=LAST, **{**WAGES, "insurance_kind": "RESIDENT"}
    )
    county.all_rows("social_insurance", ["paid as a resident", "stranger"], **WAGES)
    county.all_people(["registered", "his wife"], home=9)
    county.listed("poverty_register", "registered", monitor_class="LIFTED")
    county.all_rows("social_insurance", ["registered", "his wife"], **WAGES)
    county.row("social_insurance", None, **WAGES)

    assert set(county.found("new-insured-employee")) == {"paid as a resident"}


def test_where_the_last_list_had_no_employees_nobody_is_new(county: County) -> None:
    county.listed("dibao", "insured")
    county.row("social_insurance", "insured", **WAGES)
    county.row("social_insurance", "stranger", period=LAST, **{**WAGES, "insurance_kind": "RESIDENT"})
    county.row("social_insurance", "stranger", period=LAST, **{**WAGES, "insurance_status": "STOPPED"})

    assert county.found("new-insured-employee") == {}


def test_an_insured_wage_that_rose_by_a_fifth_is_found_one_fen_less_is_not(county: County) -> None:
    county.all_people(["head", "earner"], home=1)
    county.listed("dibao", "head")
    county.row("social_insurance", "earner", period=LAST, **WAGES)
    county.row("social_insurance", "earner", **{**WAGES, "base_fen": 480_000})
    county.listed("dibao", "a fen short")
    county.row("social_insurance", "a fen short", period=LAST, **WAGES)
    county.row("social_insurance", "a fen short", **{**WAGES, "base_fen": 479_999})
    county.listed("dibao", "stopped")
    county.row("social_insurance", "stopped", period=LAST, **WAGES)
    county.row("social_insurance", "stopped", **{**WAGES, "base_fen": 900_000, "insurance_status": "STOPPED"})
    county.listed("dibao", "unknown before")
    county.row("social_insurance", "unknown before", period=LAST, **{**WAGES, "base_fen": None})
    county.row("social_insurance", "unknown before", **WAGES)
    county.listed("tekun", "alone")
    county.row("social_insurance", "alone", period=LAST, **WAGES)
    county.row("social_insurance", "alone", **{**WAGES, "base_fen": 800_000})
    resident: Row = {"insurance_kind": "RESIDENT"}
    county.listed("dibao", "resident before")
    county.row("social_insurance", "resident before", period=LAST, **{**WAGES, **resident})
    county.row("social_insurance", "resident before", **{**WAGES, "base_fen": 800_000})
    county.listed("dibao", "resident now")
    county.row("social_insurance", "resident now", period=LAST, **WAGES)
    county.row("social_insurance", "resident now", **{**WAGES, **resident, "base_fen": 800_000})
    county.listed("dibao", "stopped before")
    stopped: Row = {"insurance_status": "STOPPED"}
    county.row("social_insurance", "stopped before", period=LAST, **{**WAGES, **stopped})
    county.row("social_insurance", "stopped before", **{**WAGES, "base_fen": 800_000})
    county.all_people(["registered", "his wife"], home=9)
    county.listed("poverty_register", "registered", monitor_class="LIFTED")
    county.all_rows("social_insurance", ["registered", "his wife"], LAST, **WAGES)
    county.all_rows("social_insurance", ["registered", "his wife"], **{**WAGES, "base_fen": 800_000})

    assert county.found("wages-base-rose") == {
        "household 1": {"before_fen": 400_000, "base_fen": 480_000},
        "alone": {"before_fen": 400_000, "base_fen": 800_000},
    }
    assert len(county.found("wages-base-rose", rise_percent=19)) == 3


@pytest.mark.parametrize(("rule", "source", "thing", "day"), BOUGHT)
def test_what_was_registered_after_the_aid_began_is_found(
    county: County, rule: str, source: str, thing: Row, day: str
) -> None:
    county.all_people(["mother", "son"], home=1)
    county.listed("dibao", "mother", since=SINCE)
    county.row(source, "son", **{**thing, day: date(2025, 1, 2)})
    county.row(source, "son", **{**thing, day: date(2026, 10, 31)})
    county.listed("tekun", "alone", since=SINCE)
    county.row(source, "alone", **{**thing, day: date(2026, 1, 1)})
    county.row(source, "alone", **{**thing, day: date(2026, 1, 1)})

    found = county.found(rule)

    counts = {who: next(iter(measures.values())) for who, measures in found.items()}
    assert counts == {"household 1": 2, "alone": 1}
    assert found["household 1"][day] == "2026-10-31"
    assert found["household 1"]["since"] == "2025-01-01"


@pytest.mark.parametrize(("rule", "source", "thing", "day"), BOUGHT)
def test_a_change_of_amount_does_not_begin_the_aid_anew(
    county: County, rule: str, source: str, thing: Row, day: str
) -> None:
    county.listed("dibao", "raised this month", since=SINCE, changed=date(2026, 10, 1))
    county.listed("tekun", "known since this month", since=date(2026, 10, 1), started_on=SINCE)
    county.listed("tekun", "decided anew", since=SINCE, started_on=date(2026, 10, 1))
    county.listed("dibao", "began this month", since=date(2026, 10, 1))
    everyone = ["raised this month", "known since this month", "decided anew", "began this month"]
    county.all_rows(source, everyone, **{**thing, day: date(2026, 1, 1)})

    found = county.found(rule)

    assert {who: measures["since"] for who, measures in found.items()} == {
        "raised this month": "2025-01-01",
        "known since this month": "2025-01-01",
        "decided anew": "2025-01-01",
    }


@pytest.mark.parametrize(("rule", "source", "thing", "day"), BOUGHT)
def test_what_was_registered_before_the_aid_or_after_the_month_is_not(
    county: County, rule: str, source: str, thing: Row, day: str
) -> None:
    county.listed("dibao", "same day", since=SINCE)
    county.row(source, "same day", **{**thing, day: SINCE})
    county.listed("dibao", "next month", since=SINCE)
    county.row(source, "next month", **{**thing, day: date(2026, 11, 1)})
    county.listed("dibao", "undated", since=SINCE)
    county.row(source, "undated", **thing)
    county.listed("dibao", "left", since=SINCE, until=date(2026, 10, 1))
    county.row(source, "left", **{**thing, day: date(2026, 1, 1)})
    county.all_people(["registered", "his wife"], home=9)
    county.listed("poverty_register", "registered", monitor_class="LIFTED")
    county.all_rows(source, ["registered", "his wife", "stranger"], **{**thing, day: date(2026, 1, 1)})
    county.row(source, None, **{**thing, day: date(2026, 1, 1)})

    assert county.found(rule) == {}


@pytest.mark.parametrize(
    ("rule", "source", "thing"),
    [
        ("house-bought-on-aid", "real_estate", {**HOUSE, "use": "OTHER"}),
        ("house-bought-on-aid", "real_estate", {**HOUSE, "registration_kind": "CHANGE"}),
        ("house-bought-on-aid", "real_estate", {**HOUSE, "registration_status": "HISTORY"}),
        ("house-bought-on-aid", "real_estate", {**HOUSE, "cancelled_on": END}),
        ("house-bought-on-aid", "real_estate", {**HOUSE, "transferred_on": END}),
        ("stall-opened-on-aid", "company", {**STALL, "company_status": "CANCELLED"}),
        ("stall-opened-on-aid", "company", {**STALL, "company_role": "MEMBER"}),
        ("stall-opened-on-aid", "company", {**STALL, "company_role": "LEGAL_REP"}),
        ("stall-opened-on-aid", "company", {**STALL, "capital_fen": 10_000_000}),
        ("stall-opened-on-aid", "company", {**STALL, "cancelled_on": END}),
    ],
)
def test_things_that_do_not_count_do_not_count_when_they_are_new(
    county: County, rule: str, source: str, thing: Row
) -> None:
    county.listed("dibao", "owner", since=SINCE)
    day = date(2026, 1, 1)
    county.row(source, "owner", **{**thing, "founded_on" if source == "company" else "registered_on": day})

    assert county.found(rule) == {}


@pytest.mark.parametrize(
    ("rule", "source", "thing"),
    [
        ("house-bought-on-aid", "real_estate", {**HOUSE, "cancelled_on": NEXT, "transferred_on": NEXT}),
        ("house-bought-on-aid", "real_estate", {**HOUSE, "transferred_on": date(2026, 1, 1)}),
        (
            "house-bought-on-aid",
            "real_estate",
            {
                **HOUSE,
                "transferred_on": END,
                "registration_status": "CURRENT",
                "registration_kind": "TRANSFER",
            },
        ),
        ("stall-opened-on-aid", "company", {**STALL, "cancelled_on": NEXT}),
        ("stall-opened-on-aid", "company", {**STALL, "capital_fen": 9_999_999}),
        ("stall-opened-on-aid", "company", {**STALL, "capital_fen": None}),
    ],
)
def test_things_given_away_after_the_month_count(county: County, rule: str, source: str, thing: Row) -> None:
    county.listed("dibao", "owner", since=SINCE)
    day = date(2026, 1, 1)
    county.row(source, "owner", **{**thing, "founded_on" if source == "company" else "registered_on": day})

    assert set(county.found(rule)) == {"owner"}


@pytest.mark.parametrize("key", ["unit_number", "property_number"])
def test_a_dwelling_is_told_by_its_unit_or_deed(county: County, key: str) -> None:
    one: Row = {f"{key}_high": 1, f"{key}_low": 1}
    other: Row = {f"{key}_high": 2, f"{key}_low": 2}
    county.listed("dibao", "owner", since=SINCE)
    county.row("real_estate", "owner", **HOUSE, **one, registered_on=date(2026, 1, 1))
    county.row("real_estate", "owner", **HOUSE, **one, registered_on=date(2026, 2, 1))
    county.row("real_estate", "owner", **HOUSE, **other, registered_on=date(2026, 2, 1))

    assert county.found("house-bought-on-aid")["owner"]["houses"] == 2


def test_registrations_of_work_that_no_longer_stand_do_not_count(county: County) -> None:
    drawing: Row = {"employment_kind": "UNEMPLOYED", "benefit_fen": 1}
    hired: Row = {"employment_kind": "EMPLOYED", "registered_on": date(2026, 10, 1)}
    names = ["cancelled", "ended", "ends later"]
    county.all_people(names)
    county.all_listed("tekun", names)
    standing: list[Row] = [{"registration_state": "CANCELLED"}, {"ended_on": END}, {"ended_on": NEXT}]
    county.row("employment", "cancelled", **drawing, **standing[0])
    county.row("employment", "ended", **drawing, **standing[1])
    county.row("employment", "ends later", **drawing, **standing[2])
    county.row("employment", "cancelled", **hired, **standing[0])
    county.row("employment", "ended", **hired, **standing[1])
    county.row("employment", "ends later", **hired, **standing[2])

    assert set(county.found("unemployment-benefit-on-aid")) == {"ends later"}
    assert set(county.found("work-registered-on-aid")) == {"ends later"}
    assert set(county.found("tekun-able-to-work")) == {"ends later"}


def test_unemployment_benefit_is_income(county: County) -> None:
    drawing: Row = {"employment_kind": "UNEMPLOYED", "benefit_fen": 120_000}
    county.listed("dibao", "draws")
    county.row("employment", "draws", **drawing)
    county.listed("tekun", "draws too")
    county.row("employment", "draws too", **{**drawing, "benefit_fen": 1})
    county.listed("dibao", "none")
    county.row("employment", "none", **{**drawing, "benefit_fen": 0})
    county.listed("dibao", "unsaid")
    county.row("employment", "unsaid", **{**drawing, "benefit_fen": None})
    county.listed("dibao", "employed")
    county.row("employment", "employed", **{**drawing, "employment_kind": "EMPLOYED"})
    county.listed("poverty_register", "registered", monitor_class="LIFTED")
    county.row("employment", "registered", **drawing)
    county.row("employment", None, **drawing)

    assert county.found("unemployment-benefit-on-aid") == {
        "draws": {"programme": "DIBAO", "benefit_fen": 120_000, "standing": "UNSAID"},
        "draws too": {"programme": "TEKUN", "benefit_fen": 1, "standing": "UNSAID"},
    }


def test_work_registered_within_the_month_is_found_unless_it_was_lost_again(county: County) -> None:
    hired: Row = {"employment_kind": "EMPLOYED", "registered_on": date(2026, 10, 1)}
    county.listed("dibao", "hired")
    county.row("employment", "hired", **hired)
    county.listed("tekun", "on the last day")
    county.row("employment", "on the last day", **{**hired, "registered_on": date(2026, 10, 31)})
    county.listed("dibao", "last month")
    county.row("employment", "last month", **{**hired, "registered_on": date(2026, 9, 30)})
    county.listed("dibao", "next month")
    county.row("employment", "next month", **{**hired, "registered_on": date(2026, 11, 1)})
    county.listed("dibao", "lost again")
    county.row("employment", "lost again", **hired)
    county.row("employment", "lost again", employment_kind="UNEMPLOYED", registered_on=date(2026, 10, 20))
    county.listed("dibao", "found after loss")
    county.row("employment", "found after loss", **{**hired, "registered_on": date(2026, 10, 20)})
    county.row(
        "employment", "found after loss", employment_kind="UNEMPLOYED", registered_on=date(2026, 10, 1)
    )
    county.row("employment", "stranger", **hired)

    found = county.found("work-registered-on-aid")

    assert set(found) == {"hired", "on the last day", "found after loss"}
    assert found["hired"] == {
        "programme": "DIBAO",
        "registered_on": "2026-10-01",
        "standing": "UNSAID",
    }


def test_only_a_later_loss_takes_work_back_and_only_on_aid_it_matters(county: County) -> None:
    hired: Row = {"employment_kind": "EMPLOYED", "registered_on": date(2026, 10, 1)}
    county.all_listed("dibao", ["hired twice", "lost the same day"])
    county.all_rows("employment", ["hired twice", "lost the same day"], **hired)
    county.row("employment", "hired twice", **{**hired, "registered_on": date(2026, 10, 20)})
    county.row("employment", "lost the same day", **{**hired, "employment_kind": "UNEMPLOYED"})
    county.listed("poverty_register", "registered", monitor_class="LIFTED")
    county.row("employment", "registered", **hired)

    assert set(county.found("work-registered-on-aid")) == {"hired twice", "lost the same day"}


def test_a_tekun_person_of_working_age_who_works_may_be_able_again(county: County) -> None:
    county.person("insured", age=59)
    county.listed("tekun", "insured")
    county.row("social_insurance", "insured", **WAGES)
    county.person("hired", age=30)
    county.listed("tekun", "hired")
    county.row("employment", "hired", employment_kind="EMPLOYED", registered_on=date(2026, 1, 1))
    county.person("lost it", age=30)
    county.listed("tekun", "lost it")
    county.row("employment", "lost it", employment_kind="EMPLOYED", registered_on=date(2026, 1, 1))
    county.row("employment", "lost it", employment_kind="UNEMPLOYED", registered_on=date(2026, 1, 2))
    county.person("old", age=60)
    county.listed("tekun", "old")
    county.row("social_insurance", "old", **WAGES)
    county.person("resident", age=30)
    county.listed("tekun", "resident")
    county.row("social_insurance", "resident", **{**WAGES, "insurance_kind": "RESIDENT"})
    county.person("dibao", age=30)
    county.listed("dibao", "dibao")
    county.row("social_insurance", "dibao", **WAGES)

    assert county.found("tekun-able-to-work") == {
        "insured": {"age": 59, "standing": "SAID"},
        "hired": {"age": 30, "standing": "UNSAID"},
    }
