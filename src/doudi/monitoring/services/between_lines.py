"""Keeps families whose income lies between the two lines on the watch register by themselves."""

from __future__ import annotations

from datetime import datetime

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.monitoring.catalogue import grading
from doudi.monitoring.models import LedgerEntry, MatchRun, WatchRecord
from doudi.monitoring.selectors.ledger import found_in
from doudi.monitoring.services.ledger import months_on
from doudi.monitoring.states import EntryStatus, WatchKind
from doudi.registry.models import Person
from doudi.registry.selectors import valid_enrolments
from doudi.registry.selectors.newcomers import income_of
from doudi.registry.states import Programme

RULE = "between-two-lines"
REASON = "年人均收入在低保标准与脱贫线之间"


def file_between_lines(run: MatchRun, *, by: Actor, at: datetime) -> None:
    """Put whom the comparison found between the lines on the watch register, and take off who left them."""
    for entry in LedgerEntry.objects.filter(
        region=run.region, rule=RULE, status=EntryStatus.OPEN, pk__in=found_in(run.period)
    ):
        for person in _people(entry):
            _watch(person, entry, by=by, at=at)
    gone = WatchRecord.objects.filter(
        region=run.region, kind=WatchKind.INCOME, ended_on__isnull=True, entry__status=EntryStatus.CLEARED
    )
    for record in gone.select_related("person"):
        record.ended_on = at.date()
        record.save(update_fields=["ended_on"])
        _record("monitoring.watch_ended", record, by=by, at=at)


def _people(entry: LedgerEntry) -> list[Person]:
    if entry.household_id is None:
        return [entry.person] if entry.person else []
    listed = valid_enrolments().filter(
        household=entry.household_id, programme=Programme.POVERTY_REGISTER, valid_to__isnull=True
    )
    return list(Person.objects.filter(pk__in=listed.values("person")))


def _watch(person: Person, entry: LedgerEntry, *, by: Actor, at: datetime) -> None:
    record, is_new = WatchRecord.objects.get_or_create(
        person=person,
        region=entry.region,
        ended_on=None,
        defaults={
            "division": entry.division,
            "entry": entry,
            "kind": WatchKind.INCOME,
            "reason": REASON,
            "income_fen": income_of(person.pk),
            "since": at.date(),
            "next_review_on": months_on(at.date(), grading().watch.ineligible_months),
        },
    )
    if is_new:
        _record("monitoring.watch_begun", record, by=by, at=at)


def _record(action: str, record: WatchRecord, *, by: Actor, at: datetime) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(record.person_id),
        by=by,
        at=at,
        division=record.division,
        reason=REASON if action.endswith("begun") else "标准或收入变动后不再落在两线之间",
    )
