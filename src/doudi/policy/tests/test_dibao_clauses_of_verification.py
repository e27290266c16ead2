"""Clauses on what is taken off a family's income, as far as a rule alone decides them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.book import Book, load_book
from doudi.policy.tests.dibao import POLICIES, dibao, family, laid_over, line, member
from doudi.policy.writing import sheet_of

MANGSHI, YANGGU = "533103", "371521"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES, samples=True)


@pytest.mark.clause("MS-2.1i")
def test_illness_disability_and_study_have_a_line_each_and_a_sum(book: Book) -> None:
    here = laid_over(book, MANGSHI, dibao__standard_urban=600, income__study_cap=3000)
    worker = member(wages_fen=600_000, illness_cost_fen=50_000, illness_proof=True)
    disabled = member(
        "SPOUSE",
        disability_kind="LIMB",
        disability_level=3,
        disability_cost_fen=20_000,
        disability_proof=True,
    )
    student = member("CHILD", "2008-01-01", schooling="SENIOR", study_cost_fen=400_000, study_proof=True)

    sheet = sheet_of(dibao(here, MANGSHI, "2022-03-01", family(worker, disabled, student)))

    assert line(sheet, "study_deduction", 3).result == "3,000.00元/月"
    assert [
        line(sheet, name).result
        for name in ("household_illness", "household_disability", "household_study", "rigid_deduction")
    ] == ["500.00元/月", "200.00元/月", "3,000.00元/月", "3,700.00元/月"]
    assert line(sheet, "income").result == "2,300.00元/月"


@pytest.mark.clause("MS-2.1j")
def test_a_family_on_dibao_that_finds_work_keeps_its_work_costs(book: Book) -> None:
    here = laid_over(book, MANGSHI, dibao__standard_urban=600)
    on_dibao: dict[str, Any] = {"whole_household_on_dibao": True, "last_amount_fen": 120_000}
    worker = member(wages_fen=100_000, employed_since=date(2022, 2, 1), travel_cost_fen=15_000)
    forgotten = {key: value for key, value in worker.items() if key != "travel_cost_fen"}

    kept = dibao(here, MANGSHI, "2022-03-01", family(worker, member("SPOUSE"), **on_dibao))
    missed = dibao(here, MANGSHI, "2022-03-01", family(forgotten, member("SPOUSE"), **on_dibao))

    assert line(sheet_of(kept), "work_cost", 1).result == "150.00元/月"
    assert line(sheet_of(kept), "household_work_cost").result == "150.00元/月"
    assert missed.values["income"] == kept.values["income"] + 15_000
    said = line(sheet_of(missed), "work_cost_verdict", 1).result
    assert said == "有就业收入，没有登记就业成本，可能漏扣"


@pytest.mark.clause("YG-2.2.2.1h")
def test_yanggu_takes_off_travel_and_training_up_to_the_cap(book: Book) -> None:
    here = laid_over(book, YANGGU, dibao__standard_rural=400)
    capped = laid_over(here, YANGGU, income__work_cost_cap=450)
    worker = member(wages_fen=120_000, travel_cost_fen=30_000, training_cost_fen=20_000)
    asked = family(worker, member("SPOUSE"), area_kind="RURAL")

    free = dibao(here, YANGGU, "2020-06-01", asked)
    bound = dibao(capped, YANGGU, "2020-06-01", asked)

    assert free.values["per_head_income"] == 35_000
    assert bound.values["per_head_income"] == 37_500
    assert line(sheet_of(bound), "work_cost", 1).result == "450.00元/月"
    assert line(sheet_of(bound), "work_cost_verdict", 1).result == "超过封顶，超出部分不扣"


@pytest.mark.clause("YG-2.2.10e")
def test_yanggu_takes_off_the_cost_of_going_back_to_work_in_the_epidemic_only(book: Book) -> None:
    here = laid_over(book, YANGGU, dibao__standard_rural=400)
    migrant = family(member(wages_fen=90_000, away_work_cost_fen=60_000), area_kind="RURAL")

    during = dibao(here, YANGGU, "2020-12-31", migrant)
    after = dibao(here, YANGGU, "2021-01-01", migrant)

    assert during.values["income"] == 30_000
    assert line(sheet_of(during), "household_work_cost").result == "600.00元/月"
    assert after.values["income"] == 90_000
    assert line(sheet_of(after), "household_work_cost").result == "0.00元/月"
