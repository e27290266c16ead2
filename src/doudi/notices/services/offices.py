"""Tells an office something once, takes its receipt and its answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.notices.catalogue import OFFICE
from doudi.notices.events import NoticeSettled
from doudi.notices.models import Notice

ANSWER_LENGTH = 4
TEXT_LENGTH = 500


class AnswerMissing(Refusal):
    """A notice is to be settled without saying what was done."""

    def __init__(self) -> None:
        super().__init__(
            "请写明处置情况（不少于 4 个字），例如“已派员核查，3 户转办临时救助”。", field="answer"
        )


class AlreadyAnswered(Refusal):
    """A colleague has answered the notice."""

    def __init__(self) -> None:
        super().__init__("这一条已经写过处置情况。请刷新页面查看。")


class NothingSaid(Refusal):
    """A notice says nothing."""

    def __init__(self) -> None:
        super().__init__("请写明要各单位做什么（不少于 4 个字，不超过 500 个字）。", field="text")


class NobodyTold(Refusal):
    """A notice goes to nobody."""

    def __init__(self) -> None:
        super().__init__("请至少选一个接收单位。", field="divisions")


class AnswerDayPast(Refusal):
    """An answer is wanted by a day that has passed."""

    def __init__(self) -> None:
        super().__init__("回填期限不能早于今天。请改期限，不需要回填期限的留空。", field="answer_by")


def raise_notice(
    key: str,
    *,
    kind: str,
    division: str,
    text: str,
    at: datetime,
    about: str = "",
    subject: tuple[str, str] = ("", ""),
    answer_by: date | None = None,
    by: User | None = None,
) -> Notice:
    """Tell an office something; the same key tells it no second time, answered or not.

    `subject` is the kind and key of what it is about, of those `common.about` knows; nobody named, the system
    tells.
    """
    notice, _ = Notice.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "division": division,
            "about": about or division,
            "text": text,
            "subject_kind": subject[0],
            "subject_id": subject[1],
            "answer_by": answer_by,
            "sent_by": by,
            "raised_at": at,
        },
    )
    return notice


@transaction.atomic
def send_notice(
    token: UUID, *, divisions: Collection[str], text: str, answer_by: date | None, by: User, at: datetime
) -> list[Notice]:
    """Send one notice to several offices; `token` is that of the page it was written on.

    The page sent twice sends no second notice: those that went out are returned.
    """
    text = text.strip()
    if not ANSWER_LENGTH <= len(text) <= TEXT_LENGTH:
        raise NothingSaid
    if not divisions:
        raise NobodyTold
    if answer_by is not None and answer_by < at.date():
        raise AnswerDayPast
    return [_send(token, division, text, answer_by, by=by, at=at) for division in sorted(set(divisions))]


def _send(token: UUID, division: str, text: str, answer_by: date | None, *, by: User, at: datetime) -> Notice:
    notice, is_new = Notice.objects.get_or_create(
        key=f"office:{by.pk}:{token}:{division}",
        defaults={
            "kind": OFFICE,
            "division": division,
            "about": division,
            "text": text,
            "answer_by": answer_by,
            "sent_by": by,
            "raised_at": at,
        },
    )
    if is_new:
        _record("notices.notice_sent", notice, by=by, at=at)
    return notice


@transaction.atomic
def receive_notice(notice: Notice, *, by: User, at: datetime) -> Notice:
    """Sign for a notice (签收); whoever of the office comes first has signed for it."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.received_at is None:
        notice.received_at, notice.received_by = at, by
        notice.save(update_fields=["received_at", "received_by"])
        _record("notices.notice_received", notice, by=by, at=at)
    return notice


@transaction.atomic
def settle_notice(notice: Notice, *, answer: str, by: User, at: datetime) -> Notice:
    """Settle a notice by what was done about it; who answers has read it. Till then it is shown daily."""
    if len(answer.strip()) < ANSWER_LENGTH:
        raise AnswerMissing
    notice = receive_notice(notice, by=by, at=at)
    if notice.settled_at is not None:
        raise AlreadyAnswered
    notice.settled_at, notice.settled_by, notice.answer = at, by, answer.strip()
    notice.save(update_fields=["settled_at", "settled_by", "answer"])
    _record("notices.notice_settled", notice, by=by, at=at, reason=notice.answer)
    publish(NoticeSettled(notice.key, notice.kind, notice.division))
    return notice


def _record(action: str, notice: Notice, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="notice",
        subject_id=str(notice.pk),
        by=by,
        at=at,
        division=notice.division,
        reason=reason,
    )
