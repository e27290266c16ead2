"""Records visits and strikes entries off once their result stands."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.monitoring.models import LedgerEntry, Visit
from doudi.monitoring.states import EntryStatus, Outcome, VisitWay
from doudi.registry.models import Enrolment
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme
from doudi.work.services.moves import Act
from doudi.work.services.tasks import begin

FOUND_LENGTH = 4
RESULTS: dict[str, Programme] = {
    Outcome.ENROLLED_DIBAO: Programme.DIBAO,
    Outcome.ENROLLED_TEKUN: Programme.TEKUN,
    Outcome.RELIEF_GRANTED: Programme.TEMPORARY_RELIEF,
}


class VisitNotSaid(Refusal):
    """A visit lies in the future, or does not say what was found."""

    def __init__(self) -> None:
        super().__init__("请写明走访情况（不少于 4 个字），走访日不能晚于今天。", field="found")


class ResultMissing(Refusal):
    """An entry is to be struck off, and nothing came of it yet."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"还不能销号：{wanted}。")


@transaction.atomic
def record_visit(
    entry: LedgerEntry,
    *,
    visited_on: date,
    way: str,
    found: str,
    by: User,
    at: datetime,
    once: UUID | None = None,
) -> Visit:
    """Record that somebody was seen about an entry and what was found; under one key it is one visit."""
    claim("monitoring.entry_visited", once, by=by.pk, at=at)
    if len(found.strip()) < FOUND_LENGTH or visited_on > at.date():
        raise VisitNotSaid
    visit = Visit.objects.create(
        entry=entry,
        visited_on=visited_on,
        way=VisitWay(way),
        found=found.strip(),
        visited_by=by,
        recorded_at=at,
    )
    if entry.task:
        begin(entry.task, act=Act(at, by))
    _record("monitoring.entry_visited", entry, by=by, at=at, reason=visit.found)
    return visit


@transaction.atomic
def strike_off(entry: LedgerEntry, *, by: User, at: datetime) -> LedgerEntry:
    """Strike an entry off the ledger (销号); refused until it has a result that stands.

    An outcome that promises a programme counts only once a list shows the person on it.
    """
    entry = LedgerEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.status != EntryStatus.CONCLUDED:
        raise ResultMissing(
            "缺少结果，请先填写结论（纳入低保、特困、临时救助、转其他帮扶、备案或不符合原因）"
        )
    programme = RESULTS.get(Outcome(entry.outcome))
    if programme is not None:
        entry.result = _standing(entry, programme)
        if entry.result is None:
            raise ResultMissing(
                f"结论是“{Outcome(entry.outcome).label}”，但名册里还没有这个人的{programme.label}"
            )
    entry.struck_off_on = at.date()
    entry.save(update_fields=["struck_off_on", "result"])
    _record("monitoring.entry_struck_off", entry, by=by, at=at, reason=entry.reason)
    return entry


def _standing(entry: LedgerEntry, programme: str) -> Enrolment | None:
    standing = valid_enrolments().filter(person=entry.person, programme=programme)
    return standing.order_by("-valid_from", "-id").first()


def _record(action: str, entry: LedgerEntry, *, by: User, at: datetime, reason: str) -> None:
    audit.record(
        action,
        subject_type="ledger_entry",
        subject_id=str(entry.pk),
        by=by,
        at=at,
        division=entry.division,
        reason=reason,
    )
