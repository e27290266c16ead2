"""What somebody paid for medical care: equal bills, reversed bills, refunds, lists that repeat bills."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.matching.tests.county import County, Row

MARCH = date(2026, 3, 1)
REVERSED: Row = {"bill_status": "REVERSED"}


def number(order: int) -> Row:
    """Return the token of a settlement number."""
    return {"settlement_number_high": order, "settlement_number_low": order}


def undoes(order: int) -> Row:
    """Return the token of the settlement number that a row takes back."""
    return {"reversed_number_high": order, "reversed_number_low": order}


# rows of one patient as (yuan, what else the row says), and what the patient paid in the end
PAID: list[tuple[list[tuple[int, Row]], int]] = [
    ([(700, number(1)), (500, number(2))], 1_200),
    ([(700, {}), (700, {})], 1_400),
    ([(700, number(1)), (700, number(1))], 700),
    ([(700, number(1)), (700, number(2))], 1_400),
    ([(700, number(1)), (-700, {})], 0),
    ([(700, number(1)), (-200, {})], 500),
    ([(700, number(1)), (-700, {**number(2), **undoes(1)})], 0),
    ([(700, number(1)), (-200, {**number(2), **undoes(1)})], 500),
    ([(700, {**number(1), **REVERSED}), (500, number(2))], 500),
    ([(700, {**number(1), **REVERSED}), (-700, {**number(1), **REVERSED}), (500, number(2))], 500),
    ([(700, number(1)), (-700, {**number(1), **REVERSED}), (500, number(2))], 500),
    ([(700, number(1)), (700, {**number(2), **REVERSED, **undoes(1)}), (500, number(3))], 500),
    ([(700, number(1)), (700, {**number(1), **REVERSED}), (500, number(2))], 500),
    ([(700, {}), (700, {"remark": "REFUND"}), (500, {})], 1_200),
    ([(700, {"bill_status": "NORMAL"})], 700),
]


@pytest.mark.parametrize(("rows", "paid"), PAID)
def test_the_bills_that_stand_are_added_up_and_refunds_taken_off(
    county: County, rows: list[tuple[int, Row]], paid: int
) -> None:
    county.row("medical_selfpay", "patient", settled_on=MARCH, self_pay_fen=100, **number(99))
    for yuan, said in rows:
        county.row("medical_selfpay", "patient", settled_on=MARCH, self_pay_fen=yuan * 100, **said)

    found = county.found("medical-selfpay-over-limit", others_fen=1)

    assert found.get("patient", {"self_pay_fen": 0})["self_pay_fen"] == paid * 100 + 100


def test_a_later_list_that_repeats_bills_adds_none_and_two_lists_of_a_month_stand_side_by_side(
    county: County,
) -> None:
    for period in ("2026-09", "2026-10"):
        county.row("medical_selfpay", "patient", settled_on=MARCH, self_pay_fen=70_000, period=period)
        county.row("medical_selfpay", "patient", settled_on=MARCH, self_pay_fen=70_000, period=period)
    county.row("medical_selfpay", "other", settled_on=MARCH, self_pay_fen=70_000)
    county.row("medical_selfpay", "other", settled_on=MARCH, self_pay_fen=70_000, part="-employees")

    found = county.found("medical-selfpay-over-limit", others_fen=1)

    assert {who: said["self_pay_fen"] for who, said in found.items()} == {
        "patient": 140_000,
        "other": 140_000,
    }
    assert found["patient"]["settlements"] == 2


@pytest.mark.parametrize("rule", ["strained-household", "expense-below-standard"])
def test_a_households_bills_are_counted_the_same_way(county: County, rule: str) -> None:
    county.person("ill", home=1)
    county.person("well", home=1)
    for name in ("ill", "well"):
        county.listed("poverty_register", name, monitor_class="LIFTED", annual_income_fen=1_000_000)
    county.row("medical_selfpay", "ill", settled_on=MARCH, self_pay_fen=1_900_000, **number(1))
    county.row("medical_selfpay", "ill", settled_on=MARCH, self_pay_fen=1_900_000, **number(1))
    lines = {"dibao_year_fen": 12_000} if rule == "expense-below-standard" else {"expense_percent": 100}
    assert county.found(rule, **lines) == {}

    county.row("medical_selfpay", "ill", settled_on=MARCH, self_pay_fen=1_900_000, **number(2))
    assert set(county.found(rule, **lines)) == {"household 1"}

    county.row("medical_selfpay", "ill", settled_on=MARCH, self_pay_fen=-1_900_000, **undoes(2))
    assert county.found(rule, **lines) == {}
