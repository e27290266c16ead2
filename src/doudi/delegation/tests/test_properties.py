"""Whatever was handed down and taken back: one office each day, never above a limit, parts never gain.

The expectation is worked out day by day from the facts alone, not by the sweep the program makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from doudi.delegation.rules.competence import NotTownship, Question, competent
from doudi.delegation.rules.holding import Held, throughout
from doudi.procedures.shapes import Citation
from doudi.procedures.tests.procedures import real_book, real_procedures

FIRST, DAYS = date(2026, 11, 2), 40
TOWN, OTHER_COUNTY_TOWN = "440204101", "350505101"
PAPER = Citation("韶浈民〔2026〕12号", "第三条", verified=True)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Told:
    """A right as a test makes it: days counted from the first, the end exclusive."""

    begins: int
    ends: int | None
    limit: int | None

    def counts(self, number: int) -> bool:
        return self.begins <= number and (self.ends is None or number < self.ends)

    def held(self, key: int) -> Held:
        ends = None if self.ends is None else day(self.ends)
        return Held(day(self.begins), ends, self.limit, PAPER, key)


def a_right(limits: st.SearchStrategy[int | None]) -> st.SearchStrategy[Told]:
    return st.builds(
        lambda begins, length, limit: Told(begins, None if length is None else begins + length, limit),
        st.integers(0, DAYS),
        st.none() | st.integers(1, DAYS),
        limits,
    )


LIMITS = st.integers(1, 500_000)
RELIEF_RIGHTS = st.lists(a_right(LIMITS), max_size=6)
DIBAO_RIGHTS = st.lists(a_right(st.none()), max_size=6)
SPANS = st.tuples(st.integers(0, DAYS), st.integers(0, DAYS)).map(lambda one: (min(one), max(one)))


def held(told: list[Told]) -> list[Held]:
    return [one.held(key) for key, one in enumerate(told, start=1)]


def office(
    programme: str, rights: list[Told], accepted: int, on: int, fen: int | None, earlier: int = 0
) -> str:
    question = Question(programme, TOWN, day(on), day(accepted), fen=fen, earlier_fen=earlier, area="RURAL")
    return competent(real_procedures(), real_book(), question, held(rights)).decider.office


@given(rights=DIBAO_RIGHTS, span=SPANS)
def test_the_township_decides_exactly_what_a_right_covered_on_every_day(
    rights: list[Told], span: tuple[int, int]
) -> None:
    accepted, on = span
    covered = all(any(one.counts(number) for one in rights) for number in range(accepted, on + 1))

    assert office("DIBAO", rights, accepted, on, None) == ("TOWNSHIP" if covered else "COUNTY")


@given(rights=RELIEF_RIGHTS, span=SPANS, fen=st.integers(0, 600_000))
def test_no_amount_above_any_limit_on_the_way_is_the_township_s(
    rights: list[Told], span: tuple[int, int], fen: int
) -> None:
    accepted, on = span
    days = range(accepted, on + 1)
    covered = all(any(one.counts(number) for one in rights) for number in days)
    limits = [one.limit for one in rights for number in days if one.counts(number) and one.limit is not None]
    within = covered and fen <= min(limits)

    assert office("TEMPORARY_RELIEF", rights, accepted, on, fen) == ("TOWNSHIP" if within else "COUNTY")


@given(limit=LIMITS, parts=st.lists(st.integers(0, 300_000), min_size=1, max_size=6))
def test_an_amount_split_in_parts_is_decided_by_who_decides_the_whole(limit: int, parts: list[int]) -> None:
    rights = [Told(0, None, limit)]
    whole = office("TEMPORARY_RELIEF", rights, 0, 5, sum(parts))

    by_part = [
        office("TEMPORARY_RELIEF", rights, 0, 5, part, sum(parts[:place])) for place, part in enumerate(parts)
    ]

    assert by_part[-1] == whole
    given_by_township = sum(part for part, who in zip(parts, by_part, strict=True) if who == "TOWNSHIP")
    assert given_by_township <= limit


@given(rights=RELIEF_RIGHTS, span=SPANS, fen=st.integers(0, 600_000), more=st.integers(0, 500_000))
def test_more_rights_or_a_longer_wait_never_hide_a_limit(
    rights: list[Told], span: tuple[int, int], fen: int, more: int
) -> None:
    accepted, on = span

    if office("TEMPORARY_RELIEF", rights, accepted, on, fen) == "COUNTY":
        assert office("TEMPORARY_RELIEF", rights, accepted, on, fen + more) == "COUNTY"
    alone = throughout(held(rights), day(on), day(on))
    waited = throughout(held(rights), day(accepted), day(on))
    assert waited is None or (alone is not None and (waited.up_to or 0) <= (alone.up_to or 0))


@given(rights=DIBAO_RIGHTS, on=st.integers(0, DAYS), back=st.integers(0, DAYS))
def test_taken_back_from_everybody_it_falls_back_on_that_day_and_every_later_one(
    rights: list[Told], on: int, back: int
) -> None:
    cut = [
        Told(one.begins, back if one.ends is None else min(one.ends, back), None)
        for one in rights
        if one.begins < back
    ]

    assert [office("DIBAO", cut, accepted, max(on, back), None) for accepted in (0, max(on, back))] == [
        "COUNTY",
        "COUNTY",
    ]


@given(rights=DIBAO_RIGHTS, on=st.integers(0, DAYS))
def test_what_comes_next_is_the_first_day_on_which_the_office_is_another(rights: list[Told], on: int) -> None:
    question = Question("DIBAO", TOWN, day(on), day(on))
    turn = competent(real_procedures(), real_book(), question, held(rights)).turn

    offices = [office("DIBAO", rights, later, later, None) for later in range(on, 2 * DAYS + 2)]
    changes = [on + place for place, one in enumerate(offices) if one != offices[0]]
    assert (turn.on if turn else None) == (day(changes[0]) if changes else None)


def test_what_a_county_hands_down_to_everybody_needs_no_right_of_a_township() -> None:
    def who(fen: int, accepted_on: date) -> tuple[str, NotTownship | None]:
        question = Question("TEMPORARY_RELIEF", OTHER_COUNTY_TOWN, date(2020, 6, 1), accepted_on, fen=fen)
        found = competent(real_procedures(), real_book(), question, [])
        return found.decider.office, found.not_township

    assert who(300_000, date(2020, 6, 1)) == ("TOWNSHIP", None)
    assert who(300_001, date(2020, 6, 1)) == ("COUNTY", NotTownship.AMOUNT)
    assert who(500_001, date(2020, 6, 1)) == ("COORDINATION", NotTownship.AMOUNT)
    # the document of 2020-05-28 does not reach what was accepted before it
    assert who(100_000, date(2020, 5, 27)) == ("COUNTY", NotTownship.BEGUN_BEFORE)


def test_a_matter_goes_by_the_law_of_the_day_it_was_accepted() -> None:
    def article(accepted_on: date) -> str:
        question = Question("DIBAO", TOWN, date(2021, 7, 5), accepted_on)
        return competent(real_procedures(), real_book(), question, []).decider.citation.article

    assert article(date(2021, 6, 30)) == "第二十六条第一款"
    assert article(date(2021, 7, 1)) == "第二条第一款"
