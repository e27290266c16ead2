"""Takes papers people give, hands them out on record, withdraws wrong ones."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.events import publish
from doudi.common.keys import ring
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.documents import folders
from doudi.documents.events import AttachmentWithdrawn
from doudi.documents.models import Attachment, IssuedFile, PaperTemplate
from doudi.documents.rules.content import Judged, judged, safe_name
from doudi.documents.rules.refusing import NotKept
from doudi.documents.states import AttachmentKind

REASON_LENGTH = 4
SOURCE_LENGTH = 80


class FileNotKept(Refusal):
    """A file is of no kind we keep."""

    status = 422

    def __init__(self, why: NotKept) -> None:
        super().__init__(why.sentence, field="file")


class NotStored(Refusal):
    """The disk takes nothing more; nothing was written."""

    status = 503

    def __init__(self) -> None:
        super().__init__("材料写不进磁盘，没有保存。请联系运维人员检查磁盘空间，之后重新上传。", field="file")


class ExpiresBeforeItsDate(Refusal):
    """A paper is said to end before the day it bears."""

    def __init__(self) -> None:
        super().__init__("有效期至要晚于材料日期。请核对两个日期。", field="expires_on")


class DatedInTheFuture(Refusal):
    """A paper bears a day that has not come."""

    def __init__(self) -> None:
        super().__init__("材料日期不能晚于今天。请核对日期。", field="dated_on")


class WithdrawalWithoutReason(Refusal):
    """A paper is to be withdrawn without saying why."""

    def __init__(self) -> None:
        super().__init__("请写明撤回的理由（不少于 4 个字），例如“传错了人”。", field="reason")


class AlreadyWithdrawn(Refusal):
    """The paper was withdrawn before."""

    def __init__(self) -> None:
        super().__init__("这份材料已经撤回。请刷新页面查看。")


class AttachedMeanwhile(Refusal):
    """The same paper was attached at the same moment."""

    def __init__(self) -> None:
        super().__init__("这份材料刚才已经附上。")


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is given for: the kind and key of a thing, and where it lies."""

    kind: str
    key: str
    division: str


@dataclass(frozen=True, slots=True)
class Given:
    """A paper as it was sent, with what is known of it; a day nobody knows is None."""

    name: str
    content: bytes = field(repr=False)
    kind: AttachmentKind = AttachmentKind.OTHER
    source: str = ""
    dated_on: date | None = None
    expires_on: date | None = None


@transaction.atomic
def attach(about: About, given: Given, *, by: User, at: datetime) -> Attachment:
    """Seal a paper beside what it is about; the same one again is the one that is there."""
    _check_days(given, at.date())
    try:
        what = judged(given.content)
    except NotKept as why:
        raise FileNotKept(why) from None
    digest = keyed_digest(what.content)
    here = Attachment.objects.filter(
        subject_kind=about.kind, subject_id=about.key, digest=digest, withdrawn_at__isnull=True
    )
    if standing := here.first():
        return standing
    made = _row(about, given, what, digest, by=by, at=at)
    try:
        with refused_when_taken(AttachedMeanwhile):
            made.save(force_insert=True)
    except AttachedMeanwhile:
        return here.get()
    _record("documents.attachment_added", made, by=by, at=at)
    return made


def _check_days(given: Given, today: date) -> None:
    if given.dated_on is not None and given.dated_on > today:
        raise DatedInTheFuture
    if given.dated_on is not None and given.expires_on is not None and given.expires_on <= given.dated_on:
        raise ExpiresBeforeItsDate


def _row(about: About, given: Given, what: Judged, digest: str, *, by: User, at: datetime) -> Attachment:
    try:
        place = folders.keep(what.content)
    except OSError:
        raise NotStored from None
    return Attachment(
        subject_kind=about.kind,
        subject_id=about.key,
        division=about.division,
        kind=AttachmentKind(given.kind),
        name=safe_name(given.name, what.media_type),
        source=given.source.strip()[:SOURCE_LENGTH],
        dated_on=given.dated_on,
        expires_on=given.expires_on,
        media_type=what.media_type,
        size=len(what.content),
        pages=what.pages,
        digest=digest,
        place=place,
        added_by=by,
        added_at=at,
    )


def keyed_digest(content: bytes) -> str:
    """Return what tells the same content again, and tells nothing to whoever has no key."""
    return hmac.digest(ring().digest, b"documents\x00" + content, "sha256").hex()


@transaction.atomic
def open_attachment(paper: Attachment, *, by: User, at: datetime) -> bytes:
    """Return what a paper holds; that it was opened is written down, or it is not opened."""
    content = folders.read(paper.place)
    _record("documents.attachment_opened", paper, by=by, at=at)
    return content


@transaction.atomic
def withdraw_attachment(paper: Attachment, *, reason: str, by: User, at: datetime) -> Attachment:
    """Withdraw a wrong paper; it stays, marked, with who withdrew it and why."""
    paper = Attachment.objects.select_for_update().get(pk=paper.pk)
    if paper.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if len(reason.strip()) < REASON_LENGTH:
        raise WithdrawalWithoutReason
    paper.withdrawn_by, paper.withdrawn_at, paper.withdrawn_reason = by, at, reason.strip()
    paper.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _record("documents.attachment_withdrawn", paper, by=by, at=at, reason=paper.withdrawn_reason)
    publish(AttachmentWithdrawn(paper.subject_kind, paper.subject_id, paper.kind))
    return paper


def sweep_left_behind() -> int:
    """Remove bytes whose row never came because the act was undone or killed; return how many."""
    found = folders.left_behind()
    stems = [path.stem for path in found]
    known = {
        *Attachment.objects.filter(place__in=stems).values_list("place", flat=True),
        *IssuedFile.objects.filter(place__in=stems).values_list("place", flat=True),
        *PaperTemplate.objects.filter(place__in=stems).values_list("place", flat=True),
    }
    lost = [path for path in found if path.stem not in known or path.suffix == folders.UNFINISHED]
    folders.remove(lost)
    return len(lost)


def _record(action: str, paper: Attachment, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="attachment",
        subject_id=str(paper.pk),
        by=by,
        at=at,
        division=paper.division,
        reason=reason,
        details={"about": f"{paper.subject_kind}:{paper.subject_id}", "digest": paper.digest},
    )
