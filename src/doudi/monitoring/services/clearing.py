"""Closes what a comparison no longer finds: by a list that shows the result, never by silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from doudi.common import clock
from doudi.common.rows import save_rows
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import gap_rules
from doudi.monitoring.models import EntryStanding, Finding, LedgerEntry, MatchRun, WatchRecord
from doudi.monitoring.services.standings import (
    Cause,
    add_standings,
    latest_in,
    stand,
    stand_in_open_months,
)
from doudi.monitoring.states import EntryStatus, Outcome, StandingCause
from doudi.registry.selectors import enrolments_in, is_month_closed
from doudi.registry.states import Programme
from doudi.work.services.moves import Act
from doudi.work.services.tasks import end_tasks
from doudi.work.states import MoveKind

ENROLLED: Mapping[str, Outcome] = {
    Programme.TEKUN: Outcome.ENROLLED_TEKUN,
    Programme.DIBAO: Outcome.ENROLLED_DIBAO,
}


def stand_as_found(
    run: MatchRun, found: Mapping[int, LedgerEntry], reopened: Collection[int], *, at: datetime
) -> None:
    """Write where the entries a comparison found stand in its month.

    What was concluded in this month stays concluded unless this very comparison opened it again; a month
    before or after is not touched.
    """
    before = {pk: row for pk, row in latest_in(run.period, set(found)).items() if pk not in reopened}
    for kind, entries in _by_cause(before, found).items():
        stand(entries, run.period, Cause(kind, at, run=run), recorded_as="monitoring.month_compared")


def _by_cause(
    before: Mapping[int, EntryStanding], found: Mapping[int, LedgerEntry]
) -> Mapping[StandingCause, list[LedgerEntry]]:
    by_cause: dict[StandingCause, list[LedgerEntry]] = {}
    for pk, entry in found.items():
        if _says_the_same(before.get(pk), entry):
            continue
        is_carried = entry.status == EntryStatus.CONCLUDED
        by_cause.setdefault(StandingCause.CARRIED if is_carried else StandingCause.FOUND, []).append(entry)
    return by_cause


def _says_the_same(standing: EntryStanding | None, entry: LedgerEntry) -> bool:
    if standing is None or standing.status == EntryStatus.CLEARED:
        return False
    if standing.status == EntryStatus.CONCLUDED:
        return True
    owner = entry.task.owner_id if entry.task else None
    return (standing.owner_id, standing.division) == (owner, entry.division)


def clear_what_is_gone(run: MatchRun, found: Collection[int], *, ran: Collection[str], at: datetime) -> int:
    """Withdraw this month's findings that are no longer found, and clear open entries nothing finds any more.

    Only rules that ran count: a missing file clears nobody. An entry another open month found stays open: a
    later list is no reason. Someone the lists now show on dibao or tekun is concluded as enrolled, with the
    day they were enrolled from.
    """
    _withdraw(run, found, ran, at=at)
    gone = list(
        LedgerEntry.objects.filter(
            region=run.region, rule__in=ran, status=EntryStatus.OPEN, last_period__lte=run.period
        )
        .exclude(pk__in=found)
        .select_related("task__owner")
    )
    enrolled = _enrolled(run)
    waits = _open_in_other_months(run, gone)
    changed = [entry for entry in gone if _clear(entry, enrolled.get(entry.person_id or 0), waits, at=at)]
    save_rows(
        changed,
        ["status", "outcome", "reason", "concluded_by", "concluded_at", "next_review_on", "cleared_on"],
        recorded_as="monitoring.month_compared",
    )
    _end_tasks(changed, at=at)
    for entry in changed:
        if entry.status == EntryStatus.CONCLUDED:
            cause = Cause(StandingCause.ENROLLED, at, run=run)
            stand_in_open_months(entry, cause, recorded_as="monitoring.month_compared")
    _end_watch(run, enrolled, at=at)
    return len(changed)


def _end_tasks(changed: Collection[LedgerEntry], *, at: datetime) -> None:
    """Finish the tasks that a list answered, cancel those of what nothing finds any more."""
    for outcome in {entry.outcome for entry in changed}:
        tasks = [entry.task for entry in changed if entry.task and entry.outcome == outcome]
        kind = MoveKind.FINISHED if outcome else MoveKind.CANCELLED
        end_tasks(tasks, kind, Act(at), result=outcome, recorded_as="monitoring.month_compared")


def _withdraw(run: MatchRun, found: Collection[int], ran: Collection[str], *, at: datetime) -> None:
    stale = Finding.objects.filter(
        entry__region=run.region, entry__rule__in=ran, period=run.period, withdrawn_by__isnull=True
    ).exclude(entry__in=found)
    withdrawn = list(stale.select_related("entry"))
    for finding in withdrawn:
        finding.withdrawn_by = run
    save_rows(withdrawn, ["withdrawn_by"], recorded_as="monitoring.month_compared")
    gone = [
        EntryStanding(
            entry=finding.entry,
            period=run.period,
            division=finding.entry.division,
            status=EntryStatus.CLEARED,
            cause=StandingCause.GONE,
            run=run,
            at=at,
        )
        for finding in withdrawn
    ]
    add_standings(gone, recorded_as="monitoring.month_compared")


def _open_in_other_months(run: MatchRun, gone: Collection[LedgerEntry]) -> frozenset[int]:
    """Return which of these entries another month that is not closed still waits for an answer on."""
    waiting = EntryStanding.objects.filter(
        entry__in=[entry.pk for entry in gone], status=EntryStatus.OPEN, is_latest=True
    ).exclude(period=run.period)
    months = waiting.values_list("period", "entry_id")
    closed = {period for period in {row[0] for row in months} if is_month_closed(run.region, period)}
    return frozenset(entry for period, entry in months if period not in closed)


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


def _clear(
    entry: LedgerEntry, enrolled: tuple[Outcome, str] | None, waits: Collection[int], *, at: datetime
) -> bool:
    """Clear an entry, or conclude it by the list that shows the result; say whether anything changed."""
    is_enrolled = enrolled is not None and entry.rule in gap_rules()
    if entry.pk in waits and not is_enrolled:
        return False
    entry.cleared_on = clock.day_of(at)
    entry.status = EntryStatus.CLEARED
    if enrolled is not None and is_enrolled:
        outcome, since = enrolled
        entry.status, entry.outcome = EntryStatus.CONCLUDED, outcome
        entry.reason = f"名册显示自 {since} 起已纳入，系统自动核销。"
        entry.concluded_by, entry.concluded_at, entry.next_review_on = None, at, None
    return True


def _end_watch(run: MatchRun, enrolled: Collection[int], *, at: datetime) -> None:
    ended = list(WatchRecord.objects.filter(region=run.region, ended_on__isnull=True, person__in=enrolled))
    for record in ended:
        record.ended_on = clock.day_of(at)
    save_rows(ended, ["ended_on"], recorded_as="monitoring.month_compared")
