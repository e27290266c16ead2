"""Writes where entries stand in a month: a new row by each act and comparison, none ever rewritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.rows import save_rows
from doudi.kernel.dates import Period
from doudi.monitoring.models import EntryStanding, LedgerEntry, MatchRun
from doudi.monitoring.states import EntryStatus, StandingCause
from doudi.registry.selectors import is_month_closed


@dataclass(frozen=True, slots=True)
class Cause:
    """What puts entries where they stand: a person's act or a comparison, at a moment."""

    kind: StandingCause
    at: datetime
    by: User | None = None
    run: MatchRun | None = None


def latest_in(period: str, entries: Collection[int]) -> Mapping[int, EntryStanding]:
    """Return the newest standing of each of these entries in a month, by entry."""
    rows = EntryStanding.objects.filter(period=period, is_latest=True, entry__in=entries)
    return {row.entry_id: row for row in rows}


def months_open_of(entry: LedgerEntry) -> list[EntryStanding]:
    """Return the newest standing of an entry in each month that found it and is not closed."""
    rows = entry.standings.filter(is_latest=True).exclude(status=EntryStatus.CLEARED).order_by("period")
    return [row for row in rows if not is_month_closed(entry.region, row.period)]


def stand(entries: Iterable[LedgerEntry], period: str, cause: Cause, *, recorded_as: str) -> None:
    """Write that these entries now stand in a month as their own columns say."""
    rows = [
        EntryStanding(
            entry=entry,
            period=period,
            division=entry.division,
            status=entry.status,
            outcome=entry.outcome,
            reason=entry.reason if entry.status == EntryStatus.CONCLUDED else "",
            owner=entry.owner,
            has_clock=entry.task is not None,
            cause=cause.kind,
            run=cause.run,
            by=cause.by,
            at=cause.at,
        )
        for entry in entries
    ]
    add_standings(rows, recorded_as=recorded_as)


def add_standings(rows: Collection[EntryStanding], *, recorded_as: str) -> None:
    """Add standings and let them be the newest of their entry and month."""
    by_period: dict[str, list[EntryStanding]] = {}
    for row in rows:
        by_period.setdefault(row.period, []).append(row)
    for period, added in by_period.items():
        before = list(latest_in(period, {row.entry_id for row in added}).values())
        for row in before:
            row.is_latest = False
        save_rows(before, ["is_latest"], recorded_as=recorded_as)
    EntryStanding.objects.bulk_create(rows, batch_size=500)


def stand_in_open_months(entry: LedgerEntry, cause: Cause, *, recorded_as: str) -> None:
    """Write an act on an entry into every month that found it and is not closed.

    What a month was answered with stays until somebody answers anew: naming who takes the entry in hand, or a
    later list, takes no answer back. Where all months are closed, what an officer does to work left open is
    written into the month of the act; it counts there only if that month's comparison finds the entry too.
    """
    months = months_open_of(entry)
    answers = cause.kind == StandingCause.CONCLUDED
    changed = [row.period for row in months if answers or row.status == EntryStatus.OPEN]
    acted = str(Period.of(clock.day_of(cause.at)))
    if not months and cause.by is not None and not is_month_closed(entry.region, acted):
        changed = [acted]
    for period in changed:
        stand([entry], period, cause, recorded_as=recorded_as)
