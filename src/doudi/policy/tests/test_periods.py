"""Incomes said over their own months are summed first, divided last and rounded once; worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.formulas.nodes import RuleBroken
from doudi.policy.assessment import assess
from doudi.policy.batch import fits, run_batch, run_pair
from doudi.policy.book import Book, load_book
from doudi.policy.families import Families, families_of
from doudi.policy.plan import Plan, plan_of
from doudi.policy.recomputing import faults_of
from doudi.policy.stating import FactsWrong
from doudi.policy.tests.dibao import POLICIES, dibao, family, laid_over, member, with_property_lines
from doudi.policy.writing import sheet_of

COUNTY = "360103"
FORTUNE = 10**10 - 3


@pytest.fixture(scope="module")
def book() -> Book:
    values: dict[str, Any] = {"dibao__standard_urban": 680, "dibao__standard_rural": 680}
    return laid_over(
        with_property_lines(load_book(POLICIES), COUNTY[:2]),
        COUNTY,
        dibao__rounding="UP_FEN",
        low_income__disposable_all=41_000,
        **values,
    )


def over(fen: int, months: int) -> dict[str, int]:
    return {"fen": fen, "months": months}


def test_half_a_year_s_income_loses_no_fen(book: Book) -> None:
    # 680 − 4000÷6 ＝ 13.333…，进分 13.34；按月 666.67 填会成 13.33
    found = dibao(book, COUNTY, "2024-06-01", family(member(wages_fen=over(400_000, 6))))

    assert found.amount == 1_334
    assert faults_of(sheet_of(found).as_json()) == []


def test_parts_are_summed_before_they_are_divided(book: Book) -> None:
    # 1000÷3 ＋ 2000÷6 ＋ 4000÷12 ＝ 1000，两人标准 1360，正好 360
    home = family(
        member(wages_fen=over(100_000, 3), other_income_fen=over(200_000, 6)),
        member("SPOUSE", pension_fen=over(400_000, 12)),
    )

    assert dibao(book, COUNTY, "2024-06-01", home).amount == 36_000


@pytest.mark.parametrize(("earned", "able"), [(4_099_999, False), (4_100_000, True), (4_100_001, True)])
def test_an_obligor_s_year_is_compared_as_a_year(book: Book, earned: int, able: bool) -> None:
    # 特困人员认定办法第八条第三项：七十周岁以上，本人收入低于上年人均可支配收入 41,000
    obligor = {
        "obligor_born_on": date(1948, 1, 1),
        "obligor_property_within": True,
        "obligor_income_fen": over(earned, 12),
    }
    home = family(member(born_on="1958-01-01", obligors=[obligor]))

    found = dibao(book, COUNTY, "2024-06-01", home, "TEKUN")

    assert [found.verdicts[0].eligible] == [not able]


@pytest.mark.parametrize(
    "said", [{"fen": 1}, over(1, 0), over(1, 13), over(-1, 6), {"fen": 1, "months": 6, "days": 1}]
)
def test_what_is_no_sum_over_months_is_refused(book: Book, said: dict[str, int]) -> None:
    with pytest.raises(FactsWrong, match="工资性收入"):
        dibao(book, COUNTY, "2024-06-01", family(member(wages_fen=said)))


def test_benefits_and_prices_are_said_as_they_are(book: Book) -> None:
    with pytest.raises(FactsWrong, match="整数"):
        assess(book, "DIBAO_EXIT", COUNTY, date(2024, 6, 1), family(member(), last_amount_fen=over(100, 3)))


def families(*households: dict[str, Any], book: Book, plan: Plan) -> Families:
    return families_of(book.facts, plan.wanted, plan.on, households)


def test_columns_divide_like_one_by_one(book: Book) -> None:
    plan = plan_of(book, "DIBAO", COUNTY, date(2024, 6, 1))
    homes = [family(member(wages_fen=over(400_000, months))) for months in (4, 6, 7, 12)]
    homes.append(family(member(wages_fen=60_000)))

    found = run_batch(book, plan, families(*homes, book=book, plan=plan))

    # 680 − 1000 不足；680 − 4000÷6、÷7、÷12 进分；680 − 600
    assert found.amount.tolist() == [0, 1_334, 10_858, 34_667, 8_000]


def test_an_amount_nobody_knows_stands_beside_one_over_months_in_columns(book: Book) -> None:
    plan = plan_of(book, "DIBAO", COUNTY, date(2024, 6, 1))
    homes = [
        family(member(wages_fen=over(400_000, 6), other_income_fen=None)),
        family(member(wages_fen=over(400_000, 5), other_income_fen=None)),
        family(member(wages_fen=over(400_000, 6), other_income_fen=0)),
    ]

    found = run_batch(book, plan, families(*homes, book=book, plan=plan))

    # 4000÷5 ＝ 800 已超过 680，别的收入多少都不符合
    assert found.waits is not None
    assert found.waits.tolist() == [True, False, False]
    assert found.amount.tolist() == [0, 0, 1_334]


def fortunes(book: Book, plan: Plan) -> Families:
    """Return two families, amounts of one of whom over five to eleven months leave 64 bits together."""
    incomes = (
        "wages",
        "business_net",
        "property_net",
        "pension",
        "alimony",
        "other_transfer",
        "other_income",
    )
    months = (5, 7, 8, 9, 11, 11, 11)
    rich = {f"{name}_fen": over(FORTUNE, many) for name, many in zip(incomes, months, strict=True)}
    return families(
        family({**member(), **rich}, household_business_net_fen=over(FORTUNE, 11)),
        family(member(wages_fen=over(400_000, 6))),
        book=book,
        plan=plan,
    )


def test_amounts_too_large_for_64_bits_are_divided_in_numbers_of_any_size(book: Book) -> None:
    plan = plan_of(book, "DIBAO", COUNTY, date(2024, 6, 1))
    drawn = fortunes(book, plan)

    assert not fits(plan, drawn)
    assert run_batch(book, plan, drawn).amount.tolist() == [0, 1_334]
    assert run_pair(book, plan, plan, drawn)[1].amount.tolist() == [0, 1_334]


def test_what_is_worked_out_anew_is_not_explained_from_what_was_before(book: Book) -> None:
    plan = plan_of(book, "DIBAO", COUNTY, date(2024, 6, 1))

    with pytest.raises(RuleBroken, match="one by one"):
        run_batch(book, plan, fortunes(book, plan), explain=True)


@pytest.mark.parametrize(
    ("on", "article"),
    [
        ("2021-06-30", "最低生活保障审核审批办法（试行）第十六条第二项"),
        ("2021-07-01", "最低生活保障审核确认办法第十三条第一款第二项"),
    ],
)
def test_costs_are_taken_off_by_the_article_of_the_day(book: Book, on: str, article: str) -> None:
    home = family(member(business_gross_fen=over(900_000, 12), business_cost_fen=over(400_000, 12)))

    found = sheet_of(dibao(book, COUNTY, on, home))

    assert [line.article for line in found.lines if line.step == "business_profit"] == [article]
    assert faults_of(found.as_json()) == []


def test_a_cost_nobody_said_is_not_nothing_in_columns_either(book: Book) -> None:
    plan = plan_of(book, "DIBAO", COUNTY, date(2024, 6, 1))
    gross: dict[str, Any] = {"business_gross_fen": over(1_200_000, 12)}
    homes = [family(member(**gross)), family(member(**gross, business_cost_fen=over(400_001, 12)))]

    found = run_batch(book, plan, families(*homes, book=book, plan=plan))

    # 680 − （12000 − 4000.01）÷12 ＝ 13.334…，进分
    assert found.waits is not None
    assert found.waits.tolist() == [True, False]
    assert found.amount.tolist() == [0, 1_334]


def test_whoever_says_no_sales_is_not_asked_for_costs_and_stays_known(book: Book) -> None:
    plan = plan_of(book, "DIBAO", COUNTY, date(2024, 6, 1))
    homes = [family(member()), family(member(business_gross_fen=0)), family(member(business_gross_fen=None))]

    drawn = families(*homes, book=book, plan=plan)

    assert drawn.open_places(book.facts).tolist() == [2]
    assert drawn.unknown["business_cost_fen"].tolist() == [False, False, True]
