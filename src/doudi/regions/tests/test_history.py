"""A division's code leads to what it has become, from the day on, whatever happened to it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from doudi.regions.rules.history import DivisionHistory, Step, common_division, reach

JULY, NOVEMBER, DECEMBER = date(2026, 7, 1), date(2026, 11, 1), date(2026, 12, 1)
EVE = NOVEMBER - timedelta(days=1)
TOWN, OTHER_TOWN = "440204101", "440204102"
A, B, C = f"{TOWN}201", f"{TOWN}202", f"{TOWN}210"
MERGER = (Step(A, C, NOVEMBER), Step(B, C, NOVEMBER))


def test_merged_villages_lead_to_the_new_one_from_the_day_on() -> None:
    history = DivisionHistory(MERGER)

    assert [history.successor(code, NOVEMBER) for code in (A, B, C)] == [C, C, C]
    assert [history.successor(code, EVE) for code in (A, B)] == [A, B]
    assert history.is_same_place(A, C, NOVEMBER)
    assert not history.is_same_place(A, C, EVE)
    assert not history.is_same_place(C, A, NOVEMBER)


def test_a_village_that_is_shared_out_falls_to_the_township_and_nobody_has_moved() -> None:
    history = DivisionHistory((Step(A, B, NOVEMBER), Step(A, C, NOVEMBER)))

    assert history.successor(A, NOVEMBER) == TOWN
    assert history.is_shared_out(A, NOVEMBER)
    assert all(history.is_same_place(A, after, NOVEMBER) for after in (B, C, TOWN))
    assert not history.is_same_place(A, f"{TOWN}299", NOVEMBER)


def test_a_village_that_gives_up_a_part_is_still_itself() -> None:
    history = DivisionHistory((Step(A, A, NOVEMBER), Step(A, C, NOVEMBER)))

    assert history.successor(A, NOVEMBER) == A
    assert not history.is_shared_out(A, NOVEMBER)
    assert history.is_same_place(A, C, NOVEMBER)


def test_changes_follow_one_another_by_day() -> None:
    moved = Step(C, f"{OTHER_TOWN}205", DECEMBER)
    history = DivisionHistory((*MERGER, moved))

    assert history.successor(A, DECEMBER) == f"{OTHER_TOWN}205"
    assert history.successor(A, DECEMBER - timedelta(days=1)) == C


def test_two_villages_that_swap_their_codes_come_to_an_end() -> None:
    history = DivisionHistory((Step(A, B, NOVEMBER), Step(B, A, NOVEMBER)))

    assert (history.successor(A, DECEMBER), history.successor(B, DECEMBER)) == (B, A)


def test_a_code_given_anew_is_another_division() -> None:
    history = DivisionHistory((Step(A, B, JULY), Step(C, A, NOVEMBER), Step(A, TOWN + "250", DECEMBER)))

    assert history.successor(A, NOVEMBER) == B
    assert history.successor(A, NOVEMBER, since=JULY) == A
    assert history.successor(A, DECEMBER, since=NOVEMBER) == TOWN + "250"


def test_a_village_without_a_line_of_its_own_falls_to_what_its_township_became() -> None:
    history = DivisionHistory((Step(OTHER_TOWN, TOWN, NOVEMBER), Step(f"{OTHER_TOWN}201", C, NOVEMBER)))

    assert history.successor(f"{OTHER_TOWN}201", NOVEMBER) == C
    assert history.successor(f"{OTHER_TOWN}202", NOVEMBER) == TOWN


def test_an_ended_division_without_a_successor_falls_to_the_one_above() -> None:
    assert DivisionHistory((Step(A, "", NOVEMBER),)).successor(A, NOVEMBER) == TOWN


def test_what_divisions_share_is_a_division() -> None:
    assert common_division([A, B]) == TOWN
    assert common_division([A, f"{OTHER_TOWN}201"]) == "440204"
    assert common_division([A, "371521100201"]) == ""


def test_those_in_charge_of_the_new_village_see_the_old_ones_and_nobody_else_does() -> None:
    history = DivisionHistory((*MERGER, Step(f"{TOWN}220", f"{OTHER_TOWN}220", NOVEMBER)))

    assert set(reach([C], history, NOVEMBER)) == {C, A, B}
    assert reach([A], history, NOVEMBER)[A] == {A, C}
    assert set(reach([C], history, EVE)) == {C}
    assert set(reach([OTHER_TOWN], history, NOVEMBER)) == {OTHER_TOWN, f"{TOWN}220"}


codes = st.sampled_from([f"{TOWN}{at}" for at in range(201, 207)] + [TOWN, OTHER_TOWN])
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
steps = st.lists(st.builds(Step, codes, codes, days), max_size=12)


@given(steps, codes, days, days)
def test_following_in_two_strides_is_following_at_once(
    made: list[Step], code: str, one: date, other: date
) -> None:
    history = DivisionHistory(made)
    first, last = sorted((one, other))

    halfway = history.successors(code, first)
    onward = {each for half in halfway for each in history.successors(half, last, since=first)}

    assert onward == history.successors(code, last)
