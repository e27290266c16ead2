"""Tells departments what they may know of people on aid, and writes down every use they make of it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives import hashes, hmac
from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.inserting import insert_rows
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.common.rows import save_rows
from doudi.common.workbooks import Workbook
from doudi.exchange.models import SharedPerson, SharedUse, SharingGrant
from doudi.exchange.selectors.sharing import (
    SHARED,
    DataDate,
    SharedLine,
    data_date,
    people_of,
    shared_lines,
)
from doudi.exchange.states import SharedField, SharedUseKind
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.identity import read_number
from doudi.kernel.tokens import token_of
from doudi.regions.models import Organisation

PURPOSE_LENGTH = 4


class SharingReasonMissing(Refusal):
    """Somebody asks, or grants, without saying what for."""

    def __init__(self, field: str = "purpose") -> None:
        super().__init__("请写明用途（不少于 4 个字），用途会留在共享日志里。", field=field)


class NothingGranted(Refusal):
    """A grant names no list or no field."""

    def __init__(self) -> None:
        super().__init__("请至少选一份名单和一个字段。", field="fields")


class AlreadyGranted(Refusal):
    """The office may be told something already."""

    def __init__(self) -> None:
        super().__init__("这个部门已有共享授权。要改，请先停止原来的授权。", field="office")


class NothingPublished(Refusal):
    """No granted list is published, so that nobody can be said to be on it or not."""

    def __init__(self) -> None:
        super().__init__("授权的名单还没有发布过，现在查不出是否在享。请等民政部门发布名单。")


class NumberWrong(Refusal):
    """What was typed is no identity number."""

    def __init__(self) -> None:
        super().__init__("证件号码不是有效的 18 位身份证号，请核对后再查。", field="number")


@transaction.atomic
def grant_sharing(
    office: Organisation,
    *,
    programmes: Sequence[str],
    fields: Sequence[str],
    purpose: str,
    basis: str,
    by: User,
    at: datetime,
) -> SharingGrant:
    """Let a department be told of people on lists: these fields, for this purpose, on this ground."""
    if min(len(purpose.strip()), len(basis.strip())) < PURPOSE_LENGTH:
        raise SharingReasonMissing("purpose" if len(purpose.strip()) < PURPOSE_LENGTH else "basis")
    known = [each for each in SHARED if each in programmes]
    told = [each for each in SharedField if each in fields]
    if not known or not told:
        raise NothingGranted
    if SharingGrant.objects.select_for_update().filter(office=office, ended_at__isnull=True).exists():
        raise AlreadyGranted
    grant = SharingGrant.objects.create(
        office=office,
        region=office.division_id[:COUNTY_DIGITS],
        programmes=[str(each) for each in known],
        fields=[str(each) for each in told],
        purpose=purpose.strip(),
        basis=basis.strip(),
        granted_at=at,
        granted_by=by.username,
    )
    _record("exchange.sharing_granted", grant, by=by, at=at, reason=basis.strip())
    return grant


@transaction.atomic
def end_sharing(grant: SharingGrant, *, by: User, at: datetime) -> None:
    """Tell a department nothing more; what it was told before stays in the log."""
    grant = SharingGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at is not None:
        return
    grant.ended_at, grant.ended_by = at, by.username
    grant.save(update_fields=["ended_at", "ended_by"])
    _record("exchange.sharing_ended", grant, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department is told: rows by field, and how new they are."""

    lines: Sequence[Mapping[str, str]]
    date: DataDate


@transaction.atomic
def query_person(grant: SharingGrant, number: str, *, purpose: str, by: User, at: datetime) -> Answer:
    """Tell whether the holder of a number is on a granted list, and on which; logged whatever comes out."""
    if len(purpose.strip()) < PURPOSE_LENGTH:
        raise SharingReasonMissing
    date = _date(grant)
    read = read_number(number).number
    if read is None:
        raise NumberWrong
    people = people_of(token_of(ring().token, read))
    lines = shared_lines(grant, date.month, people) if people else []
    _log(grant, SharedUseKind.QUERY, lines, date, purpose=purpose.strip(), by=by, at=at)
    return Answer([line.said for line in lines], date)


@transaction.atomic
def take_snapshot(grant: SharingGrant, period: Period, *, by: User, at: datetime) -> bytes:
    """Return a month's granted lists as a workbook of the granted fields; logged."""
    date = _date(grant)
    lines = shared_lines(grant, period)
    _log(grant, SharedUseKind.SNAPSHOT, lines, date, purpose=grant.purpose, by=by, at=at)
    titles = [str(SharedField(field).label) for field in grant.fields]
    sink = io.BytesIO()
    book = Workbook(sink)
    sheet = book.add_worksheet("在册名单")
    rows = [
        [f"名单月份 {period}，数据日期 {date.day.isoformat()}"],
        titles,
        *([line.said[field] for field in grant.fields] for line in lines),
    ]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)
    sheet.set_column(0, len(titles), 22)
    book.close()
    return sink.getvalue()


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a fetch: the number of this one, and each line with whether it stands."""

    fetch: int
    lines: Sequence[tuple[bool, Mapping[str, str]]]
    date: DataDate


@transaction.atomic
def take_changes(grant: SharingGrant, *, after: int | None, by: User, at: datetime) -> Changes:
    """Return who came, changed or left since a fetch, by default the one before this; logged.

    A fetch whose answer was lost is asked for again by the number of the one before it.
    """
    grant = SharingGrant.objects.select_for_update().get(pk=grant.pk)
    date = _date(grant)
    since = grant.pulls if after is None else min(max(after, 0), grant.pulls)
    grant.pulls += 1
    grant.save(update_fields=["pulls"])
    now = {(line.person, line.programme): line for line in shared_lines(grant, date.month)}
    _bring_up_to_date(grant, now)
    changed = SharedPerson.objects.filter(grant=grant, changed_in__gt=since).select_related("person")
    lines = [_told(grant, row, now) for row in changed.order_by("programme", "person_id")]
    _log(grant, SharedUseKind.CHANGES, lines, date, purpose=grant.purpose, by=by, at=at)
    return Changes(grant.pulls, lines, date)


def _told(
    grant: SharingGrant, row: SharedPerson, now: Mapping[tuple[int, str], SharedLine]
) -> tuple[bool, Mapping[str, str]]:
    line = now.get((row.person_id, row.programme))
    if line is not None:
        return True, line.said
    number = row.person.identities.order_by("standing", "id").first()
    said = {SharedField.NAME: row.person.name, SharedField.NUMBER: str(number.number) if number else ""}
    return False, {field: said.get(SharedField(field), "") for field in grant.fields}


def _bring_up_to_date(grant: SharingGrant, now: Mapping[tuple[int, str], SharedLine]) -> None:
    changed, known = [], set()
    for row in SharedPerson.objects.filter(grant=grant):
        known.add((row.person_id, row.programme))
        line = now.get((row.person_id, row.programme))
        digest = _digest(line) if line else row.digest
        if (digest, line is not None) != (row.digest, row.is_on):
            row.digest, row.is_on, row.changed_in = digest, line is not None, grant.pulls
            changed.append(row)
    save_rows(changed, ["digest", "is_on", "changed_in"], recorded_as="exchange.sharing_used")
    insert_rows(
        [
            SharedPerson(
                grant=grant,
                person_id=line.person,
                programme=line.programme,
                digest=_digest(line),
                changed_in=grant.pulls,
            )
            for key, line in now.items()
            if key not in known
        ]
    )


def _digest(line: SharedLine) -> str:
    """Return a keyed digest of what is told of somebody, from which nobody can guess it."""
    digest = hmac.HMAC(ring().digest, hashes.SM3())
    digest.update(json.dumps(line.said, ensure_ascii=False, sort_keys=True).encode())
    return digest.finalize().hex()


def note_refusal(office: str, *, division: str, by: Actor, at: datetime) -> None:
    """Write into the trail that somebody without a grant asked."""
    audit.record(
        "exchange.sharing_refused",
        subject_type="office",
        subject_id=office,
        by=by,
        at=at,
        division=division,
    )


def _date(grant: SharingGrant) -> DataDate:
    found = data_date(grant)
    if found is None:
        raise NothingPublished
    return found


def _log(
    grant: SharingGrant,
    kind: SharedUseKind,
    lines: Sequence[object],
    date: DataDate,
    *,
    purpose: str,
    by: User,
    at: datetime,
) -> None:
    SharedUse.objects.create(
        grant=grant,
        kind=kind,
        purpose=purpose,
        fields=grant.fields,
        people=len(lines),
        data_on=date.day,
        used_by=by.username,
        used_at=at,
    )
    _record("exchange.sharing_used", grant, by=by, at=at, reason=purpose)


def _record(action: str, grant: SharingGrant, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="sharing_grant",
        subject_id=str(grant.pk),
        by=by,
        at=at,
        division=grant.region,
        reason=reason,
        details={"fields": grant.fields, "programmes": grant.programmes},
    )
