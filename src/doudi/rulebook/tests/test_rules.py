"""Laws of the rulebook's pure rules, for values and days drawn by chance."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.values import Pairs
from doudi.rulebook.rules.citations import number_key
from doudi.rulebook.rules.overlap import Span, collision
from doudi.rulebook.rules.sameness import is_same_value

DAYS = st.integers(0, 400).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
SPANS = st.builds(
    lambda begins, days: Span(begins, begins + timedelta(days=days) if days else None),
    DAYS,
    st.integers(0, 90),
)


def held(span: Span, day: date) -> bool:
    return span.begins <= day and (span.ends is None or day < span.ends)


@given(one=SPANS, other=SPANS)
def test_two_spans_meet_exactly_when_a_day_lies_in_both(one: Span, other: Span) -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(600)]
    shared = any(held(one, day) and held(other, day) for day in days)
    assert one.meets(other) == other.meets(one) == shared


@given(new=SPANS, other=SPANS)
def test_what_is_taken_says_which_day_makes_room(new: Span, other: Span) -> None:
    hit = collision(new, [other])
    moved = hit and hit.begin_at and Span(hit.begin_at, None)
    cut = hit and hit.end_by and new.begins < hit.end_by and Span(new.begins, hit.end_by)

    assert (hit is None) or (collision(moved, [other]) is None if moved else True)
    assert (hit is None) or (collision(cut, [other]) is None if cut else True)


@given(new=SPANS, begins=DAYS)
def test_an_open_version_makes_way_for_every_later_one(new: Span, begins: date) -> None:
    later = new.begins > begins
    assert (collision(new, [Span(begins)]) is None) >= later


@given(new=SPANS, others=st.lists(SPANS, max_size=4, unique_by=lambda span: span.begins))
def test_the_order_of_versions_does_not_matter(new: Span, others: list[Span]) -> None:
    assert collision(new, others) == collision(new, list(reversed(others)))


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert number_key(number_key(text)) == number_key(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("A", "B"), ("B", "A"), True),
        (Pairs((("A", 1), ("B", 2))), Pairs((("B", 2), ("A", 1))), True),
        (True, 1, False),
        (Fraction(1), 1, False),
        (720_00, 720_00, True),
        (None, None, True),
        (None, False, False),
    ],
)
def test_lists_have_no_order_and_kinds_are_kept_apart(one: object, other: object, same: bool) -> None:
    assert is_same_value(one, other) is same  # type: ignore[arg-type]
