"""Proposes, grants, refuses and takes back rights to decide (权限下放); a right is never edited."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.deciding import check_second, digest_of
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.delegation.models import (
    DelegatedPlace,
    Delegation,
    DelegationDecision,
    DelegationWithdrawal,
)
from doudi.delegation.selectors.obstacles import Draft, Obstacle, draft_of, obstacles
from doudi.delegation.selectors.rights import content_of, decision_on, ends_on
from doudi.delegation.services.turns import take_turn
from doudi.delegation.services.waiting import GRANT, ask_for_decision, decided
from doudi.rulebook.selectors.authority import posts_for

PROPOSE = "delegation.propose"


class NoRightToHandDown(Refusal):
    """The person holds no post that hands down or takes back for the county."""

    def __init__(self) -> None:
        super().__init__("您的岗位不能办理这个县的权限下放。请由该县的县级岗位处理。")


class NotToBeHandedDown(Refusal):
    """Something stands against the delegation: the law, another right, or what is lacking."""

    def __init__(self, found: Obstacle) -> None:
        super().__init__(found.sentence, field=found.field)


class BegunInThePast(Refusal):
    """A right begins today at the earliest: nothing decided before becomes lawful afterwards."""

    def __init__(self) -> None:
        super().__init__("起始日不能早于今天：以前的件由县级决定。请选今天或以后。", field="valid_from")


class DecidedAlready(Refusal):
    """Somebody decided on the delegation meanwhile."""

    def __init__(self) -> None:
        super().__init__("这一件已经有人批过了。请刷新页面看最新情况。")


class ProposerDecides(Refusal):
    """Whoever proposed a delegation may not decide on it."""

    def __init__(self) -> None:
        super().__init__("提出和批准必须是两个人。请由另一位有批准权的同事登录后处理。")


class ReasonMissing(Refusal):
    """A refusal, and taking a right back, say why."""

    def __init__(self) -> None:
        super().__init__("请写明原因。", field="reason")


class NothingToWithdraw(Refusal):
    """There is no right to take back, or it is over by that day."""

    def __init__(self) -> None:
        super().__init__(
            "这个乡镇没有可以收回的权限：没有批准，或者到那一天已经到期、收回。请刷新页面看最新情况。"
        )


class WithdrawnInThePast(Refusal):
    """A right is taken back from today on: what was decided meanwhile was decided by right."""

    def __init__(self) -> None:
        super().__init__(
            "收回日不能早于今天：以前的决定是有权时作出的。请选今天或以后。", field="withdrawn_on"
        )


@transaction.atomic
def propose(draft: Draft, *, by: User, at: datetime) -> Delegation:
    """Propose to hand a decision down; it gives no right until another person has granted it."""
    today = clock.day_of(at)
    _check_post(by, PROPOSE, draft.county, on=today)
    if draft.valid_from < today:
        raise BegunInThePast
    take_turn(draft.county)
    _check_free(draft, today)
    made = Delegation.objects.create(
        county=draft.county,
        programme=draft.programme,
        matter=draft.matter,
        limit_fen=draft.limit_fen,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        document=draft.document.strip(),
        article=draft.article.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    DelegatedPlace.objects.bulk_create(
        DelegatedPlace(delegation=made, township=code) for code in sorted(set(draft.townships))
    )
    _record("delegation.proposed", made, by=by, at=at)
    ask_for_decision(made, by=by, at=at)
    return made


@transaction.atomic
def grant(delegation: Delegation, *, by: User, at: datetime, reason: str = "") -> DelegationDecision:
    """Grant a proposed delegation: from its first day, and not before today, the townships decide."""
    today = clock.day_of(at)
    _check_decidable(delegation, by=by, on=today)
    _check_free(draft_of(delegation), today)
    made = _decide(delegation, granted=True, reason=reason, by=by, at=at)
    _record("delegation.granted", delegation, by=by, at=at, reason=reason, digest=made.digest)
    decided(delegation, result="GRANTED", by=by, at=at)
    return made


@transaction.atomic
def refuse(delegation: Delegation, *, reason: str, by: User, at: datetime) -> DelegationDecision:
    """Refuse a proposed delegation with the reason; the county goes on deciding."""
    _check_decidable(delegation, by=by, on=clock.day_of(at))
    if not reason.strip():
        raise ReasonMissing
    made = _decide(delegation, granted=False, reason=reason, by=by, at=at)
    _record("delegation.refused", delegation, by=by, at=at, reason=reason, digest=made.digest)
    decided(delegation, result="REFUSED", by=by, at=at)
    return made


@transaction.atomic
def withdraw(
    place: DelegatedPlace, *, withdrawn_on: date, reason: str, by: User, at: datetime
) -> DelegationWithdrawal:
    """Take a right back from one township: from that day on the county decides, what is pending too."""
    delegation, today = place.delegation, clock.day_of(at)
    _check_post(by, GRANT, delegation.county, on=today)
    take_turn(delegation.county)
    if not reason.strip():
        raise ReasonMissing
    if withdrawn_on < today:
        raise WithdrawnInThePast
    place = DelegatedPlace.objects.select_related("delegation").get(pk=place.pk)
    decision, ends = decision_on(place.delegation), ends_on(place)
    if decision is None or not decision.is_granted or (ends is not None and ends <= withdrawn_on):
        raise NothingToWithdraw
    with refused_when_taken(NothingToWithdraw):
        made = DelegationWithdrawal.objects.create(
            place=place, withdrawn_on=withdrawn_on, reason=reason.strip(), withdrawn_by=by, recorded_at=at
        )
    audit.record(
        "delegation.withdrawn",
        subject_type="delegated_place",
        subject_id=str(place.pk),
        by=by,
        at=at,
        division=place.township,
        reason=reason,
        details={"delegation": delegation.pk, "withdrawn_on": withdrawn_on.isoformat()},
    )
    return made


def _check_post(by: User, permission: str, county: str, *, on: date) -> None:
    if not posts_for(by, permission, county, on=on):
        raise NoRightToHandDown


def _check_free(wanted: Draft, today: date) -> None:
    for found in obstacles(wanted, on=today):
        raise NotToBeHandedDown(found)


def _check_decidable(delegation: Delegation, *, by: User, on: date) -> None:
    _check_post(by, GRANT, delegation.county, on=on)
    take_turn(delegation.county)
    if DelegationDecision.objects.filter(delegation=delegation).exists():
        raise DecidedAlready
    check_second(delegation.proposed_by, by, otherwise=ProposerDecides)


def _decide(
    delegation: Delegation, *, granted: bool, reason: str, by: User, at: datetime
) -> DelegationDecision:
    with refused_when_taken(DecidedAlready):
        return DelegationDecision.objects.create(
            delegation=delegation,
            is_granted=granted,
            reason=reason.strip(),
            digest=digest_of(content_of(delegation)),
            decided_on=clock.day_of(at),
            decided_by=by,
            decided_at=at,
        )


def _record(
    action: str, delegation: Delegation, *, by: User, at: datetime, reason: str = "", **details: object
) -> None:
    audit.record(
        action,
        subject_type="delegation",
        subject_id=str(delegation.pk),
        by=by,
        at=at,
        division=delegation.county,
        reason=reason,
        details={**content_of(delegation), **details},
    )
