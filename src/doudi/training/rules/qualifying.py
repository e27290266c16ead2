"""Whether somebody's results in one kind of course count on a day (培训合格)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.kernel.counting import months_after

PASSED, ABSENT, FAILED, EXPIRED = "PASSED", "ABSENT", "FAILED", "EXPIRED"


@dataclass(frozen=True, slots=True)
class Terms:
    """Who is to be trained, what passes, how long it counts, what is locked without it."""

    audience: frozenset[str]
    pass_score: int
    valid_months: int
    remind_days: int
    locked: frozenset[str]


def terms_of(text: Mapping[str, object]) -> Terms:
    """Build the terms from their policy file; KeyError or TypeError names what is missing."""
    audience, locked = text["audience"], text["locked"]
    if not isinstance(audience, list) or not isinstance(locked, list):
        raise TypeError("audience, locked")
    return Terms(
        audience=frozenset(map(str, audience)),
        pass_score=int(str(text["pass_score"])),
        valid_months=int(str(text["valid_months"])),
        remind_days=int(str(text["remind_days"])),
        locked=frozenset(map(str, locked)),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """One examination: when it was taken, and the score out of 100."""

    taken_on: date
    score: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: the state, the last day a pass counts, and the score it rests on."""

    state: str
    valid_until: date | None = None
    score: int | None = None


def standing_on(results: Iterable[Result], terms: Terms, on: date) -> Standing:
    """Return where somebody stands on a day: by the newest pass, else by the last examination."""
    taken = sorted((each for each in results if each.taken_on <= on), key=lambda each: each.taken_on)
    if not taken:
        return Standing(ABSENT)
    passed = [each for each in taken if each.score >= terms.pass_score]
    if not passed:
        return Standing(FAILED, score=taken[-1].score)
    until = months_after(passed[-1].taken_on, terms.valid_months)
    return Standing(PASSED if on <= until else EXPIRED, until, passed[-1].score)
