"""Answers what stands between a month and its closing, and what it differs in from the last closed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doudi.common.scope import Scope
from doudi.exchange.catalogue import shapes
from doudi.exchange.selectors.batches import Arrived, arrived_sources
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.matching.catalogue import Rule
from doudi.matching.wording import missing
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import Month, MonthPart
from doudi.monitoring.rules.equation import Changes, Place, changes
from doudi.monitoring.selectors.ledger import people_without_conclusion
from doudi.monitoring.selectors.month import closed_before, sealed_places
from doudi.monitoring.selectors.runs import last_run
from doudi.regions.selectors import division_names, divisions_below
from doudi.regions.states import Level

UNFINISHED = (BatchState.RECEIVED, BatchState.RECOGNISED, BatchState.CHECKED)


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that the month's comparison could not run, and why."""

    rule: Rule
    why: str
    skipped: str
    empty: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How a month differs from the last one closed before it; `before` is None where none was."""

    before: Month | None
    changes: Changes


@dataclass(frozen=True, slots=True)
class Closing:
    """What the two people who close a month look at first."""

    waiting: int
    """Findings without conclusion that hold the month open."""
    not_run: list[NotRun]
    unpublished: list[Arrived]
    absent: list[Arrived]
    parts: list[str]
    """Names of the townships that have submitted their part."""
    parts_open: list[str]
    difference: Difference


def closing_of(region: str, period: Period, people: Mapping[int, Place]) -> Closing:
    """Return what stands between a county's month, with everyone on its list, and its closing."""
    sources = arrived_sources(Scope.of([region]), period)
    submitted, missing_parts = _parts(region, period)
    return Closing(
        waiting=people_without_conclusion(region, period),
        not_run=not_run(region, period),
        unpublished=[one for one in sources if one.state in UNFINISHED],
        absent=[one for one in sources if not one.state],
        parts=submitted,
        parts_open=missing_parts,
        difference=difference(region, period, people),
    )


def not_run(region: str, period: Period) -> list[NotRun]:
    """Return the rules the month's last comparison could not run or ran over an empty list."""
    run = last_run(region, period)
    if run is None:
        return []
    said = [(rule, run.rules.get(rule.id, {})) for rule in rules()]
    return [
        NotRun(rule, missing(skipped, shapes()), skipped, empty)
        for rule, skipped, empty in (
            (rule, str(one.get("skipped") or ""), str(one.get("empty") or "")) for rule, one in said
        )
        if skipped
    ]


def difference(region: str, period: Period, people: Mapping[int, Place], code: str = "") -> Difference:
    """Return who came, went or moved since the last month closed before; of one division when given."""
    before = closed_before(region, period)
    if before is None:
        return Difference(None, Changes((), (), ()))
    return Difference(before, changes(_within(sealed_places(before), code), _within(people, code)))


def _within(people: Mapping[int, Place], code: str) -> dict[int, Place]:
    return {person: place for person, place in people.items() if place.division.startswith(code)}


def _parts(region: str, period: Period) -> tuple[list[str], list[str]]:
    """Return the names of the townships that submitted their part of a month, and of those that did not."""
    done = set(MonthPart.objects.filter(region=region, period=str(period)).values_list("township", flat=True))
    townships = divisions_below(region, level=Level.TOWNSHIP).values_list("code", flat=True)
    names = division_names([*done, *townships])
    told = sorted(done | set(townships))
    return (
        [names.get(code, code) for code in told if code in done],
        [names.get(code, code) for code in told if code not in done],
    )
