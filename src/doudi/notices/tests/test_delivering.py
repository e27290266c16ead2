"""Whether and when a letter was delivered follows from what was written down, in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.policy_file import PolicyBroken, shaped
from doudi.notices.catalogue import delivering
from doudi.notices.rules.delivering import Attempt, DeliveryTable, Standing, standing_of

DAY = date(2026, 11, 3)
days = st.integers(0, 30).map(lambda number: DAY + timedelta(days=number))
DAYS = {"value": 3, "unit": "工作日", "document": "", "verified": False}
WAY = {"label": "当面", "proof": "PAPER", "asks": "谁签收", "document": "", "verified": False}
SAID = {"ways": {"IN_PERSON": WAY}, "within": DAYS, "review": DAYS}


@st.composite
def histories(draw: st.DrawFn) -> list[Attempt]:
    """Draw attempts of one letter, some of which correct an earlier one that nobody corrected yet."""
    made: list[Attempt] = []
    for key in range(draw(st.integers(0, 8))):
        gone = {each.replaces for each in made}
        left = [each.key for each in made if each.key not in gone]
        replaces = draw(st.sampled_from([None, *left]))
        made.append(Attempt(key, draw(days), draw(st.booleans()), replaces))
    return made


@given(histories(), st.randoms())
def test_the_order_of_rows_does_not_matter(made: list[Attempt], random: st.Random) -> None:  # type: ignore[name-defined]
    shuffled = [*made]
    random.shuffle(shuffled)

    assert standing_of(shuffled) == standing_of(made)


@given(histories())
def test_a_corrected_attempt_counts_no_more(made: list[Attempt]) -> None:
    gone = {each.replaces for each in made}
    left = [Attempt(each.key, each.on, each.is_delivered) for each in made if each.key not in gone]

    assert standing_of(made) == standing_of(left)
    assert standing_of(made).was_tried == bool(left)


def test_the_first_delivery_is_the_day() -> None:
    later = DAY + timedelta(days=2)
    tried = [Attempt(1, DAY, is_delivered=False), Attempt(2, later, is_delivered=True)]

    assert standing_of([]) == Standing(None, was_tried=False)
    assert standing_of(tried[:1]) == Standing(None, was_tried=True)
    assert standing_of(tried) == Standing(later, was_tried=True)
    assert standing_of([*tried, Attempt(3, DAY, is_delivered=True, replaces=2)]).delivered_on == DAY
    assert standing_of([*tried, Attempt(3, DAY, is_delivered=False, replaces=2)]).delivered_on is None


def test_no_way_is_called_verified_without_a_document_and_publication_is_not_one() -> None:
    said = delivering()

    assert sorted(said.ways) == ["ELECTRONIC", "IN_PERSON", "LEFT", "POST"]
    assert [way.code for way in said.ways.values() if way.is_verified] == []
    assert (said.within.value, said.within.unit, said.review.value, said.review.unit) == (
        *(3, "WORKING_DAYS"),
        *(60, "DAYS"),
    )


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {**SAID, "more": 1},
        {**SAID, "ways": {"X": {**WAY, "proof": "TRUST"}}},
        {**SAID, "ways": {"X": {"label": "x"}}},
        {**SAID, "within": {**DAYS, "unit": "月"}},
        {**SAID, "within": {**DAYS, "value": 0}},
        {**SAID, "review": {**DAYS, "value": True}},
    ],
)
def test_a_file_that_says_it_wrongly_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(PolicyBroken):
        shaped(broken, DeliveryTable, "delivery.yaml")
