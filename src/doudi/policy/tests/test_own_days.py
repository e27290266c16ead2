"""A right granted goes on by the values of the day it was granted (渐退按认定那天的规定)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.asking import questions_of
from doudi.policy.assessment import assess
from doudi.policy.book import Book, Overlay, load_book
from doudi.policy.recomputing import faults_of
from doudi.policy.tests.dibao import POLICIES, family, member
from doudi.policy.writing import sheet_of

COUNTY = "360103"
PAID = 38_800


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES)


def county(book: Book, *values: tuple[str, str, object]) -> Book:
    """Return a county with a standard of 610 and values of its own from their days on."""
    says = {"document": "县民政局文件", "article": "一", "verified": True}
    return book.with_values(
        [
            Overlay(COUNTY, key, date.fromisoformat(begins), None, {"value": value, **says})
            for key, begins, value in (("dibao.standard_urban", "2012-12-12", 610), *values)
        ]
    )


def exceeded(found: str | None, **facts: Any) -> dict[str, Any]:
    day = None if found is None else date.fromisoformat(found)
    return family(
        member(wages_fen=99_900),
        last_amount_fen=PAID,
        exceeded_because="EMPLOYMENT",
        exceeded_on=day,
        **facts,
    )


def paid_months(book: Book, found: str, first: int, count: int) -> list[str]:
    """Return the months a family is paid, of `count` from a month index (year × 12 + month − 1) on."""
    paid = []
    for index in range(first, first + count):
        year, month = index // 12, index % 12 + 1
        result = assess(book, "DIBAO_GRACE", COUNTY, date(year, month, 1), exceeded(found))
        assert result.amount == (PAID if result.eligible else 0)
        if result.eligible:
            paid.append(f"{year}-{month:02}")
    return paid


def test_eight_months_granted_in_june_are_paid_though_a_notice_says_six_in_october(book: Book) -> None:
    here = county(book, ("grace.months", "2022-01-01", 8))

    # 2022年6月14日认定，7月起算，八个月到2023年2月
    assert paid_months(here, "2022-06-14", 2022 * 12 + 5, 12) == [
        "2022-07", "2022-08", "2022-09", "2022-10", "2022-11", "2022-12", "2023-01", "2023-02",
    ]  # fmt: skip


def test_a_county_that_shortens_cuts_nobody_who_was_granted_more(book: Book) -> None:
    here = county(book, ("grace.months", "2023-01-01", 6), ("grace.months", "2024-03-01", 3))

    before = paid_months(here, "2024-02-29", 2024 * 12 + 1, 9)
    after = paid_months(here, "2024-03-01", 2024 * 12 + 1, 9)

    assert before == ["2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08"]
    assert after == ["2024-04", "2024-05", "2024-06"]


def test_a_county_that_sets_seven_months_pays_seven_with_a_word_about_the_nation_s_six(book: Book) -> None:
    here = county(book, ("grace.months", "2023-01-01", 7))

    result = assess(here, "DIBAO_GRACE", COUNTY, date(2023, 12, 31), exceeded("2023-05-31"))
    ended = assess(here, "DIBAO_GRACE", COUNTY, date(2024, 1, 1), exceeded("2023-05-31"))

    assert (result.amount, ended.amount) == (PAID, 0)
    assert "渐退期比国家“原则上”的月数多1个月，不影响发放，须留存当地依据。" in sheet_of(result).plain


def test_where_no_text_had_months_nothing_is_made_up(book: Book) -> None:
    found = assess(county(book), "DIBAO_GRACE", COUNTY, date(2022, 12, 1), exceeded("2022-10-19"))

    assert (found.eligible_or_open, found.amount_or_open) == (None, None)
    assert [one.label for one in questions_of(found)] == ["低保渐退期·本地选定渐退月数"]


def test_the_sheet_names_the_value_of_the_day_and_recomputes(book: Book) -> None:
    here = county(book, ("grace.months", "2023-01-01", 5), ("grace.months", "2024-03-01", 3))

    sheet = sheet_of(assess(here, "DIBAO_GRACE", COUNTY, date(2024, 6, 1), exceeded("2024-02-10")))

    used = {one.key: one for line in sheet.lines for one in line.parameters}["grace.months"]
    assert (used.value, used.begins) == ("5个月", date(2023, 1, 1))
    assert faults_of(sheet.as_json()) == []


def test_while_nobody_knows_the_day_the_result_waits_for_it(book: Book) -> None:
    found = assess(county(book), "DIBAO_GRACE", COUNTY, date(2024, 6, 1), exceeded(None))

    (verdict,) = found.verdicts
    assert verdict.eligible is None
    assert {ask.name for ask in verdict.waits["eligible"]} == {"exceeded_on"}
