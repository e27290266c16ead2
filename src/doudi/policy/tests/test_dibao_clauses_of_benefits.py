"""Clauses on who stays on dibao and for how long, as far as a rule alone decides them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.book import Book, load_book
from doudi.policy.tests.dibao import POLICIES, dibao, family, laid_over, member
from doudi.policy.writing import sheet_of

MANGSHI, QUANGANG, SHAANXI, YANGGU, SAMPLE = "533103", "350505", "61", "371521", "990142"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES, samples=True)


def months(first: str, count: int) -> list[str]:
    """Return the last-but-few day of so many months from one on."""
    start = date.fromisoformat(first + "-01")
    places = [start.year * 12 + start.month - 1 + later for later in range(count)]
    return [f"{place // 12}-{place % 12 + 1:02}-28" for place in places]


def test_a_household_taken_in_whole_ends_the_single_person_the_same_month(book: Book) -> None:
    here = laid_over(book, MANGSHI, dibao__standard_urban=600, single_person__average_amount=500)
    disabled = member("SPOUSE", applies_alone=True, disability_kind="LIMB", disability_level=1)
    known: dict[str, Any] = {"household_class": "LOW_INCOME", "whole_household_since": date(2022, 4, 1)}
    before = family(member(wages_fen=140_000), disabled, **known)
    poorer = family(member(wages_fen=20_000), disabled, **known)
    held = family(member(), disabled, household_class="LOW_INCOME", whole_household_on_dibao=True)

    refused = dibao(here, MANGSHI, "2022-03-01", held, "DIBAO_SINGLE")
    stated = [before, before, before, poorer, poorer, poorer]
    alone = [
        dibao(here, MANGSHI, on, one, "DIBAO_SINGLE").eligible
        for on, one in zip(months("2022-01", 6), stated, strict=True)
    ]
    whole = [
        dibao(here, MANGSHI, on, one).eligible for on, one in zip(months("2022-01", 6), stated, strict=True)
    ]

    assert not refused.eligible
    assert "第2人：整户已经享受低保，不再按单人户重复纳入。" in sheet_of(refused).reasons
    assert alone == [True, True, True, False, False, False]
    assert whole == [False, False, False, True, True, True]


@pytest.mark.clause("MS-2.1f")
def test_a_single_person_gets_more_than_the_average_only_on_a_document(book: Book) -> None:
    here = laid_over(
        book,
        MANGSHI,
        dibao__standard_urban=600,
        single_person__average_amount=500,
        single_person__average_factor="1.1",
    )
    founded = laid_over(here, MANGSHI, single_person__factor_basis="芒市民政局上浮通知")
    asked = family(
        member(wages_fen=140_000),
        member("SPOUSE", applies_alone=True, serious_illness=True),
        household_class="LOW_INCOME",
    )

    without, with_document = (
        dibao(one, MANGSHI, "2022-03-01", asked, "DIBAO_SINGLE") for one in (here, founded)
    )

    assert (without.amount, with_document.amount) == (50_000, 55_000)
    assert (without.values["average_factor_used"], with_document.values["average_factor_used"] * 10) == (
        1,
        11,
    )


def over(wages: int = 90_000, **facts: Any) -> dict[str, Any]:
    return family(member(wages_fen=wages), last_amount_fen=50_000, exceeded_because="EMPLOYMENT", **facts)


def test_quangang_pays_twelve_months_after_the_finding_to_registered_poor_families(book: Book) -> None:
    poor = over(exceeded_on=date(2020, 6, 15), poverty_register_family=True)
    other = over(exceeded_on=date(2020, 6, 15))

    paid = [dibao(book, QUANGANG, on, poor, "DIBAO_GRACE") for on in months("2020-06", 14)]
    refused = dibao(book, QUANGANG, "2020-07-28", other, "DIBAO_GRACE")

    assert [one.eligible for one in paid] == [False] + [True] * 12 + [False]
    assert sum(one.amount for one in paid) == 12 * 50_000
    assert not refused.eligible
    assert sheet_of(refused).reasons == ("当地渐退只给已纳入低保的建档立卡贫困户。",)


def test_six_months_run_from_the_month_after_and_end_early_when_income_falls(book: Book) -> None:
    here = laid_over(book, SHAANXI, dibao__standard_urban=650, grace__months=6)
    exceeded = over(exceeded_on=date(2023, 3, 20))
    fallen = over(wages=40_000, exceeded_on=date(2023, 3, 20))

    paid = [dibao(here, SHAANXI, on, exceeded, "DIBAO_GRACE").eligible for on in months("2023-03", 8)]
    ended = dibao(here, SHAANXI, "2023-07-28", fallen, "DIBAO_GRACE")
    again = dibao(here, SHAANXI, "2023-07-28", fallen)

    assert paid == [False] + [True] * 6 + [False]
    assert not ended.eligible
    assert "恢复正常低保" in sheet_of(ended).reasons[0]
    assert (again.eligible, again.amount) == (True, 25_000)


@pytest.mark.parametrize(
    ("region", "values", "effects"),
    [
        (MANGSHI, {"grace__months": 5}, {("grace.months", "refuse")}),
        (MANGSHI, {"grace__months": 13}, {("grace.months", "refuse"), ("grace.months", "warn")}),
        (MANGSHI, {"grace__months": 6}, set()),
        (MANGSHI, {"grace__months": 12}, {("grace.months", "warn")}),
    ],
)
def test_a_phase_out_outside_the_local_range_is_refused_and_above_the_national_one_only_noted(
    book: Book, region: str, values: dict[str, Any], effects: set[tuple[str, str]]
) -> None:
    here = laid_over(book, region, **values)

    broken = {(one.key, one.effect) for one in here.problems(region, date(2023, 1, 1))}

    assert {one for one in broken if one[0] == "grace.months"} == effects
    assert ("grace.most_months", "warn") in broken


def test_a_county_may_not_go_below_the_provincial_floor(book: Book) -> None:
    floor = laid_over(book, SHAANXI, dibao__standard_floor_urban=600, dibao__standard_floor_rural=450)
    low = laid_over(floor, "610100", dibao__standard_urban=580, dibao__standard_rural=450)
    day = date(2023, 1, 1)

    broken = [(one.key, one.effect) for one in low.problems("610100", day) if one.key.startswith("dibao.st")]

    assert broken == [("dibao.standard_urban", "refuse")]


def test_a_county_may_narrow_the_single_person_s_disabilities_only_with_a_reason(book: Book) -> None:
    narrow = laid_over(book, YANGGU, single_person__disability_pairs=[["LIMB", 1]])
    narrow = laid_over(narrow, YANGGU, income__rigid_causes=["ILLNESS"])

    broken = {(one.key, one.effect) for one in narrow.problems(YANGGU, date(2023, 1, 1))}

    assert broken >= {("single_person.disability_pairs", "warn"), ("income.rigid_causes", "warn")}
