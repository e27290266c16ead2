"""Holds exits back while exits stand still, and puts right those that were made all the same."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.registry.models import Person
from doudi.registry.selectors import valid_enrolments
from doudi.registry.services.restoring import reopen_enrolment
from doudi.registry.states import Programme
from doudi.rulebook.models import ExitRequest, FreezeBreach
from doudi.rulebook.selectors.exits import exits_in_a_freeze, exits_within, is_frozen, standing_of
from doudi.rulebook.services.waiting import (
    ask_for_restoring,
    ask_for_review,
    breach_settled,
    exit_reviewed,
)
from doudi.rulebook.states import BreachStatus, ExitGround, ExitStatus


class NotEnrolled(Refusal):
    """The person stands on no list of the programme."""

    def __init__(self) -> None:
        super().__init__("这个人现在不在低保名册上，没有可以退出的待遇。请核对人员。", field="person")


class ExitAlreadyWaits(Refusal):
    """The same exit waits already."""

    def __init__(self) -> None:
        super().__init__("这个人已有一件退出申请在等，不用再提。请在“停退与复核”里查看。")


class ReasonMissing(Refusal):
    """A wish to end a benefit, and what is decided about it, say why."""

    def __init__(self) -> None:
        super().__init__("请写明情况和依据。", field="reason")


class StillFrozen(Refusal):
    """Nothing is decided about an exit while exits stand still."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"{sentence}，期满前不处理。请期满后再复核。")


class NotWaiting(Refusal):
    """The exit does not wait for anybody."""

    def __init__(self) -> None:
        super().__init__("这件申请不在待复核，不用处理。请刷新页面看最新情况。")


class AskerDecides(Refusal):
    """Whoever asked for an exit may not decide on it."""

    def __init__(self) -> None:
        super().__init__("提出和复核必须是两个人。请由另一位同事复核。")


class BreachSettled(Refusal):
    """A breach is settled once."""

    def __init__(self) -> None:
        super().__init__("这一条已经处理过了。请刷新页面看最新情况。")


@transaction.atomic
def ask_exit(
    person: Person, *, ground: str, reason: str, by: Actor, at: datetime, automatic: bool = False
) -> ExitRequest:
    """Ask to end a person's dibao; while exits stand still the wish is held back and queued.

    Ends nothing: what is allowed is carried out by whoever keeps the list.
    """
    if not reason.strip():
        raise ReasonMissing
    enrolment = (
        valid_enrolments()
        .select_for_update()
        .filter(person=person, programme=Programme.DIBAO, valid_to__isnull=True)
        .first()
    )
    if enrolment is None:
        raise NotEnrolled
    waiting = ExitRequest.objects.filter(
        person=person, programme=Programme.DIBAO, status__in=(ExitStatus.QUEUED, ExitStatus.REVIEW)
    )
    if waiting.exists():
        raise ExitAlreadyWaits
    freeze = is_frozen(person.pk, enrolment.division, ground, at.date())
    with refused_when_taken(ExitAlreadyWaits):
        made = ExitRequest.objects.create(
            person=person,
            enrolment=enrolment,
            programme=Programme.DIBAO,
            division=enrolment.division,
            ground=ExitGround(ground),
            reason=reason.strip(),
            is_automatic=automatic,
            status=ExitStatus.QUEUED if freeze else ExitStatus.ALLOWED,
            freeze=freeze.as_json() | {"sentence": freeze.sentence} if freeze else {},
            asked_by=by.username,
            asked_at=at,
        )
    _record("rulebook.exit_asked", made, by=by, at=at, status=made.status, ground=ground)
    return made


@transaction.atomic
def release_queue(county: str, *, by: Actor, at: datetime) -> int:
    """Turn the exits of a county that waited for the end of a freeze into reviews; return how many."""
    queued = exits_within(Scope.of([county])).filter(status=ExitStatus.QUEUED)
    released = 0
    for request in queued.select_for_update(of=("self",)):
        if standing_of(request, at.date()) == ExitStatus.REVIEW:
            request.status = ExitStatus.REVIEW
            request.save(update_fields=["status"])
            _record("rulebook.exit_to_review", request, by=by, at=at)
            ask_for_review(request, by=by, at=at)
            released += 1
    return released


@transaction.atomic
def decide_exit(request: ExitRequest, *, keeps: bool, reason: str, by: User, at: datetime) -> ExitRequest:
    """Decide on an exit after the freeze: the benefit goes on, or the exit may be carried out."""
    request = ExitRequest.objects.select_for_update().get(pk=request.pk)
    standing = standing_of(request, at.date())
    if standing == ExitStatus.QUEUED:
        raise StillFrozen(str(request.freeze.get("sentence", "")))
    if standing != ExitStatus.REVIEW:
        raise NotWaiting
    asker = User.objects.filter(username=request.asked_by).first()
    if asker is not None:  # a list may have asked, and it is nobody's second account
        check_second(asker, by, otherwise=AskerDecides)
    if not reason.strip():
        raise ReasonMissing
    request.status = ExitStatus.KEPT if keeps else ExitStatus.CONFIRMED
    request.decided_by, request.decided_at, request.decision_reason = by, at, reason.strip()
    request.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    _record("rulebook.exit_decided", request, by=by, at=at, status=request.status)
    exit_reviewed(request, by=by, at=at)
    return request


@transaction.atomic
def find_breaches(county: str, *, by: Actor, at: datetime) -> int:
    """List the exits of a county made while exits stood still; return how many are new."""
    new = 0
    for enrolment, freeze in exits_in_a_freeze(county):
        if enrolment.valid_to is None:
            continue
        breach, made = FreezeBreach.objects.get_or_create(
            enrolment=enrolment,
            ended_on=enrolment.valid_to,
            defaults={
                "division": enrolment.division,
                "freeze": freeze.as_json() | {"sentence": freeze.sentence},
                "found_at": at,
            },
        )
        if made:
            ask_for_restoring(breach, by=by, at=at)
        new += made
    if new:
        audit.record(
            "rulebook.breaches_listed",
            subject_type="county",
            subject_id=county,
            by=by,
            at=at,
            division=county,
            details={"new": new},
        )
    return new


@transaction.atomic
def restore(breach: FreezeBreach, *, explanation: str, by: User, at: datetime) -> FreezeBreach:
    """Put a person back on the list, and set down month by month what is owed for the time off it."""
    breach = _unsettled(breach, explanation)
    enrolment = breach.enrolment
    live = reopen_enrolment(enrolment, reason=explanation, by=by, at=at)
    until = live.valid_from if live.pk != enrolment.pk else at.date()
    owed, known = owed_months(breach.ended_on, until, enrolment.amount_fen), _owed_before(breach)
    breach.owed = [each for each in owed if each["period"] not in known]
    breach.restored = live
    return _settle(breach, BreachStatus.RESTORED, explanation=explanation, by=by, at=at)


@transaction.atomic
def explain(breach: FreezeBreach, *, explanation: str, by: User, at: datetime) -> FreezeBreach:
    """Settle a breach that turns out to be none, with the explanation."""
    return _settle(
        _unsettled(breach, explanation), BreachStatus.EXPLAINED, explanation=explanation, by=by, at=at
    )


def owed_months(ended_on: date, until: date, amount_fen: int | None) -> list[dict[str, object]]:
    """Return the months from the exit to before another day's month, each with what was not paid."""
    month, last = Period.of(ended_on), Period.of(until)
    owed: list[dict[str, object]] = []
    while month < last:
        owed.append({"period": str(month), "amount_fen": amount_fen})
        month = month.next()
    return owed


def _owed_before(breach: FreezeBreach) -> set[str]:
    """Return the months an earlier restoring of the same person has set down: none is owed twice."""
    others = FreezeBreach.objects.filter(
        enrolment__person=breach.enrolment.person_id, status=BreachStatus.RESTORED
    )
    return {each["period"] for other in others.exclude(pk=breach.pk) for each in other.owed}


def _unsettled(breach: FreezeBreach, explanation: str) -> FreezeBreach:
    breach = FreezeBreach.objects.select_for_update().get(pk=breach.pk)
    if breach.status != BreachStatus.OPEN:
        raise BreachSettled
    if not explanation.strip():
        raise ReasonMissing
    return breach


def _settle(
    breach: FreezeBreach, status: BreachStatus, *, explanation: str, by: User, at: datetime
) -> FreezeBreach:
    breach.status, breach.explanation = status, explanation.strip()
    breach.settled_by, breach.settled_at = by, at
    breach.save()
    audit.record(
        "rulebook.breach_settled",
        subject_type="freeze_breach",
        subject_id=str(breach.pk),
        by=by,
        at=at,
        division=breach.division,
        reason=explanation,
        details={"status": status, "owed": breach.owed},
    )
    breach_settled(breach, by=by, at=at)
    return breach


def _record(action: str, request: ExitRequest, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="exit_request",
        subject_id=str(request.pk),
        by=by,
        at=at,
        division=request.division,
        details=details,
    )
