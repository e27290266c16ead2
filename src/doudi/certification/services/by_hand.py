"""Records what an office recognised without a round, for the period of the place, and ends it (手工登记)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.certification.selectors.certifications import RECHECK
from doudi.certification.selectors.recognitions import RECOGNITION, usual_end
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.registry.models import Person, Recognition
from doudi.registry.services.standing import BasisMissing, end_recognition, recognise
from doudi.work.services.deciding import finish_duty
from doudi.work.services.moves import Act

LAPSES, RENEWED = "LAPSES", "RENEWED"


class RenewedAlready(Refusal):
    """What runs out was renewed before."""

    def __init__(self) -> None:
        super().__init__("这一类认定已经续期，续的还没有开始，不用再续。请看人员卡上的认定。")


class AnswerUnknown(Refusal):
    """A recognition that runs out is renewed on the card, or is not."""

    def __init__(self) -> None:
        super().__init__("只能写“到期不再续”；要续期的，请在人员卡上登记低收入认定。", field="result")


@transaction.atomic
def recognise_by_hand(
    person: Person,
    *,
    category: str,
    recognised_by: str,
    reason: str,
    valid_from: date,
    by: User,
    at: datetime,
) -> Recognition:
    """Record what an office recognised a person as; it holds for the period the rules of the place give.

    While an earlier one holds this is its renewal and goes on from its end; one that was given no end stops
    where this begins. Where no period is set it has none, and a second saying of the same changes nothing.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    rows = Recognition.objects.filter(person=person, category=category)
    held = rows.exclude(valid_to__lte=valid_from).order_by("valid_from", "id").last()
    if held is not None and held.valid_from > valid_from:
        raise RenewedAlready
    if held is not None and held.valid_to is not None:
        valid_from = held.valid_to
    ends = usual_end(category, person.division, valid_from)
    if ends is not None and held is not None and held.valid_to is None:
        end_recognition(person, category=category, ends_on=valid_from, reason=reason, by=by, at=at)
    made = recognise(
        person,
        category=category,
        recognised_by=recognised_by,
        reason=reason,
        valid_from=valid_from,
        valid_to=ends,
        by=by,
        at=at,
    )
    if held is not None and made != held:
        finish_duty(RECHECK, (RECOGNITION, str(held.pk)), Act(at, by), result=RENEWED)
    return made


@transaction.atomic
def let_lapse(key: str, result: str, reason: str, by: User, at: datetime) -> None:
    """Write down that a recognition is not renewed; one that was given no end ends today."""
    if result != LAPSES:
        raise AnswerUnknown
    if not reason.strip():
        raise BasisMissing
    row = Recognition.objects.select_for_update(of=("self",)).select_related("person").get(pk=key)
    if row.valid_to is None:
        today = clock.day_of(at)
        end_recognition(row.person, category=row.category, ends_on=today, reason=reason, by=by, at=at)
    finish_duty(RECHECK, (RECOGNITION, key), Act(at, by, reason=reason), result=LAPSES)
