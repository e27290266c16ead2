"""A person has one layer and one poverty class on any day, whatever was said in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from doudi.registry.rules.layers import (
    ORDER,
    Ground,
    Statement,
    exclusive,
    history,
    layer_on,
    statement_on,
)

BEGIN = date(2020, 1, 1)
days = st.integers(0, 400).map(lambda day: BEGIN + timedelta(days=day))


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    """Draw a ground that ends after it begins, or not at all."""
    begins = draw(days)
    length = draw(st.none() | st.integers(1, 200))
    return Ground(draw(st.sampled_from(ORDER)), begins, begins + timedelta(days=length) if length else None)


@given(st.lists(grounds(), max_size=6), days)
def test_the_history_says_the_same_as_the_day(every: list[Ground], day: date) -> None:
    changes = [layer for since, layer in history(every) if since <= day]

    assert (changes or [""])[-1] == layer_on(every, day)


@given(st.lists(grounds(), max_size=6), days)
def test_no_higher_ground_holds_than_the_layer(every: list[Ground], day: date) -> None:
    layer = layer_on(every, day)
    holding = [ground.layer for ground in every if ground.holds(day)]

    assert layer in (holding or [""])
    assert [other for other in holding if ORDER.index(other) < ORDER.index(layer)] == []


@given(st.lists(grounds(), max_size=6), days)
def test_of_statements_one_at_most_holds(every: list[Ground], day: date) -> None:
    said = [Statement(one.layer, (), "某办", one.valid_from, one.valid_to) for one in every]
    cut = exclusive(said)

    assert sum(one.valid_from <= day and (one.valid_to is None or day < one.valid_to) for one in cut) <= 1
    held = statement_on(said, day)
    assert held is None or held.valid_from <= day


def test_nothing_said_is_nothing() -> None:
    assert exclusive([]) == []
    assert history([]) == []
    assert statement_on([], BEGIN) is None
