"""Figures are added up, never averaged; nothing is lost on the way from the village to the county."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.shares import Share, together
from doudi.oversight.rules.leaves import Leaves, inside, leaves_of, parts, ratio, total

COUNTY = "440204"
CODES = (COUNTY, "440204001", "440204001001", "440204001002", "440204102", "440204102200")
whole = st.none() | st.integers(0, 3)
things = st.lists(
    st.tuples(st.sampled_from(CODES), st.integers(0, 99).map(str), st.integers(0, 3), whole), max_size=30
)
Thing = tuple[str, str, int, int | None]


def added(found: list[Thing]) -> Leaves:
    return leaves_of(found)


@given(things)
def test_the_parts_add_up_to_the_whole_on_every_level(found: list[Thing]) -> None:
    leaves = added(found)
    for code in (COUNTY, "440204001", "440204102"):
        divided = parts(leaves, code)
        assert together(total(part) for part in divided.values()) == total(inside(leaves, code))
        assert sum(len(part) for part in divided.values()) == len(inside(leaves, code))
    assert total(leaves).above == sum(above for _, _, above, _ in found)


@given(things, st.randoms(use_true_random=False))
def test_the_order_of_things_is_irrelevant(found: list[Thing], chance: object) -> None:
    shuffled = sorted(found, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert added(found) == added(shuffled)


def test_another_person_with_the_same_number_has_another_digest() -> None:
    one, other = added([(COUNTY, "1", 1, 1)]), added([(COUNTY, "2", 1, 1)])
    assert total(one) == total(other)
    assert one != other


def test_a_county_s_share_is_that_of_its_people_not_the_mean_of_its_townships() -> None:
    leaves = leaves_of([("440204001", "a", 1, 1), ("440204102", "b", 0, 99)])
    assert total(leaves).text == "1%"


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        (0, 0, "无应办"),
        (0, 8, "0%"),
        (8, 10, "80%"),
        (300, 20000, "1.50%"),
        (1, 3, "33.33%"),
        (9999, 10000, "99.99%"),
        (99999, 100000, "99.99%"),  # one is missing: never 100%
        (1, 100000, "不足 0.01%"),
        (10, 10, "100%"),
        (5, None, "缺分母"),
    ],
)
def test_a_share_reads_as_what_it_is(above: int, below: int | None, text: str) -> None:
    assert Share(above, below).text == text


def test_where_one_whole_is_unknown_the_sum_is() -> None:
    assert together([Share(1, 2), Share(1, None)]) == Share(2, None)


def test_what_cannot_be_compared_has_no_place_in_an_order() -> None:
    assert ratio(Share(1, 3), is_share=True) == Fraction(1, 3)
    assert ratio(Share(0, 0), is_share=True) is None
    assert ratio(Share(1, None), is_share=True) is None
    assert ratio(Share(7, 0), is_share=False) == 7
