"""Answers what families lack, how long it has waited, and what may answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.circumstances.catalogue import need_suggestions
from doudi.circumstances.models import Need
from doudi.circumstances.rules.needs import Suggestion
from doudi.circumstances.states import NeedStatus
from doudi.common.scope import Scope
from doudi.registry.selectors import people_within


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need with how many days it has been in hand and what may answer it."""

    need: Need
    days: int | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """How many needs were met, and how many days that took from the day they were found."""

    met: int
    total_days: int
    longest: int

    @property
    def average(self) -> str:
        """Return the average with one decimal, rounded half up; nothing when none was met."""
        if not self.met:
            return ""
        tenths = (self.total_days * 20 + self.met) // (2 * self.met)
        return f"{tenths // 10}.{tenths % 10}"


def needs_within(scope: Scope) -> QuerySet[Need]:
    """Return the needs of a scope's people, the newest first."""
    within = people_within(scope).values("pk")
    found = Need.objects.filter(Q(person__in=within) | Q(person__same_as__in=within))
    return found.select_related("person", "recorded_by", "handled_by")


def needs_of(people: Iterable[int]) -> QuerySet[Need]:
    """Return the needs of these people, whichever record of theirs they were kept under."""
    keys = list(people)
    found = Need.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return found.select_related("person", "recorded_by", "handled_by")


def need_line(need: Need, *, on: date) -> NeedLine:
    """Return a need with its clock: running while in hand, stopped when it ended."""
    began = need.started_on
    days = ((need.ended_on or on) - began).days if began else None
    suggested = need_suggestions().get(need.kind, ()) if need.status == NeedStatus.OPEN else ()
    return NeedLine(need, days, tuple(suggested))


def waits_of(needs: QuerySet[Need]) -> Waits:
    """Return how long the needs that were met had waited since they were found."""
    met = needs.filter(status=NeedStatus.MET).values_list("found_on", "ended_on")
    days = [(ended - found).days for found, ended in met if ended]
    return Waits(len(days), sum(days), max(days, default=0))
