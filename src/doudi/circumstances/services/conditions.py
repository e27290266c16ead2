"""Records what is found out of a family's circumstances, and what departments gave it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.models import AidGiven, HouseholdCondition
from doudi.circumstances.states import AidForm, Aspect, NeedKind
from doudi.common.problems import Refusal
from doudi.registry.models import Person

MOST_FEN = 10_000_000_00


class NotYet(Refusal):
    """A day lies after today."""

    def __init__(self, field: str) -> None:
        super().__init__("日期不能晚于今天。", field=field)


class AmountMissing(Refusal):
    """Money without how much."""

    def __init__(self) -> None:
        super().__init__("给钱款的要填金额，大于 0、不超过 1000 万元。", field="amount")


class OutlayIncomplete(Refusal):
    """An outlay's day without its sum, or the other way round."""

    def __init__(self) -> None:
        super().__init__("支出日和支出金额要一起填，或者都不填。", field="spent")


class AidTakenBack(Refusal):
    """The entry was taken back before."""

    def __init__(self) -> None:
        super().__init__("这条救助已经撤销。请刷新页面看最新情况。")


@transaction.atomic
def record_condition(
    person: Person, *, aspect: str, words: str, source: str, found_on: date, by: User, at: datetime
) -> HouseholdCondition:
    """Record one aspect of a family; without words it was asked and is not known."""
    if found_on > at.date():
        raise NotYet("found_on")
    made = HouseholdCondition.objects.create(
        person=person,
        aspect=Aspect(aspect),
        words=words.strip(),
        source=source.strip(),
        found_on=found_on,
        recorded_by=by,
        recorded_at=at,
    )
    _tell("registry.condition_recorded", person, by=by, at=at, condition=made.pk, aspect=aspect)
    return made


@transaction.atomic
def record_aid(
    person: Person,
    *,
    kind: str,
    form: str,
    title: str,
    office: str,
    given_on: date,
    by: User,
    at: datetime,
    amount_fen: int | None = None,
    bill: str = "",
    spent_on: date | None = None,
    spent_fen: int | None = None,
) -> AidGiven:
    """Record what a department gave somebody, and for which expense if it was for one."""
    if given_on > at.date():
        raise NotYet("given_on")
    if form == AidForm.MONEY and not 0 < (amount_fen or 0) <= MOST_FEN:
        raise AmountMissing
    if (spent_on is None) != (spent_fen is None):
        raise OutlayIncomplete
    made = AidGiven.objects.create(
        person=person,
        kind=NeedKind(kind),
        form=AidForm(form),
        title=title.strip(),
        office=office.strip(),
        given_on=given_on,
        amount_fen=amount_fen,
        bill=bill.strip(),
        spent_on=spent_on,
        spent_fen=spent_fen,
        recorded_by=by,
        recorded_at=at,
    )
    _tell("registry.aid_recorded", person, by=by, at=at, aid=made.pk, kind=kind, office=office)
    return made


@transaction.atomic
def take_aid_back(aid: AidGiven, *, by: User, at: datetime) -> AidGiven:
    """Take an entry back that was made by mistake; it stays, and no page counts it."""
    aid = AidGiven.objects.select_for_update().get(pk=aid.pk)
    if aid.voided_at is not None:
        raise AidTakenBack
    aid.voided_at, aid.voided_by = at, by
    aid.save(update_fields=["voided_at", "voided_by"])
    _tell("registry.aid_taken_back", aid.person, by=by, at=at, aid=aid.pk)
    return aid


def _tell(action: str, person: Person, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(person.pk),
        by=by,
        at=at,
        division=person.division,
        details=details,
    )
