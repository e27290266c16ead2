"""Works out due dates, and keeps what they start from while the calendar does not reach so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.rows import save_rows
from doudi.monitoring.models import LedgerEntry
from doudi.regions.selectors import CalendarMissing, nth_working_day

FIELDS = ("due_on", "due_since", "due_days")


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, or the day and the working days it will be worked out from once holidays are announced."""

    on: date | None
    since: date | None = None
    days: int | None = None

    def put_on(self, entry: LedgerEntry) -> None:
        """Write this due date into an entry that is not yet saved."""
        entry.due_on, entry.due_since, entry.due_days = self.on, self.since, self.days


def due_after(since: date, days: int) -> Due:
    """Return the due date so many working days after a day; unknown, never guessed, past the calendar."""
    try:
        return Due(nth_working_day(since, days))
    except CalendarMissing:
        return Due(None, since, days)


@transaction.atomic
def fill_due_dates(region: str, *, by: Actor, at: datetime) -> int:
    """Give the entries of a county whose due date was unknown theirs, as far as the calendar now reaches."""
    waiting = LedgerEntry.objects.filter(region=region, due_on__isnull=True, due_since__isnull=False)
    filled = []
    known: dict[tuple[date, int], Due] = {}
    for entry in waiting.iterator(chunk_size=500):
        if entry.due_since is None or entry.due_days is None:
            continue
        clock = (entry.due_since, entry.due_days)
        due = known.setdefault(clock, due_after(*clock))
        if due.on is not None:
            due.put_on(entry)
            filled.append(entry)
    save_rows(filled, FIELDS, recorded_as="monitoring.due_dates_filled")
    if filled:
        audit.record(
            "monitoring.due_dates_filled",
            subject_type="division",
            subject_id=region,
            by=by,
            at=at,
            division=region,
            details={"entries": len(filled)},
        )
    return len(filled)
