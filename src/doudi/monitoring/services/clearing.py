"""Closes what a comparison no longer finds: by a list that shows the result, never by silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from doudi.common.rows import save_rows
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import gap_rules
from doudi.monitoring.models import Finding, LedgerEntry, MatchRun, WatchRecord
from doudi.monitoring.states import EntryStatus, Outcome
from doudi.registry.selectors import enrolments_in
from doudi.registry.states import Programme

ENROLLED: Mapping[str, Outcome] = {
    Programme.TEKUN: Outcome.ENROLLED_TEKUN,
    Programme.DIBAO: Outcome.ENROLLED_DIBAO,
}


def clear_what_is_gone(run: MatchRun, found: Collection[int], *, ran: Collection[str], at: datetime) -> int:
    """Withdraw this month's findings that are no longer found, and clear open entries nothing finds any more.

    Only rules that ran count: a missing file clears nobody. Someone the lists now show on dibao or tekun is
    concluded as enrolled, with the day they were enrolled from.
    """
    stale = Finding.objects.filter(
        entry__region=run.region, entry__rule__in=ran, period=run.period, withdrawn_by__isnull=True
    ).exclude(entry__in=found)
    withdrawn = list(stale)
    for finding in withdrawn:
        finding.withdrawn_by = run
    save_rows(withdrawn, ["withdrawn_by"], recorded_as="monitoring.month_compared")
    gone = list(
        LedgerEntry.objects.filter(
            region=run.region, rule__in=ran, status=EntryStatus.OPEN, last_period__lte=run.period
        ).exclude(pk__in=found)
    )
    enrolled = _enrolled(run)
    for entry in gone:
        _clear(entry, enrolled.get(entry.person_id or 0), at=at)
    save_rows(
        gone,
        ["status", "outcome", "reason", "concluded_at", "cleared_on"],
        recorded_as="monitoring.month_compared",
    )
    _end_watch(run, enrolled, at=at)
    return len(gone)


def _enrolled(run: MatchRun) -> dict[int, tuple[Outcome, str]]:
    standing = enrolments_in(Period.parse(run.period)).filter(
        programme__in=ENROLLED, division__startswith=run.region
    )
    return {
        person: (ENROLLED[programme], since.isoformat())
        for person, programme, since in standing.order_by("programme").values_list(
            "person_id", "programme", "valid_from"
        )
    }


def _clear(entry: LedgerEntry, enrolled: tuple[Outcome, str] | None, *, at: datetime) -> None:
    entry.cleared_on = at.date()
    entry.status = EntryStatus.CLEARED
    if enrolled and entry.rule in gap_rules():
        outcome, since = enrolled
        entry.status, entry.outcome = EntryStatus.CONCLUDED, outcome
        entry.reason = f"名册显示自 {since} 起已纳入，系统自动核销。"
        entry.concluded_at = at


def _end_watch(run: MatchRun, enrolled: Collection[int], *, at: datetime) -> None:
    ended = list(WatchRecord.objects.filter(region=run.region, ended_on__isnull=True, person__in=enrolled))
    for record in ended:
        record.ended_on = at.date()
    save_rows(ended, ["ended_on"], recorded_as="monitoring.month_compared")
