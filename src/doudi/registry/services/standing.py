"""Records what offices say of people: their poverty class, and low income outside dibao and tekun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.registry.models import Person, PovertyStatus, Recognition
from doudi.registry.states import RECOGNISED, PovertyClass, PovertyRisk

TEXT_LENGTH = 4


class OfficeMissing(Refusal):
    """Nobody is named who recognised it."""

    def __init__(self) -> None:
        super().__init__("请填写认定单位，例如“浈江区扶贫开发办公室”。", field="recognised_by")


class BasisMissing(Refusal):
    """A risk is said to be removed without saying on what basis."""

    def __init__(self) -> None:
        super().__init__("消除风险、认定或退出要写明依据（不少于 4 个字）。", field="basis")


class EarlierThanLast(Refusal):
    """The day lies before the last statement's."""

    def __init__(self, last: date) -> None:
        super().__init__(f"起始日不能早于上一次认定的起始日 {last}。", field="valid_from")


class NotRecognisable(Refusal):
    """A layer that lists decide was to be recognised by hand."""

    def __init__(self) -> None:
        super().__init__("低保、特困和监测对象以名册为准，不能手工认定。", field="category")


@transaction.atomic
def set_poverty_status(
    person: Person,
    *,
    poverty_class: str,
    recognised_by: str,
    valid_from: date,
    by: User,
    at: datetime,
    risks: Sequence[str] = (),
    basis: str = "",
) -> PovertyStatus:
    """Say what a person is on the poverty side from a day on; what was said before ends there and stays."""
    if not recognised_by.strip():
        raise OfficeMissing
    if poverty_class == PovertyClass.REMOVED and len(basis.strip()) < TEXT_LENGTH:
        raise BasisMissing
    last = PovertyStatus.objects.select_for_update().filter(person=person, valid_to__isnull=True).first()
    if last is not None:
        if valid_from < last.valid_from:
            raise EarlierThanLast(last.valid_from)
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    made = PovertyStatus.objects.create(
        person=person,
        poverty_class=PovertyClass(poverty_class),
        risks=[PovertyRisk(risk).value for risk in risks],
        recognised_by=recognised_by.strip(),
        basis=basis.strip(),
        valid_from=valid_from,
        recorded_by=by.username,
        recorded_at=at,
    )
    before = last.poverty_class if last else ""
    _record(
        "registry.poverty_status_set", person, by=by, at=at, reason=basis, before=before, after=poverty_class
    )
    return made


@transaction.atomic
def recognise(
    person: Person,
    *,
    category: str,
    recognised_by: str,
    reason: str,
    valid_from: date,
    valid_to: date | None = None,
    by: User,
    at: datetime,
) -> Recognition:
    """Recognise a person as of low income in a category that no list decides; a renewal is a row of its own.

    `valid_to` is the first day on which it holds no more. Without one the same recognition is not made twice.
    """
    if category not in RECOGNISED:
        raise NotRecognisable
    if not recognised_by.strip():
        raise OfficeMissing
    if len(reason.strip()) < TEXT_LENGTH:
        raise BasisMissing
    said = {
        "recognised_by": recognised_by.strip(),
        "reason": reason.strip(),
        "valid_from": valid_from,
        "recorded_by": by.username,
        "recorded_at": at,
    }
    key = {"person": person, "category": category, "valid_to": valid_to}
    if valid_to is None:
        made, _ = Recognition.objects.get_or_create(**key, defaults=said)
    else:
        made = Recognition.objects.create(**key, **said)
    _record("registry.recognised", person, by=by, at=at, reason=reason, category=category)
    return made


@transaction.atomic
def end_recognition(
    person: Person, *, category: str, ends_on: date, reason: str, by: User, at: datetime
) -> None:
    """End what a person is recognised as from a day on; what begins later never begins."""
    live = Recognition.objects.select_for_update().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=ends_on), person=person, category=category
    )
    for row in live:
        row.valid_to = max(row.valid_from, ends_on)
        row.save(update_fields=["valid_to"])
    _record("registry.recognition_ended", person, by=by, at=at, reason=reason, category=category)


def _record(action: str, person: Person, *, by: User, at: datetime, reason: str, **details: object) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(person.pk),
        by=by,
        at=at,
        division=person.division,
        reason=reason,
        details=details,
    )
