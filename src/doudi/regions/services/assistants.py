"""Engages people at the base, hands their work on and ends their service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.audit.services import record
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS, level_of
from doudi.regions.models import Assignment, Division, Handover, ServicePoint, Worker
from doudi.regions.selectors.assistants import villages_served
from doudi.regions.selectors.standards import standard_book
from doudi.regions.states import AssignmentKind, Level, StandardKey


class WrongPlace(Refusal):
    """Assistants serve villages, officers and bought-in staff serve townships."""

    def __init__(self, kind: AssignmentKind) -> None:
        wanted = "村（居）" if kind == AssignmentKind.ASSISTANT else "乡镇（街道）"
        super().__init__(f"{kind.label}要任用到{wanted}。请改选{wanted}后再保存。", field="division")


class AlreadyServes(Refusal):
    """The same person serves this place already."""

    def __init__(self, worker: Worker, place: Division) -> None:
        super().__init__(f"{worker.name}已在{place.name}任职。请在名册里核对，不必重复登记。", field="name")


class TooManyVillages(Refusal):
    """One person may serve only so many villages."""

    def __init__(self, worker: Worker, limit: int) -> None:
        super().__init__(
            f"{worker.name}已兼任 {limit} 个村，达到上限。请另选人员，或先在“配备标准”里调整上限。",
            field="name",
        )


class HandoverMissing(Refusal):
    """An assistant does not leave before the work is handed on."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(f"{assignment.worker.name}还没有办理离任交接，不能解除。请先登记交接，再办离任。")


class AlreadyHandedOver(Refusal):
    """The work is handed on once."""

    def __init__(self) -> None:
        super().__init__("这次任职已经登记过交接。请直接办理离任。")


class TooManyHouseholdsHanded(Refusal):
    """More households handed on than the assistant had."""

    def __init__(self, had: int) -> None:
        super().__init__(f"移交户数超过了负责的 {had} 户。请改为不超过 {had} 户。", field="households")


class LeavesTooEarly(Refusal):
    """The last day lies before the first, or before the handover."""

    def __init__(self, earliest: date) -> None:
        super().__init__(f"离任日要在 {earliest.isoformat()} 之后。请改正离任日。", field="on")


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms somebody is engaged."""

    kind: AssignmentKind
    valid_from: date
    term_ends_on: date | None = None
    is_part_time: bool = False
    duties: str = ""
    households: int = 0
    monthly_pay_fen: int = 0


@transaction.atomic
def engage(*, name: str, phone: str, division: Division, terms: Terms, by: Actor, at: datetime) -> Assignment:
    """Engage somebody for a village or township (聘任); the same name and phone in a county is one person.

    They belong to the place's service point where it has one.
    Raises WrongPlace, AlreadyServes and TooManyVillages.
    """
    wanted = Level.VILLAGE if terms.kind == AssignmentKind.ASSISTANT else Level.TOWNSHIP
    if level_of(division.code) != wanted:
        raise WrongPlace(terms.kind)
    worker = _worker(name, phone, county=division.code[:COUNTY_DIGITS])
    _check_not_serving(worker, division, terms)
    with refused_when_taken(lambda: AlreadyServes(worker, division)):
        assignment = Assignment.objects.create(
            worker=worker,
            division=division,
            kind=terms.kind,
            point=ServicePoint.objects.filter(division=division, valid_to__isnull=True).first(),
            is_part_time=terms.is_part_time,
            duties=terms.duties,
            households=terms.households,
            monthly_pay_fen=terms.monthly_pay_fen,
            valid_from=terms.valid_from,
            term_ends_on=terms.term_ends_on,
        )
    _record("regions.worker_engaged", assignment, by=by, at=at, details={"name": name, "kind": terms.kind})
    return assignment


def _check_not_serving(worker: Worker, division: Division, terms: Terms) -> None:
    same = Assignment.objects.filter(worker=worker, division=division, kind=terms.kind, valid_to__isnull=True)
    if same.exists():
        raise AlreadyServes(worker, division)
    if terms.kind != AssignmentKind.ASSISTANT:
        return
    limit = standard_book().value(
        StandardKey.VILLAGES_PER_ASSISTANT, division.code, terms.valid_from
    ).value  # fmt: skip
    if len(villages_served(worker, on=terms.valid_from)) >= limit:
        raise TooManyVillages(worker, limit)


def _worker(name: str, phone: str, *, county: str) -> Worker:
    # a sealed phone cannot be searched: the few of one name are opened and compared
    for worker in Worker.objects.select_for_update().filter(county=county, name=name):
        if worker.phone == phone:
            return worker
    return Worker.objects.create(county_id=county, name=name, phone=phone)


@transaction.atomic
def hand_over(
    assignment: Assignment,
    *,
    received_by: str,
    contents: str,
    households: int,
    successor: Assignment | None,
    on: date,
    by: Actor,
    at: datetime,
) -> Handover:
    """Record the handover before leaving (离任交接); the successor takes the households on the register."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if Handover.objects.filter(assignment=assignment).exists():
        raise AlreadyHandedOver()
    if households > assignment.households:
        raise TooManyHouseholdsHanded(assignment.households)
    made = Handover.objects.create(
        assignment=assignment, received_by=received_by, successor=successor, handed_on=on,
        households=households, contents=contents,
    )  # fmt: skip
    if successor is not None:
        taking = Assignment.objects.select_for_update().get(pk=successor.pk)
        taking.households += households
        taking.save(update_fields=["households"])
        assignment.households -= households
        assignment.save(update_fields=["households"])
    details = {"received_by": received_by, "households": households, "contents": contents}
    _record("regions.work_handed_over", assignment, by=by, at=at, details=details)
    return made


@transaction.atomic
def end_assignment(assignment: Assignment, *, on: date, reason: str, by: Actor, at: datetime) -> Assignment:
    """End somebody's service (离任); an assistant's only after the handover, from the day `on`."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    handover = Handover.objects.filter(assignment=assignment).first()
    if assignment.kind == AssignmentKind.ASSISTANT and handover is None:
        raise HandoverMissing(assignment)
    if on <= assignment.valid_from:
        raise LeavesTooEarly(assignment.valid_from)
    assignment.valid_to, assignment.leaving_reason = on, reason
    assignment.save(update_fields=["valid_to", "leaving_reason"])
    _record("regions.worker_left", assignment, by=by, at=at, reason=reason, details={"on": on})
    return assignment


def _record(
    action: str,
    assignment: Assignment,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    details: dict[str, object],
) -> None:
    record(
        action,
        subject_type="assignment",
        subject_id=str(assignment.pk),
        by=by,
        at=at,
        division=assignment.division_id,
        reason=reason,
        details=details,
    )
