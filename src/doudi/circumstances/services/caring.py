"""Records whom a county looks after, that it still holds, why somebody leaves, and the villages' counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.catalogue import care_ranges
from doudi.circumstances.models import CareCheck, CareRecord, CareRound, ReviewPeriod, VillageConfirmation
from doudi.circumstances.selectors.caring import standing_care, villages_of
from doudi.circumstances.states import (
    CARED_CHILDREN,
    LEFT_BEHIND,
    CareKind,
    CheckWay,
    ChildDifficulty,
    LeavingReason,
    ReviewSubject,
)
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.dates import whole_years
from doudi.registry.models import Person
from doudi.registry.selectors import records_of

LONGEST_PERIOD = 366
NOTE_LENGTH = 4


class GuardianMissing(Refusal):
    """A child without who looks after it."""

    def __init__(self) -> None:
        super().__init__("儿童要填监护人；没有人监护的写“无人监护”。", field="guardian")


class WhereaboutsMissing(Refusal):
    """Somebody left behind without where the absent relatives are."""

    def __init__(self) -> None:
        super().__init__("留守人员要填外出者去向；不清楚的写“不清楚”。", field="whereabouts")


class DifficultyMissing(Refusal):
    """A child in difficulty without which."""

    def __init__(self) -> None:
        super().__init__("困境儿童要选困境类型。", field="difficulty")


class NotOfThisKind(Refusal):
    """Somebody's age or sex does not fit the kind."""

    def __init__(self, kind: CareKind, age: int) -> None:
        super().__init__(f"这个人 {age} 岁，年龄或性别不符合“{kind.label}”，请核对类别。", field="kind")


class CaredForAlready(Refusal):
    """The person stands under the kind already."""

    def __init__(self) -> None:
        super().__init__("这个类别已经登记。情况有变的登记核实，不再符合的先移出。", field="kind")


class DayOutOfPlace(Refusal):
    """A day lies ahead or before the record begins."""

    def __init__(self, field: str) -> None:
        super().__init__("日期不能晚于今天，也不能早于登记的起始日。", field=field)


class LeftAlready(Refusal):
    """The record ended before."""

    def __init__(self) -> None:
        super().__init__("这条已经移出。请刷新页面看最新情况。")


class NoteMissing(Refusal):
    """Somebody leaves without what was found out."""

    def __init__(self) -> None:
        super().__init__("移出要写明情况（不少于 4 个字），例如“父亲已返乡务工”。", field="note")


class DaysOutOfRange(Refusal):
    """A number of days that is no period."""

    def __init__(self) -> None:
        super().__init__("周期要在 1 到 366 天之间。", field="days")


class RoundNamedTwice(Refusal):
    """The county has a round of that name."""

    def __init__(self) -> None:
        super().__init__("本县已有同名的排查批次，请换一个名称。", field="title")


class NoVillageChosen(Refusal):
    """None of the villages named is the reader's to confirm."""

    def __init__(self) -> None:
        super().__init__("请勾选本辖区还没有确认的村（居）。", field="villages")


@transaction.atomic
def enter_care(
    person: Person,
    *,
    kind: str,
    valid_from: date,
    by: User,
    at: datetime,
    difficulty: str = "",
    guardian: str = "",
    whereabouts: str = "",
    way: str = CheckWay.VISIT,
) -> CareRecord:
    """Look after a person under a kind from a day on; entering it counts as its first check."""
    wanted = CareKind(kind)
    _check_entry(person, wanted, difficulty, guardian, whereabouts, on=at.date())
    if valid_from > at.date():
        raise DayOutOfPlace("valid_from")
    standing = CareRecord.objects.select_for_update().filter(person__in=records_of(person), kind=wanted)
    if standing.filter(valid_to__isnull=True).exists():
        raise CaredForAlready
    with refused_when_taken(CaredForAlready):
        made = CareRecord.objects.create(
            person=person,
            kind=wanted,
            difficulty=ChildDifficulty(difficulty) if wanted == CareKind.CHILD_IN_DIFFICULTY else "",
            guardian=guardian.strip() if wanted in CARED_CHILDREN else "",
            whereabouts=whereabouts.strip() if wanted in LEFT_BEHIND else "",
            valid_from=valid_from,
            recorded_by=by,
            recorded_at=at,
        )
    CareCheck.objects.create(
        record=made, checked_on=at.date(), way=CheckWay(way), recorded_by=by, recorded_at=at
    )
    _tell("registry.care_entered", made, by=by, at=at, since=valid_from)
    return made


def _check_entry(
    person: Person, kind: CareKind, difficulty: str, guardian: str, whereabouts: str, *, on: date
) -> None:
    age = whole_years(person.born_on, on)
    if not care_ranges()[kind].covers(age=age, sex=person.sex):
        raise NotOfThisKind(kind, age)
    if kind in CARED_CHILDREN and not guardian.strip():
        raise GuardianMissing
    if kind in LEFT_BEHIND and not whereabouts.strip():
        raise WhereaboutsMissing
    if kind == CareKind.CHILD_IN_DIFFICULTY and difficulty not in ChildDifficulty:
        raise DifficultyMissing


@transaction.atomic
def check_care(
    record: CareRecord, *, checked_on: date, way: str, by: User, at: datetime, note: str = ""
) -> CareCheck:
    """Record that a care record still holds, so that it is fresh again from that day (核实)."""
    record = CareRecord.objects.select_for_update().get(pk=record.pk)
    if record.valid_to is not None:
        raise LeftAlready
    if not record.valid_from <= checked_on <= at.date():
        raise DayOutOfPlace("checked_on")
    made = CareCheck.objects.create(
        record=record,
        checked_on=checked_on,
        way=CheckWay(way),
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    _tell("registry.care_checked", record, by=by, at=at, checked_on=checked_on, way=way)
    return made


@transaction.atomic
def leave_care(
    record: CareRecord, *, left_on: date, because: str, note: str, by: User, at: datetime
) -> CareRecord:
    """End a care record from a day on for a reason (移出); it stays in the person's file."""
    record = CareRecord.objects.select_for_update().get(pk=record.pk)
    if record.valid_to is not None:
        raise LeftAlready
    if len(note.strip()) < NOTE_LENGTH:
        raise NoteMissing
    if not record.valid_from <= left_on <= at.date():
        raise DayOutOfPlace("left_on")
    record.valid_to, record.left_because = left_on, LeavingReason(because)
    record.leaving_note, record.left_by, record.left_at = note.strip(), by, at
    record.save(update_fields=["valid_to", "left_because", "leaving_note", "left_by", "left_at"])
    _tell("registry.care_left", record, by=by, at=at, left_on=left_on, because=because)
    return record


def _tell(action: str, record: CareRecord, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=str(record.person_id),
        by=by,
        at=at,
        division=record.person.division,
        details={"record": record.pk, "kind": record.kind, **details},
    )


@transaction.atomic
def set_review_period(region: str, *, subject: str, days: int, by: User, at: datetime) -> ReviewPeriod:
    """Set after how many days a county looks again; it holds for all records at once."""
    if not 1 <= days <= LONGEST_PERIOD:
        raise DaysOutOfRange
    made = ReviewPeriod.objects.create(
        region=region, subject=ReviewSubject(subject), days=days, set_by=by, set_at=at
    )
    audit.record(
        "registry.review_period_set",
        subject_type="region",
        subject_id=region,
        by=by,
        at=at,
        division=region,
        details={"subject": subject, "days": days},
    )
    return made


@transaction.atomic
def open_round(
    region: str, *, title: str, begins_on: date, due_on: date, by: User, at: datetime
) -> CareRound:
    """Ask all villages of a county to count whom they look after, until a day."""
    if due_on < begins_on:
        raise DayOutOfPlace("due_on")
    if CareRound.objects.filter(region=region, title=title.strip()).exists():
        raise RoundNamedTwice
    with refused_when_taken(RoundNamedTwice):
        made = CareRound.objects.create(
            region=region, title=title.strip(), begins_on=begins_on, due_on=due_on, opened_by=by, opened_at=at
        )
    _tell_round("registry.round_opened", made, by=by, at=at, due_on=due_on)
    return made


@transaction.atomic
def confirm_villages(
    asked: CareRound, *, villages: Collection[str], scope: Scope, by: User, at: datetime
) -> int:
    """Confirm that villages of a scope have counted, each with the people it then has; return how many."""
    asked = CareRound.objects.select_for_update().get(pk=asked.pk)
    own = villages_of(asked, scope).filter(code__in=villages).values_list("code", flat=True)
    done = set(VillageConfirmation.objects.filter(round=asked).values_list("village", flat=True))
    waiting = [code for code in own if code not in done]
    if not waiting:
        raise NoVillageChosen
    VillageConfirmation.objects.bulk_create(
        VillageConfirmation(
            round=asked, village=code, people=_people_in(code, on=at.date()), confirmed_by=by, confirmed_at=at
        )
        for code in waiting
    )
    _tell_round("registry.villages_confirmed", asked, by=by, at=at, villages=waiting)
    return len(waiting)


def _people_in(village: str, *, on: date) -> int:
    standing = standing_care(Scope.of([village]), on=on)
    return len({record.person.same_as_id or record.person_id for record in standing.select_related("person")})


def _tell_round(action: str, asked: CareRound, *, by: User, at: datetime, **details: object) -> None:
    audit.record(
        action,
        subject_type="care_round",
        subject_id=str(asked.pk),
        by=by,
        at=at,
        division=asked.region,
        details=details,
    )
