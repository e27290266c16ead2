"""Where a certification stands follows from its rows, in whatever order they are read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.certification.catalogue import recheck_before
from doudi.certification.rules.standing import (
    CERTIFIED,
    CHECKED,
    END,
    ENDED,
    EXPIRED,
    GRANT,
    PROPOSED,
    REFUSE,
    REFUSED,
    RENEW,
    TO_CHECK,
    Check,
    Position,
    Proposal,
    position,
)

DAY, YEAR, TWO = date(2026, 11, 3), date(2027, 11, 3), date(2028, 11, 3)
MET, NOT_MET = Check(1, is_met=True), Check(1, is_met=False)
GRANTED = Proposal(2, GRANT, DAY, YEAR, is_agreed=True)
RENEWED = Proposal(4, RENEW, YEAR, TWO, is_agreed=True)
LEFT = Proposal(5, END, date(2027, 3, 1), None, is_agreed=True)


def at(*rows: Check | Proposal, on: date = DAY) -> Position:
    return position(
        [each for each in rows if isinstance(each, Check)],
        [each for each in rows if isinstance(each, Proposal)],
        on=on,
    )


@pytest.mark.parametrize(
    ("rows", "on", "state", "allowed"),
    [
        ((), DAY, TO_CHECK, ""),
        ((MET,), DAY, CHECKED, GRANT),
        ((NOT_MET,), DAY, CHECKED, REFUSE),
        ((MET, Proposal(2, GRANT, DAY, YEAR)), DAY, PROPOSED, ""),
        ((MET, Proposal(2, GRANT, DAY, YEAR, is_agreed=False)), DAY, CHECKED, GRANT),
        ((MET, GRANTED), DAY, CERTIFIED, END),
        ((MET, GRANTED), date(2027, 11, 2), CERTIFIED, END),
        ((MET, GRANTED), YEAR, EXPIRED, ""),
        ((MET, GRANTED, Check(3, is_met=True)), DAY, CERTIFIED, f"{END} {RENEW}"),
        ((MET, GRANTED, Check(3, is_met=False)), DAY, CERTIFIED, END),
        ((MET, GRANTED, Check(3, is_met=True), RENEWED), YEAR, CERTIFIED, END),
        ((MET, GRANTED, Check(3, is_met=True), RENEWED), TWO, EXPIRED, ""),
        ((MET, GRANTED, LEFT), date(2027, 2, 28), CERTIFIED, END),
        ((MET, GRANTED, LEFT), date(2027, 3, 1), ENDED, ""),
        ((NOT_MET, Proposal(2, REFUSE, DAY, None, is_agreed=True)), DAY, REFUSED, ""),
    ],
)
def test_each_step_stands_where_it_should(
    rows: tuple[Check | Proposal, ...], on: date, state: str, allowed: str
) -> None:
    found = at(*rows, on=on)

    assert (found.state, found.allowed) == (state, frozenset(allowed.split()))


ROWS = st.lists(
    st.one_of(
        st.builds(Check, st.integers(1, 9), st.booleans()),
        st.builds(
            Proposal,
            st.integers(1, 9),
            st.sampled_from([GRANT, REFUSE, RENEW, END]),
            st.integers(0, 900).map(lambda number: DAY + timedelta(days=number)),
            st.integers(901, 1800).map(lambda number: DAY + timedelta(days=number)),
            st.sampled_from([True, False]),
        ),
    ),
    unique_by=lambda row: row.order,
)


@given(ROWS, st.permutations(range(9)))
def test_the_order_in_which_rows_are_read_does_not_matter(
    rows: list[Check | Proposal], shuffle: list[int]
) -> None:
    assert at(*(rows[place] for place in shuffle if place < len(rows))) == at(*rows)


@given(ROWS)
def test_nobody_is_certified_without_a_grant_somebody_agreed_to(rows: list[Check | Proposal]) -> None:
    granted = any(isinstance(each, Proposal) and each.matter == GRANT and each.is_agreed for each in rows)

    assert granted or at(*rows).state != CERTIFIED
    assert granted or RENEW not in at(*rows).allowed


def test_somebody_looks_again_thirty_days_before_the_end() -> None:
    assert recheck_before() == 30
