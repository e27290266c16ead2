"""Whether somebody's results in one kind of course count on a day (培训合格)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from doudi.kernel.counting import months_after
from doudi.kernel.policy_file import Distinct, Text, Titled

PASSED, ABSENT, FAILED, EXPIRED = "PASSED", "ABSENT", "FAILED", "EXPIRED"


class Terms(Titled):
    """Who is to be trained, what passes, how long it counts, what is locked without it."""

    audience: Distinct[Text]
    pass_score: int = Field(ge=0, le=100)
    valid_months: int = Field(ge=1)
    remind_days: int = Field(ge=0)
    locked: Distinct[Text]


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
