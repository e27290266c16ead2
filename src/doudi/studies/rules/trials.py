"""Try a family under one programme or all of them, and find what would change the answer."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.money import yuan_text
from doudi.policy.assessment import Assessment, ParameterUnset, assess
from doudi.policy.book import Book
from doudi.policy.facts import Fact
from doudi.policy.language.nodes import Level
from doudi.policy.plan import plan_of
from doudi.policy.programme import Programme
from doudi.policy.stating import FactsWrong, Wrong
from doudi.policy.writing import sheet_of

HIGHEST_FEN = 10**9  # ten million yuan: no family's month comes near it
MOST_HINTS = 3


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
    lacking: str = ""
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
        """A word for the outcome: YES, NO, ASK, UNSET or WRONG."""
        if self.assessment is None:
            return "WRONG" if self.wrongs else "UNSET"
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
    except ParameterUnset as error:
        definition = book.definitions[error.key]
        return Trial(programme, lacking=f"{definition.topic_title}·{definition.label}")
    except FactsWrong as error:
        return Trial(programme, wrongs=error.wrongs)
    return Trial(programme, found)


def tried_all(book: Book, asked: Question) -> Sequence[Trial]:
    """Return what every programme says, those the family may have first."""
    order = {"YES": 0, "ASK": 2, "NO": 3, "WRONG": 4, "UNSET": 5}
    found = [tried(book, code, asked) for code in book.programmes]
    return sorted(found, key=lambda each: order[each.verdict] + (each.verdict == "YES" and not each.pays))


@dataclass(frozen=True, slots=True)
class _Spot:
    """One amount of a family that may be turned up or down."""

    member: int  # from 1; 0 is the household
    fact: Fact
    said: int

    @property
    def label(self) -> str:
        """What the amount is called."""
        return (f"成员 {self.member} 的" if self.member else "全家的") + f"“{self.fact.label}”"


def hints(book: Book, code: str, asked: Question, found: Assessment) -> Sequence[str]:
    """Say how far a family is from the other answer: by which one amount it would be reached.

    Every other fact stays as it is; amounts that cannot change the answer by themselves are passed over.
    """
    said: list[str] = []
    if found.eligible_or_open is None:
        return said
    for spot in _spots(book, code, asked):
        sentence = (
            _when_raised(book, code, asked, spot)
            if found.eligible
            else _when_lowered(book, code, asked, spot)
        )
        if sentence:
            said.append(sentence)
        if len(said) == MOST_HINTS:
            break
    return said


def _when_lowered(book: Book, code: str, asked: Question, spot: _Spot) -> str:
    if not spot.said or not _eligible_with(book, code, asked, spot, 0):
        return ""
    low, high = 0, spot.said  # entitled at low, not at high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _eligible_with(book, code, asked, spot, middle) else (low, middle)
    return f"{spot.label}现为 {yuan_text(spot.said)} 元；不超过 {yuan_text(low)} 元时就符合。"


def _when_raised(book: Book, code: str, asked: Question, spot: _Spot) -> str:
    most = min(HIGHEST_FEN, spot.fact.most)
    if _eligible_with(book, code, asked, spot, most):
        return ""
    low, high = spot.said, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _eligible_with(book, code, asked, spot, middle) else (low, middle)
    more = f"再增加 {yuan_text(low - spot.said)} 元以内仍然符合，超过就不再符合。"
    return f"{spot.label}现为 {yuan_text(spot.said)} 元；{more}"


def _eligible_with(book: Book, code: str, asked: Question, spot: _Spot, fen: int) -> bool:
    household = copy.deepcopy(dict(asked.household))
    row = household["members"][spot.member - 1] if spot.member else household
    row[spot.fact.name] = fen
    try:
        found = assess(book, code, asked.region, asked.on, household, asked.context)
    except (ParameterUnset, FactsWrong):
        return False
    return found.eligible_or_open is True


def _spots(book: Book, code: str, asked: Question) -> Iterator[_Spot]:
    """Yield the amounts worth turning: those that are stated, else the first member's wages."""
    money = [fact for fact in plan_of(book, code, asked.region, asked.on).facts if fact.kind == "money"]
    stated = False
    for number, member in enumerate(asked.household["members"], start=1):
        for fact in money:
            if fact.entity == "person" and isinstance(member.get(fact.name), int):
                stated = True
                yield _Spot(number, fact, member[fact.name])
    for fact in money:
        if fact.entity == "household" and isinstance(asked.household.get(fact.name), int):
            stated = True
            yield _Spot(0, fact, asked.household[fact.name])
    if not stated:
        yield from (_Spot(1, fact, 0) for fact in money if fact.name == "wages_fen")
