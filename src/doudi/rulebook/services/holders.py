"""Records standings for the price subsidy that come from other offices' lists."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.registry.models import Person
from doudi.rulebook.models import PriceHolder
from doudi.rulebook.states import HeldCategory


class BasisMissing(Refusal):
    """Nothing says why the person holds the standing."""

    def __init__(self) -> None:
        super().__init__("请写明依据，例如来源名册或证件。", field="document")


class HeldAlready(Refusal):
    """The person holds the standing already."""

    def __init__(self) -> None:
        super().__init__("这个人的这种身份已经登记，不用重复。要更正的，请先终止原来的。", field="category")


class EndsTooEarly(Refusal):
    """A standing would end before it began."""

    def __init__(self) -> None:
        super().__init__("终止日要晚于起始日。请核对终止日。", field="valid_to")


@transaction.atomic
def hold(
    person: Person, *, category: str, valid_from: date, document: str, by: User, at: datetime
) -> PriceHolder:
    """Record that a person holds a standing from a day on."""
    if not document.strip():
        raise BasisMissing
    standing = PriceHolder.objects.select_for_update().filter(person=person, category=category)
    if standing.filter(valid_to__isnull=True).exists():
        raise HeldAlready
    with refused_when_taken(HeldAlready):
        made = PriceHolder.objects.create(
            person=person,
            category=HeldCategory(category),
            valid_from=valid_from,
            document=document.strip(),
            recorded_by=by,
            recorded_at=at,
        )
    _record("rulebook.standing_recorded", made, by=by, at=at)
    return made


@transaction.atomic
def release(holder: PriceHolder, *, valid_to: date, by: User, at: datetime) -> PriceHolder:
    """End a standing: from this day on it counts no more."""
    if valid_to <= holder.valid_from:
        raise EndsTooEarly
    holder.valid_to = valid_to
    holder.save(update_fields=["valid_to"])
    _record("rulebook.standing_ended", holder, by=by, at=at)
    return holder


def _record(action: str, holder: PriceHolder, *, by: User, at: datetime) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(holder.person_id),
        by=by,
        at=at,
        division=holder.person.division,
        details={"category": holder.category, "from": holder.valid_from, "to": holder.valid_to},
    )
