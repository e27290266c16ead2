"""What always holds of the price subsidy, whatever the indices and whatever somebody holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.assessment import assess
from doudi.policy.book import Book, Overlay, load_book
from doudi.price_subsidy.selectors.beneficiaries import FACTS

POLICIES = Path(__file__).parents[4] / "policies"
# one region for each documented way of working it out, on a day it held
REGIONS = (
    ("350505", date(2020, 3, 1)),
    ("350505", date(2022, 1, 1)),
    ("4201", date(2022, 1, 1)),
    ("43", date(2022, 1, 1)),
    ("4503", date(2022, 1, 1)),
    ("3210", date(2022, 1, 1)),
    ("990011", date(2020, 4, 1)),
    ("990012", date(2022, 9, 1)),
)
points = st.integers(0, 3000)
standings = st.sets(st.sampled_from(sorted(FACTS)), max_size=len(FACTS))
where = st.sampled_from(REGIONS)


@pytest.fixture(scope="module")
def book() -> Book:
    """Return the book with its sample regions and a dibao standard everywhere."""
    sourced = {"document": "测试", "article": "一", "verified": True}
    values = [("dibao.standard_urban", 800), ("dibao.standard_rural", 600)]
    overlays = [
        Overlay(region, key, date(2015, 1, 1), None, {"value": value, **sourced})
        for region in sorted({region for region, _ in REGIONS})
        for key, value in values
    ]
    return load_book(POLICIES, samples=True).with_values(overlays)


def due(book: Book, place: tuple[str, date], held: set[str], area: str, **rises: int) -> int:
    region, on = place
    member = {"relation": "HEAD", "born_on": "1970-01-01"} | {FACTS[one]: True for one in held}
    return assess(book, "PRICE_SUBSIDY", region, on, {"area_kind": area, "members": [member]}, rises).amount


@given(place=where, held=standings, cpi=points, food=points, scpi=points, more=points)
def test_a_higher_index_never_lowers_the_subsidy(
    book: Book, place: tuple[str, date], held: set[str], cpi: int, food: int, scpi: int, more: int
) -> None:
    before = due(book, place, held, "RURAL", cpi_points=cpi, food_points=food, scpi_points=scpi)

    assert (
        due(book, place, held, "RURAL", cpi_points=cpi + more, food_points=food, scpi_points=scpi) >= before
    )
    assert (
        due(book, place, held, "RURAL", cpi_points=cpi, food_points=food + more, scpi_points=scpi) >= before
    )
    assert (
        due(book, place, held, "RURAL", cpi_points=cpi, food_points=food, scpi_points=scpi + more) >= before
    )


@given(place=where, held=standings, area=st.sampled_from(("URBAN", "RURAL")), food=points, scpi=points)
def test_many_standings_pay_what_the_best_of_them_pays_and_no_more(
    book: Book, place: tuple[str, date], held: set[str], area: str, food: int, scpi: int
) -> None:
    together = due(book, place, held, area, food_points=food, scpi_points=scpi)
    singly = [due(book, place, {one}, area, food_points=food, scpi_points=scpi) for one in held]

    assert together == max(singly, default=0)


@given(place=where, held=standings, food=points)
def test_town_never_gets_less_than_country(
    book: Book, place: tuple[str, date], held: set[str], food: int
) -> None:
    country = due(book, place, held, "RURAL", food_points=food, scpi_points=food)

    assert due(book, place, held, "URBAN", food_points=food, scpi_points=food) >= country
