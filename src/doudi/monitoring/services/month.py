"""Closes a county's month: one person submits it, another closes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.deciding import check_second, check_unchanged
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.events import MonthClosed
from doudi.monitoring.models import Month, MonthPart, MonthPerson
from doudi.monitoring.rules.equation import Place, balance
from doudi.monitoring.selectors.ledger import entries_waiting, people_without_conclusion
from doudi.monitoring.selectors.lines import subject_name
from doudi.monitoring.selectors.list_changes import lists_of
from doudi.monitoring.selectors.month import month_digest, month_places
from doudi.monitoring.selectors.runs import comparison_is_current
from doudi.monitoring.states import MonthStatus, check_month_move
from doudi.regions.states import Level
from doudi.registry.services.enrolment import lock_month
from doudi.work.services.deciding import finish_duty, open_duty, own_clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask

REVIEW = "month_review"
SHOWN = 5


class SomeoneUnaccounted(Refusal):
    """The month equation does not hold."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"还有 {count} 人未落实，本月不能提交。"
            "请在“月结”页点“未落实”，逐人指定责任人和期限，或写明排除理由。"
        )


class ConclusionMissing(Refusal):
    """Someone the comparison found outside every programme has no conclusion yet."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"未纳入台账还有 {count} 人没有结论，本月不能提交。"
            "请在“监测台账”页勾选“只看月结前要办完的”，逐人填写结论。"
        )


class ComparisonNotCurrent(Refusal):
    """The month was not compared, or lists were published after the comparison."""

    def __init__(self) -> None:
        super().__init__("本月还没有比对，或比对之后又有文件发布或撤回。请先在“比对结果”页运行本月比对。")


class ChangedSinceSubmission(Refusal):
    """What the second person would close is no longer what the first one submitted."""

    def __init__(self) -> None:
        super().__init__(
            "提交之后又有变化：收了文件、重新比对过、改了结论，或有人的归类变了。请先退回，核对后重新提交。"
        )


class SamePersonTwice(Refusal):
    """The one who submitted a month tries to close it."""

    def __init__(self) -> None:
        super().__init__("提交和复核必须是两个人。请由另一位同事登录后复核月结。")


class EntriesWaiting(Refusal):
    """A township's findings are not all concluded."""

    def __init__(self, names: list[str], count: int) -> None:
        shown = "、".join(names[:SHOWN])
        more = "等" if count > SHOWN else ""
        super().__init__(f"本镇还有 {count} 条没有核查完，不能提交：{shown}{more}。请逐条填写结论后再提交。")


@transaction.atomic
def submit_part(township: str, period: Period, *, by: User, at: datetime) -> MonthPart:
    """Submit a township's part of a month; refused while one finding of the month has no conclusion."""
    month = _locked(township[:COUNTY_DIGITS], period)
    if not comparison_is_current(month.region, period):
        raise ComparisonNotCurrent
    waiting = entries_waiting(township, period)
    if waiting:
        raise EntriesWaiting([subject_name(entry) for entry in waiting[:SHOWN]], waiting.count())
    part, _ = MonthPart.objects.get_or_create(
        township=township,
        period=str(period),
        defaults={"region": month.region, "submitted_by": by, "submitted_at": at},
    )
    audit.record(
        "monitoring.part_submitted",
        subject_type="month",
        subject_id=f"{township}:{period}",
        by=by,
        at=at,
        division=township,
    )
    return part


@transaction.atomic
def submit_month(region: str, period: Period, *, by: User, at: datetime) -> Month:
    """Submit a county's month for closing; refused while one person is unaccounted for.

    What was seen is kept as a digest: files, comparison, where everyone stands and every conclusion.
    """
    month = _locked(region, period)
    check_month_move(MonthStatus(month.status), MonthStatus.SUBMITTED)
    places = _check_complete(region, period)
    month.status, month.submitted_by, month.submitted_at = MonthStatus.SUBMITTED, by, at
    month.submitted_digest = month_digest(region, period, places)
    month.save(update_fields=["status", "submitted_by", "submitted_at", "submitted_digest"])
    _record("monitoring.month_submitted", month, by=by, at=at)
    open_duty(
        NewTask(
            *(REVIEW, REVIEW, f"{region}:{period}", region, Level.COUNTY),
            own_clock(REVIEW, starts_on=clock.day_of(at)),
            ground=REVIEW,
            permission="monitoring.close_month",
            maker=by,
        ),
        Act(at, by),
    )
    return month


@transaction.atomic
def return_month(region: str, period: Period, *, by: User, at: datetime, reason: str) -> Month:
    """Send a submitted month back to the one who submitted it, with the reason."""
    month = _locked(region, period)
    check_month_move(MonthStatus(month.status), MonthStatus.OPEN)
    month.status = MonthStatus.OPEN
    month.save(update_fields=["status"])
    _record("monitoring.month_returned", month, by=by, at=at, reason=reason)
    finish_duty(REVIEW, (REVIEW, f"{region}:{period}"), Act(at, by), result="RETURNED")
    return month


@transaction.atomic
def close_month(region: str, period: Period, *, by: User, at: datetime) -> Month:
    """Close a submitted month: seal who stood where and lock its lists. Irreversible, by another person."""
    month = _locked(region, period)
    check_month_move(MonthStatus(month.status), MonthStatus.CLOSED)
    if month.submitted_by is not None:
        check_second(month.submitted_by, by, otherwise=SamePersonTwice)
    places = _check_complete(region, period)
    check_unchanged(
        month.submitted_digest, month_digest(region, period, places), otherwise=ChangedSinceSubmission
    )
    lists = lists_of(places, period)
    MonthPerson.objects.bulk_create(
        [
            MonthPerson(
                month=month,
                person_id=place.person,
                division=place.division,
                standing=place.standing,
                because=place.because,
                is_waiting=place.is_waiting,
                lists=lists[place.person],
            )
            for place in places.values()
        ],
        batch_size=1000,
    )
    month.status, month.closed_by, month.closed_at = MonthStatus.CLOSED, by, at
    month.save(update_fields=["status", "closed_by", "closed_at"])
    lock_month(region, str(period), by=by, at=at)
    _record("monitoring.month_closed", month, by=by, at=at)
    finish_duty(REVIEW, (REVIEW, f"{region}:{period}"), Act(at, by), result="CLOSED")
    publish(MonthClosed(place=region, at=at, period=str(period)))
    return month


def _locked(region: str, period: Period) -> Month:
    Month.objects.get_or_create(region=region, period=str(period))
    return Month.objects.select_for_update().get(region=region, period=str(period))


def _check_complete(region: str, period: Period) -> dict[int, Place]:
    if not comparison_is_current(region, period):
        raise ComparisonNotCurrent
    places = month_places(region, period)
    counted = balance(places.values())
    if not counted.holds:
        raise SomeoneUnaccounted(counted.unaccounted)
    if waiting := people_without_conclusion(region, period):
        raise ConclusionMissing(waiting)
    return places


def _record(action: str, month: Month, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(
        action,
        subject_type="month",
        subject_id=f"{month.region}:{month.period}",
        by=by,
        at=at,
        division=month.region,
        reason=reason,
    )
