"""Try a family under one programme or all of them, and find what would change the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from doudi.formulas.nodes import Level
from doudi.policy.asking import questions_of, titled
from doudi.policy.assessment import Assessment, assess
from doudi.policy.book import Book
from doudi.policy.distance import gap_words, gaps_of, turn_words, turns_of
from doudi.policy.plan import plan_of
from doudi.policy.programme import Programme
from doudi.policy.stating import FactsWrong, Wrong
from doudi.policy.writing import sheet_of

MOST_HINTS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to try, where and for which day."""

    region: str
    on: date
    household: Mapping[str, Any]
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a programme says of a family: an assessment, or why there is none."""

    programme: Programme
    assessment: Assessment | None = None
    wrongs: tuple[Wrong, ...] = ()

    @property
    def is_by_person(self) -> bool:
        """Whether the programme is each member's own and not the family's."""
        return self.programme.level is Level.PERSON

    @property
    def pays(self) -> bool:
        """Whether any money is due."""
        return self.assessment is not None and (self.assessment.amount_or_open or 0) > 0

    @property
    def verdict(self) -> str:
        """A word for the outcome: YES, NO, ASK or WRONG."""
        if self.assessment is None:
            return "WRONG"
        if self.assessment.eligible_or_open is None:
            return "ASK"
        return "YES" if self.assessment.eligible else "NO"

    @property
    def unit(self) -> str:
        """The unit of the amount, such as 元/月."""
        return self.programme.steps[self.programme.outcome.amount].unit

    @property
    def first_reason(self) -> str:
        """The first reason of a refusal."""
        return next(iter(sheet_of(self.assessment).reasons), "") if self.assessment else ""

    @property
    def first_question(self) -> str:
        """What has to be asked first."""
        if self.assessment is None:
            return ""
        questions = questions_of(self.assessment)
        more = f"等 {len(questions)} 项" if len(questions) > 1 else ""
        return f"{titled(questions[0])}{more}" if questions else ""

    @property
    def people(self) -> str:
        """Which members a programme of persons is for."""
        entitled = (
            [str(one.member) for one in self.assessment.verdicts if one.eligible] if self.assessment else []
        )
        return f"成员 {'、'.join(entitled)}" if entitled else ""


def facts_used(book: Book, codes: Sequence[str], region: str, on: date) -> frozenset[str]:
    """Return the names of the facts that some of these programmes ask for in a region on a day."""
    return frozenset(fact.name for code in codes for fact in plan_of(book, code, region, on).facts)


def tried(book: Book, code: str, asked: Question) -> Trial:
    """Return what one programme says of a family."""
    programme = book.programmes[code]
    try:
        found = assess(book, code, asked.region, asked.on, asked.household, asked.context)
    except FactsWrong as error:
        return Trial(programme, wrongs=error.wrongs)
    return Trial(programme, found)


def tried_all(book: Book, asked: Question) -> Sequence[Trial]:
    """Return what every programme says, those the family may have first."""
    order = {"YES": 0, "ASK": 2, "NO": 3, "WRONG": 4}
    found = [tried(book, code, asked) for code in book.programmes]
    return sorted(found, key=lambda each: order[each.verdict] + (each.verdict == "YES" and not each.pays))


def hints(found: Assessment, *, of_refused: bool = False) -> Sequence[str]:
    """Say how far a family is from the other answer: from the lines it missed, and which one fact turns it.

    Every other fact stays as it is; what cannot turn the answer by itself is passed over. `of_refused` leaves
    out what would take from somebody what is due.
    """
    told = (False,) if of_refused else (False, True)
    members = [one.member for one in found.verdicts if one.eligible in told]
    gaps = (gap_words(gap) for gap in gaps_of(found))
    turns = (turn_words(found, turn) for member in members for turn in turns_of(found, member))
    return [*islice(gaps, MOST_HINTS), *islice(turns, MOST_HINTS)]
