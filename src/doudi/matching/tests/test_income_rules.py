"""What families of the register earn and spend."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

YEAR_BEFORE = "2025-12"
APRIL = date(2026, 4, 1)
NO_OTHER_EXPENSE = dict.fromkeys(("rehabilitation_fen", "education_fen", "disaster_fen", "epidemic_fen"), 0)


def family(county: County, *names: str, home: int, yuan: int, **columns: object) -> None:
    """Put a household on the register with so many yuan a head and year."""
    given: Row = {"monitor_class": "MARGINAL", "labour": "ABLE", "annual_income_fen": yuan * 100, **columns}
    county.all_people(names, home=home)
    county.all_listed("poverty_register", names, **given)


def bill(county: County, name: str, yuan: int, kind: str = "INPATIENT", day: date = APRIL) -> None:
    """Add one settlement of so many yuan paid by the patient."""
    county.row("medical_selfpay", name, visit_kind=kind, settled_on=day, self_pay_fen=yuan * 100)


def expense(kind: str, yuan: int, day: date | None = APRIL) -> Row:
    return {"expense_kind": kind, "amount_fen": yuan * 100, "spent_on": day}


def test_bills_above_last_years_income_put_a_household_on_the_list_with_every_item(county: County) -> None:
    family(county, "father", "mother", home=1, yuan=10_000)
    bill(county, "father", 15_000)
    bill(county, "mother", 7_000, "OUTPATIENT")

    assert county.found("strained-household") == {
        "household 1": {
            "causes": "EXPENSE",
            "inpatient_fen": 1_500_000,
            "outpatient_fen": 700_000,
            **NO_OTHER_EXPENSE,
            "income_fen": 2_000_000,
            "dropped_percent": 0,
        }
    }
    assert county.found("strained-household", expense_percent=120) == {}


def test_other_expenses_of_the_year_count_once_each_and_medical_ones_from_the_bills_alone(
    county: County,
) -> None:
    family(county, "father", "mother", home=1, yuan=10_000)
    bill(county, "father", 9_000)
    for period in ("2026-09", "2026-10"):
        county.row("household_expense", "father", period=period, **expense("EDUCATION", 4_000))
    county.row("household_expense", "mother", **expense("REHABILITATION", 3_000, day=None))
    county.row("household_expense", "mother", **expense("DISASTER", 2_500))
    county.row("household_expense", "mother", **expense("DISASTER", 2_500))
    county.row("household_expense", "mother", **expense("EPIDEMIC", 500))
    county.row("household_expense", "mother", **expense("MEDICAL", 90_000))
    county.row("household_expense", "mother", **expense("EPIDEMIC", 90_000, day=date(2025, 12, 31)))
    county.row("household_expense", None, **expense("EPIDEMIC", 90_000))

    (found,) = county.found("strained-household").values()

    assert {kind: found[kind] for kind in NO_OTHER_EXPENSE} == {
        "rehabilitation_fen": 300_000,
        "education_fen": 400_000,
        "disaster_fen": 500_000,
        "epidemic_fen": 50_000,
    }
    assert county.found("strained-household", expense_percent=108) == {}


def test_a_steep_fall_of_income_is_found_and_two_causes_are_one_row(county: County) -> None:
    family(county, "fallen", home=1, yuan=12_000)
    county.row("poverty_register", "fallen", period=YEAR_BEFORE, annual_income_fen=3_000_000)
    family(county, "both", home=2, yuan=12_000)
    county.row("poverty_register", "both", period=YEAR_BEFORE, annual_income_fen=3_000_000)
    bill(county, "both", 31_000)
    family(county, "steady", home=3, yuan=16_000)
    county.row("poverty_register", "steady", period=YEAR_BEFORE, annual_income_fen=3_000_000)

    found = county.found("strained-household")

    assert {home: (said["causes"], said["dropped_percent"]) for home, said in found.items()} == {
        "household 1": ("INCOME", 60),
        "household 2": ("BOTH", 60),
    }


def test_last_years_bills_and_the_same_bill_in_a_later_list_do_not_strain(county: County) -> None:
    family(county, "patient", home=1, yuan=10_000)
    for period in ("2026-09", "2026-10"):
        county.row("medical_selfpay", "patient", settled_on=APRIL, self_pay_fen=900_000, period=period)
    bill(county, "patient", 50_000, day=date(2025, 12, 31))
    county.row("medical_selfpay", None, self_pay_fen=9_999_999)

    assert county.found("strained-household") == {}


@pytest.mark.clause("YG-2.1.2b")
def test_a_household_pressed_below_the_standard_by_illness_is_found_until_it_gets_dibao(
    county: County,
) -> None:
    family(county, "patient", "spouse", home=1, yuan=9_000)
    bill(county, "patient", 6_000)
    family(county, "healthy", home=2, yuan=9_000)
    family(county, "well off", home=3, yuan=30_000)
    bill(county, "well off", 6_000)

    assert county.found("expense-below-standard", dibao_year_fen=720_000) == {
        "household 1": {
            "members": 2,
            "income_fen": 1_800_000,
            "expense_fen": 600_000,
            "left_fen": 50_000,
            "standard_fen": 60_000,
        }
    }

    county.listed("dibao", "spouse")
    assert county.found("expense-below-standard", dibao_year_fen=720_000) == {}


def test_a_family_that_can_work_and_earns_too_little_is_found(county: County) -> None:
    family(county, "poor", "poor child", home=1, yuan=3_999)
    family(county, "enough", home=2, yuan=4_000)
    family(county, "unable", home=3, yuan=3_000, labour="NONE")
    family(county, "left", home=4, yuan=3_000, removed_on=date(2026, 1, 1))

    assert county.found("income-below-line", line_year_fen=400_000) == {
        "household 1": {"income_fen": 399_900, "line_fen": 400_000, "able": 2}
    }


def test_an_income_between_the_two_lines_is_found_whichever_is_higher(county: County) -> None:
    family(county, "between", home=1, yuan=5_000)
    family(county, "above", home=2, yuan=8_000)
    family(county, "below", home=3, yuan=3_999)
    family(county, "on dibao", home=4, yuan=5_000)
    county.listed("dibao", "on dibao")
    lines = {"line_year_fen": 400_000, "dibao_year_fen": 720_000}

    assert county.found("between-two-lines", **lines) == {
        "household 1": {"income_fen": 500_000, "lower_fen": 400_000, "upper_fen": 720_000}
    }
    assert county.found("between-two-lines", **{**lines, "dibao_year_fen": 480_000}) == {}
    assert set(county.found("between-two-lines", line_year_fen=600_000, dibao_year_fen=480_000)) == {
        "household 1"
    }


@pytest.mark.parametrize("rule", ["expense-below-standard", "income-below-line", "between-two-lines"])
def test_lines_nobody_has_set_are_no_lines(county: County, rule: str) -> None:
    family(county, "poor", home=1, yuan=1)
    county.received(*county.rule(rule).needs)

    (tally,) = county.compare(county.rule(rule)).rules

    assert tally.skipped.startswith("parameters:")
