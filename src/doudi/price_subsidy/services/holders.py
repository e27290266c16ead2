"""Records standings for the price subsidy that come from other offices' lists."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.models import Elder
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceHolder
from doudi.price_subsidy.states import HeldCategory
from doudi.registry.models import Person
from doudi.registry.selectors import records_of


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


class DiedBefore(Refusal):
    """A veteran's standing would begin after the month of the death the register of veterans names."""

    def __init__(self) -> None:
        super().__init__(
            "五老名册已登记这位老人去世，去世次月起不再计入。请核对起始日，或先更正五老名册。",
            field="valid_from",
        )


def everybody(person: Person) -> list[int]:
    """Return the keys of all records of the person a record belongs to."""
    return records_of(person.same_as or person)


def _ends_with_death(died_on: date) -> date:
    """Return the first day a dead veteran's standing counts no more: the month of death is still due."""
    return Period.of(died_on).next().first_day


@transaction.atomic
def hold(
    person: Person, *, category: str, valid_from: date, document: str, by: User, at: datetime
) -> PriceHolder:
    """Record that a person holds a standing from a day on; a dead veteran's ends with the month of death."""
    if not document.strip():
        raise BasisMissing
    records = everybody(person)
    standing = PriceHolder.objects.select_for_update().filter(person__in=records, category=category)
    if standing.filter(valid_to__isnull=True).exists():
        raise HeldAlready
    died = Elder.objects.filter(person__in=records, died_on__isnull=False).first()
    ends = None
    if category == HeldCategory.FIVE_ELDERS and died is not None and died.died_on is not None:
        ends = _ends_with_death(died.died_on)
        if valid_from >= ends:
            raise DiedBefore
    with refused_when_taken(HeldAlready):
        made = PriceHolder.objects.create(
            person=person,
            category=HeldCategory(category),
            valid_from=valid_from,
            valid_to=ends,
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


@transaction.atomic
def end_with_death(holder: PriceHolder, *, died_on: date, by: User, at: datetime) -> PriceHolder:
    """End a dead veteran's standing with the month of death; one that began later never counted."""
    holder.valid_to = max(_ends_with_death(died_on), holder.valid_from)
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
