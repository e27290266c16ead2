"""Keeps the files of families that lost their only child, and records every look at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.models import BereavedFamily
from doudi.circumstances.states import ChildLoss
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.registry.models import Person
from doudi.registry.selectors import records_of

REASON_LENGTH = 4


class FiledAlready(Refusal):
    """The parent has a file."""

    def __init__(self) -> None:
        super().__init__("这个人已有失独家庭档案。情况有变的，请先撤下原来的再登记。", field="loss")


class LossAhead(Refusal):
    """The loss is dated after today."""

    def __init__(self) -> None:
        super().__init__("发生日不能晚于今天；不清楚的可以留空。", field="happened_on")


class ClosingReasonMissing(Refusal):
    """A file is taken down without why."""

    def __init__(self) -> None:
        super().__init__("撤下档案要写明事由（不少于 4 个字）。", field="reason")


class ClosedAlready(Refusal):
    """The file was taken down before."""

    def __init__(self) -> None:
        super().__init__("这份档案已经撤下。请刷新页面看最新情况。")


@transaction.atomic
def file_bereavement(
    person: Person,
    *,
    loss: str,
    contact: str,
    care_way: str,
    by: User,
    at: datetime,
    happened_on: date | None = None,
    phone: str = "",
) -> BereavedFamily:
    """Open the file of a family that lost its only child."""
    if happened_on is not None and happened_on > at.date():
        raise LossAhead
    standing = BereavedFamily.objects.select_for_update().filter(person__in=records_of(person))
    if standing.filter(closed_at__isnull=True).exists():
        raise FiledAlready
    with refused_when_taken(FiledAlready):
        made = BereavedFamily.objects.create(
            person=person,
            loss=ChildLoss(loss),
            happened_on=happened_on,
            contact=contact.strip(),
            phone=phone.strip(),
            care_way=care_way.strip(),
            recorded_by=by,
            recorded_at=at,
        )
    _tell("registry.bereavement_filed", made, by=by, at=at)
    return made


@transaction.atomic
def close_bereavement(file: BereavedFamily, *, reason: str, by: User, at: datetime) -> BereavedFamily:
    """Take a file down; it is kept, and nobody is shown the label any more."""
    file = BereavedFamily.objects.select_for_update().get(pk=file.pk)
    if file.closed_at is not None:
        raise ClosedAlready
    if len(reason.strip()) < REASON_LENGTH:
        raise ClosingReasonMissing
    file.closed_at, file.closed_by, file.closing_reason = at, by, reason.strip()
    file.save(update_fields=["closed_at", "closed_by", "closing_reason"])
    _tell("registry.bereavement_closed", file, by=by, at=at)
    return file


@transaction.atomic
def look_at_bereavements(files: Sequence[BereavedFamily], *, by: User, at: datetime) -> None:
    """Write one entry for each file shown: whoever sees the label is on record."""
    for file in files:
        _tell("registry.bereavement_viewed", file, by=by, at=at)


def _tell(action: str, file: BereavedFamily, *, by: User, at: datetime) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(file.person_id),
        by=by,
        at=at,
        division=file.person.division,
        details={"file": file.pk},
    )
