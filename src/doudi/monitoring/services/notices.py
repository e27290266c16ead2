"""Tells a level something once, and takes its answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.monitoring.models import LedgerEntry, Notice
from doudi.monitoring.states import NoticeKind

ANSWER_LENGTH = 4


class AnswerMissing(Refusal):
    """A notice is to be settled without saying what was done."""

    def __init__(self) -> None:
        super().__init__(
            "请写明处置情况（不少于 4 个字），例如“已派员核查，3 户转办临时救助”。", field="answer"
        )


class CheckNotDone(Refusal):
    """A level would lift an alarm while the level below still has to check it."""

    def __init__(self) -> None:
        super().__init__("下级还没有核查完这次规模性风险，回填处置情况之后才能解除预警。")


def raise_notice(
    key: str,
    *,
    kind: str,
    division: str,
    text: str,
    at: datetime,
    about: str = "",
    entry: LedgerEntry | None = None,
) -> Notice:
    """Tell a division something; the same key tells it no second time, answered or not."""
    notice, _ = Notice.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "division": division,
            "about": about or division,
            "text": text,
            "entry": entry,
            "raised_at": at,
        },
    )
    return notice


@transaction.atomic
def settle_notice(notice: Notice, *, answer: str, by: User, at: datetime) -> Notice:
    """Settle a notice by what was done about it; until then it is shown every day.

    An alarm of many families is lifted from below: the level that checks them answers first.
    """
    if len(answer.strip()) < ANSWER_LENGTH:
        raise AnswerMissing
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if _is_being_checked_below(notice):
        raise CheckNotDone
    notice.settled_at, notice.settled_by, notice.answer = at, by, answer.strip()
    notice.save(update_fields=["settled_at", "settled_by", "answer"])
    audit.record(
        "monitoring.notice_settled",
        subject_type="notice",
        subject_id=str(notice.pk),
        by=by,
        at=at,
        division=notice.division,
        reason=notice.answer,
    )
    return notice


def _is_being_checked_below(notice: Notice) -> bool:
    """Say whether a level below was told of the same families and has not answered."""
    if notice.kind != NoticeKind.CLUSTER:
        return False
    place_and_cause = notice.key.rsplit(":", 2)[0]
    told = Notice.objects.filter(key__startswith=f"{place_and_cause}:", settled_at__isnull=True)
    return told.filter(division__startswith=notice.division).exclude(division=notice.division).exists()
