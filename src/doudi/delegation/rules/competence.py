"""Who is competent (谁有权): whom the law names, or the township that holds a right handed down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from doudi.delegation.rules.holding import Held, throughout, turns_after
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.book import Book
from doudi.procedures.deciders import CONFIRM, Decider, DeciderUnknown, decider_of
from doudi.procedures.handing import Handing, Right, turning_days
from doudi.procedures.inheriting import NoProcedureYet, Procedures


class NotTownship(StrEnum):
    """Why it is not the township that decides."""

    NEVER = "NEVER"
    AMOUNT = "AMOUNT"
    BEGUN_BEFORE = "BEGUN_BEFORE"
    FELL_BACK = "FELL_BACK"


@dataclass(frozen=True, slots=True)
class Question:
    """A matter of a household: what, where, on which day it is decided, and since when it is open.

    `fen` is what is to be decided now; `earlier_fen` what the same household got for the same matter in the
    period the limit is for, so that parts add up.
    """

    programme: str
    region: str
    on: date
    accepted_on: date
    matter: str = CONFIRM
    fen: int | None = None
    earlier_fen: int = 0
    area: str = ""

    @property
    def county(self) -> str:
        """Return the code of the county whose rules hold."""
        return self.region[:COUNTY_DIGITS]

    @property
    def whole_fen(self) -> int | None:
        """Return the amount limits are held against: all parts together."""
        return None if self.fen is None else self.fen + self.earlier_fen

    def begun_on(self, day: date) -> Question:
        """Return the same question of a matter that is accepted and decided on one day."""
        return replace(self, on=day, accepted_on=day)


@dataclass(frozen=True, slots=True)
class Turn:
    """From which day another office decides what is accepted from then on."""

    on: date
    decider: Decider


@dataclass(frozen=True, slots=True)
class Competence:
    """Who decides, by which right if one was handed down, why the township does not, and what comes next."""

    decider: Decider
    held: Held | None
    not_township: NotTownship | None
    turn: Turn | None


def competent(
    procedures: Procedures, book: Book, question: Question, delegated: Sequence[Held]
) -> Competence:
    """Return the one office that decides; `delegated` are the township's own rights of the matter.

    Raises DeciderUnknown where the law names nobody, or an amount or an area it goes by is not known.
    """
    rights = [*general_rights(procedures, book, question), *delegated]
    held = throughout(rights, question.accepted_on, question.on)
    decider = _decider(procedures, book, question, held)
    return Competence(
        decider,
        held if decider.handed_down else None,
        None if decider.handed_down else _why(rights, held, question),
        _turn(procedures, book, question, rights),
    )


def general_rights(procedures: Procedures, book: Book, question: Question) -> Iterator[Held]:
    """Yield, from the acceptance on, the times in which a document hands the matter to every township."""
    found = turning_days(procedures, book, programme=question.programme, region=question.county)
    since = question.accepted_on
    days = [since, *sorted({day for day in found if day > since}), None]
    for begins, ends in pairwise(days):
        assert begins is not None  # noqa: S101 - only the last one is open
        decider = _generally(procedures, book, question, begins)
        if decider is not None and decider.handed_down:
            yield Held(begins, ends, decider.up_to, decider.citation)


def _generally(procedures: Procedures, book: Book, question: Question, day: date) -> Decider | None:
    """Return who decides the smallest amount by the parameters; an unknown day ahead hands nothing down."""
    try:
        return decider_of(
            procedures,
            book,
            programme=question.programme,
            region=question.county,
            on=day,
            matter=question.matter,
            fen=0,
            area=question.area,
        )
    except (DeciderUnknown, NoProcedureYet):
        if day <= question.on:
            raise
        return None


def _decider(procedures: Procedures, book: Book, question: Question, held: Held | None) -> Decider:
    return decider_of(
        procedures,
        book,
        programme=question.programme,
        region=question.county,
        on=question.accepted_on,
        matter=question.matter,
        fen=question.whole_fen,
        area=question.area,
        handing=Handing(Right(held.up_to, held.paper) if held else None),
    )


def _why(rights: Sequence[Held], held: Held | None, question: Question) -> NotTownship:
    if held is not None:
        return NotTownship.AMOUNT if question.fen is not None else NotTownship.NEVER
    if any(one.holds_on(question.on) for one in rights):
        return NotTownship.BEGUN_BEFORE
    if any(one.holds_on(question.accepted_on) for one in rights):
        return NotTownship.FELL_BACK
    return NotTownship.NEVER


def _turn(procedures: Procedures, book: Book, question: Question, rights: Sequence[Held]) -> Turn | None:
    """Return the first later day from which what is accepted is decided by another office."""
    now = _begun_on(procedures, book, question, rights, question.on)
    for day in sorted(turns_after(rights, question.on)):
        then = _begun_on(procedures, book, question, rights, day)
        if then is not None and now is not None and then.office != now.office:
            return Turn(day, then)
    return None


def _begun_on(
    procedures: Procedures, book: Book, question: Question, rights: Sequence[Held], day: date
) -> Decider | None:
    asked = question.begun_on(day)
    try:
        return _decider(procedures, book, asked, throughout(rights, day, day))
    except (DeciderUnknown, NoProcedureYet):
        return None
