"""Answers by which steps, papers and days a place works, and what a trial changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.policy.book import Chosen, lineage
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import PilotPack, PilotUse
from doudi.rulebook.selectors.places import region_of

PROGRAMME = "DIBAO"
PAPERS, STEPS, DAYS = "rulebook.dibao_papers", "rulebook.dibao_steps", "dibao.total_days"


@dataclass(frozen=True, slots=True)
class Process:
    """How an application is handled at a place: steps, papers, working days, and the trial it comes from."""

    steps: tuple[str, ...]
    papers: tuple[str, ...]
    working_days: int | None
    pack: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what a use keeps of it."""
        return {"steps": list(self.steps), "papers": list(self.papers), "working_days": self.working_days}


def ordinary_process(division: str, on: date) -> Process:
    """Return how dibao is handled at a place without any trial."""
    held = book().parameters(region_of(division), on)
    days = held.get(DAYS)
    return Process(
        steps=_codes(held.get(STEPS)),
        papers=_codes(held.get(PAPERS)),
        working_days=days.value if days and isinstance(days.value, int) else None,
    )


def process_at(division: str, on: date) -> Process:
    """Return how a dibao application accepted on a day is handled at a place."""
    use = uses_on(on).filter(division__in=[division[:9], division[:6]]).order_by("-division").first()
    if use is None:
        return ordinary_process(division, on)
    pack = use.pack
    return Process(tuple(pack.steps), tuple(pack.papers), pack.working_days, pack.name)


def uses_on(on: date) -> QuerySet[PilotUse]:
    """Return the trials in use on a day."""
    running = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return PilotUse.objects.filter(running, programme=PROGRAMME).select_related("pack")


def packs_within(scope: Scope) -> QuerySet[PilotPack]:
    """Return the trials of the regions a scope covers or lies in."""
    above = [code for prefix in scope.prefixes for code in lineage(region_of(prefix))]
    return PilotPack.objects.filter(scope.q("region") | Q(region__in=above)).select_related("made_by")


def uses_within(scope: Scope) -> QuerySet[PilotUse]:
    """Return where trials are or were in use."""
    found = PilotUse.objects.filter(scope.q("division"))
    return found.select_related("pack", "started_by", "ended_by")


@dataclass(frozen=True, slots=True)
class Compared:
    """A place's settings before a trial and with it."""

    use: PilotUse
    papers_before: tuple[str, ...]
    papers_now: tuple[str, ...]
    spared: tuple[str, ...]
    steps_before: tuple[str, ...]
    steps_now: tuple[str, ...]
    days_before: int | None
    days_now: int


def compared(use: PilotUse) -> Compared:
    """Return what a trial changed at a place: papers, steps and days side by side."""
    before = use.before
    papers, steps = labels_of(PAPERS), labels_of(STEPS)
    return Compared(
        use=use,
        papers_before=_named(papers, before["papers"]),
        papers_now=_named(papers, use.pack.papers),
        spared=_named(papers, [each for each in before["papers"] if each not in use.pack.papers]),
        steps_before=_named(steps, before["steps"]),
        steps_now=_named(steps, use.pack.steps),
        days_before=before["working_days"],
        days_now=use.pack.working_days,
    )


def labels_of(key: str) -> Mapping[str, str]:
    """Return the codes a parameter may list, with what a clerk reads."""
    definition = book().definitions[key]
    return definition.enumeration.members if definition.enumeration else {}


def _named(labels: Mapping[str, str], codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(labels.get(code, code) for code in codes)


def _codes(chosen: Chosen | None) -> tuple[str, ...]:
    return chosen.value if chosen and isinstance(chosen.value, tuple) else ()
