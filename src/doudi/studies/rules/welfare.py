"""The six welfare subsidies together (六项福利补贴): what each person may have and what excludes what.

Two exclude each other when whoever receives the one loses the other, wholly or in part. The rules themselves
are asked, once with and once without the payment, so that the answer follows every change of a parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from doudi.policy.asking import asked_words, questions_of
from doudi.policy.assessment import Assessment, Verdict, assess
from doudi.policy.book import Book

# each subsidy, and the fact by which a person states that it is being received
RECEIVED: Mapping[str, str] = {
    "ORPHAN": "orphan_allowance_fen",
    "UNATTENDED_CHILD": "unattended_allowance_fen",
    "CHILD_IN_DIFFICULTY": "difficulty_allowance_fen",
    "DISABILITY_LIVING": "child_aid_received_fen",
    "DISABILITY_NURSING": "nursing_allowance_fen",
    "ELDERLY_SUBSIDY": "elder_subsidy_fen",
}


class Effect(StrEnum):
    """What receiving one subsidy does to another."""

    LOST = "LOST"
    LOWERED = "LOWERED"


EFFECTS: Mapping[Effect, str] = {Effect.LOST: "不得同领或择高", Effect.LOWERED: "只补差额"}


@dataclass(frozen=True, slots=True)
class Benefit:
    """One subsidy for one person; `lacking` says what has to be set or asked before anybody can say."""

    member: int
    programme: str
    title: str
    eligible: bool | None
    amount_fen: int | None
    reasons: tuple[str, ...] = ()
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whoever receives the one has less or nothing of the other."""

    member: int
    receiving: str
    other: str
    effect: Effect
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose benefits are asked for, where and for which day."""

    book: Book
    region: str
    on: date
    household: Mapping[str, Any]

    def verdict(self, programme: str, member: int, receiving: Mapping[str, int]) -> Verdict:
        """Return the verdict on a member who receives these payments, of fact name → fen."""
        return self._assessed(programme, member, receiving).verdicts[member - 1]

    def benefit(self, programme: str, member: int) -> Benefit:
        """Return what a member may have of a programme, seen alone."""
        title = self.book.programmes[programme].title
        found = self._assessed(programme, member, {})
        verdict = found.verdicts[member - 1]
        lacking = asked_words(questions_of(found, member)) if verdict.waits else ""
        steps = found.plan.programme.steps
        reasons = tuple(steps[name].label for name in verdict.failed)
        return Benefit(member, programme, title, verdict.eligible, verdict.amount, reasons, lacking)

    def _assessed(self, programme: str, member: int, receiving: Mapping[str, int]) -> Assessment:
        members = [dict(one) for one in self.household["members"]]
        members[member - 1] |= receiving
        family = {**self.household, "members": members}
        return assess(self.book, programme, self.region, self.on, family)


def benefits_of(asked: Asked) -> tuple[Benefit, ...]:
    """Return each person's six subsidies in the order of the document."""
    people = range(1, len(asked.household["members"]) + 1)
    return tuple(asked.benefit(code, member) for member in people for code in RECEIVED)


def exclusions_of(asked: Asked, benefits: tuple[Benefit, ...]) -> tuple[Exclusion, ...]:
    """Return which of the subsidies a person may have take from one another."""
    return tuple(_exclusions(asked, [one for one in benefits if one.eligible and one.amount_fen]))


def _exclusions(asked: Asked, held: list[Benefit]) -> Iterator[Exclusion]:
    pairs = [(one, other) for one in held for other in held if one is not other]
    for one, other in pairs:
        if one.member != other.member:
            continue
        fen, others = one.amount_fen or 0, other.amount_fen or 0
        left = asked.verdict(other.programme, other.member, {RECEIVED[one.programme]: fen})
        if left.amount is not None and left.amount < others:
            effect = Effect.LOWERED if left.eligible and left.amount else Effect.LOST
            yield Exclusion(one.member, one.programme, other.programme, effect, left.amount)
