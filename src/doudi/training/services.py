"""Plans courses, records who came and what they scored, and turns the lock on approvals."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.training.models import ApprovalLock, Course, Examination, SignIn

REASON_LENGTH, FULL_MARKS = 4, 100


class CoursePlannedAlready(Refusal):
    """The county has this course on this day."""

    def __init__(self) -> None:
        super().__init__("这一天已经安排了同名课程，不用重复安排。", field="title")


class OwnScore(Refusal):
    """Somebody enters their own score."""

    def __init__(self) -> None:
        super().__init__("自己的成绩要由另一位同事登记。")


class NotThere(Refusal):
    """A score is given to somebody who did not come, or who is not to be trained."""

    def __init__(self) -> None:
        super().__init__("有成绩的人要先签到，而且要是本县应训人员。")


class ScoreOutOfRange(Refusal):
    """A score is no whole number from 0 to 100."""

    def __init__(self) -> None:
        super().__init__("成绩填 0 到 100 的整数，没有考的留空。")


class ExaminedAhead(Refusal):
    """An examination is dated before its course or after today."""

    def __init__(self) -> None:
        super().__init__("考试日不能早于培训日，也不能晚于今天。")


class LockReasonMissing(Refusal):
    """The lock is turned without saying why."""

    def __init__(self) -> None:
        super().__init__("请写明理由（不少于 4 个字）。")


@transaction.atomic
def plan_course(
    region: str, *, kind: str, title: str, hours: int, held_on: date, by: User, at: datetime
) -> Course:
    """Plan a course for everybody of a county who is to be trained (培训计划)."""
    with refused_when_taken(CoursePlannedAlready):
        course = Course.objects.create(
            region=region,
            kind=kind,
            title=title.strip(),
            hours=hours,
            held_on=held_on,
            made_by=by,
            made_at=at,
        )
    _record("training.course_planned", "training_course", course.pk, region, by=by, at=at, kind=kind)
    return course


@transaction.atomic
def record_results(
    course: Course,
    *,
    present: Collection[int],
    scores: Mapping[int, int],
    taken_on: date,
    expected: Collection[int],
    by: User,
    at: datetime,
) -> None:
    """Record who came to a course and what they scored; another try on another day is another row.

    `expected` are those to be trained; nobody enters their own score.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    came = set(course.sign_ins.values_list("user_id", flat=True)) | set(present)
    if not set(present) <= set(expected) or not set(scores) <= came:
        raise NotThere
    if by.pk in scores:
        raise OwnScore
    if any(not 0 <= score <= FULL_MARKS for score in scores.values()):
        raise ScoreOutOfRange
    if scores and not course.held_on <= taken_on <= at.date():
        raise ExaminedAhead
    new = [SignIn(course=course, user_id=user, signed_at=at) for user in sorted(present)]
    SignIn.objects.bulk_create(new, ignore_conflicts=True)
    Examination.objects.bulk_create(
        Examination(course=course, user_id=user, taken_on=taken_on, score=score, entered_by=by, entered_at=at)
        for user, score in sorted(scores.items())
    )
    counts = {"present": len(present), "scores": len(scores)}
    _record("training.results_recorded", "training_course", course.pk, course.region, by=by, at=at, **counts)


@transaction.atomic
def set_lock(region: str, *, is_on: bool, reason: str, by: User, at: datetime) -> ApprovalLock:
    """Turn the lock on approvals without a pass on or off for a county, with the reason."""
    if len(reason.strip()) < REASON_LENGTH:
        raise LockReasonMissing
    lock = ApprovalLock.objects.create(
        region=region, is_on=is_on, reason=reason.strip(), set_by=by, set_at=at
    )
    _record("training.lock_set", "training_lock", lock.pk, region, by=by, at=at, is_on=is_on, why=reason)
    return lock


def _record(
    action: str, subject: str, pk: int, region: str, *, by: User, at: datetime, **details: object
) -> None:
    audit.record(
        action, subject_type=subject, subject_id=str(pk), by=by, at=at, division=region, details=details
    )
