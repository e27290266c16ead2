"""Follows what superior documents ask a region to issue, and turns problems into questions of policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.rulebook.models import DutyPoint, PolicyDocument, PolicyDuty, PolicyProblem, PolicyTopic, Proposal
from doudi.rulebook.services.waiting import duty_moved, open_duty_of_policy
from doudi.rulebook.states import DutyStatus, ProposalStatus, TopicResult

NEXT = {
    DutyStatus.WANTED: DutyStatus.DRAFTED,
    DutyStatus.DRAFTED: DutyStatus.COUNTERSIGNED,
    DutyStatus.COUNTERSIGNED: DutyStatus.ISSUED,
}
FIELDS = {
    DutyStatus.DRAFTED: "drafted_on",
    DutyStatus.COUNTERSIGNED: "countersigned_on",
    DutyStatus.ISSUED: "issued_on",
}


class DutyAlreadySet(Refusal):
    """The superior document asks this region for this once."""

    def __init__(self) -> None:
        super().__init__("这份上级文件的这一事项已经列了配套任务，不用重复列。", field="theme")


class LocalDocumentMissing(Refusal):
    """A duty cannot be done without the document that does it."""

    def __init__(self) -> None:
        super().__init__(
            "印发要选本级文件。请先在“政策文件”里登记本级配套文件的文号，再回来选。", field="local"
        )


class DutyDone(Refusal):
    """A duty that is done does not move on."""

    def __init__(self) -> None:
        super().__init__("这项配套已经印发，没有下一步了。")


class NothingGathered(Refusal):
    """A question of policy rests on problems."""

    def __init__(self) -> None:
        super().__init__("请先勾选要归并的问题，已归入别的议题的不能再选。")


class TopicClosed(Refusal):
    """A question of policy is decided once."""

    def __init__(self) -> None:
        super().__init__("这个议题已有结果，不能再改。还要研究的，请另立议题。")


class ChangeMissing(Refusal):
    """What is adopted leads to a change of the rules."""

    def __init__(self) -> None:
        super().__init__(
            "采纳要关联到已批准的参数变更，批准了才有新的规则。请先提出变更，批准后再来关联。",
            field="proposal",
        )


class WhyNotMissing(Refusal):
    """What is not adopted says why."""

    def __init__(self) -> None:
        super().__init__("未采纳必须写明理由。", field="reason")


@transaction.atomic
def set_duty(
    region: str,
    *,
    theme: str,
    superior: PolicyDocument,
    office: str,
    due_on: date | None,
    points: Sequence[str],
    by: User,
    at: datetime,
) -> PolicyDuty:
    """Set down that a superior document asks a region for one of its own, until when, and who sees to it."""
    if PolicyDuty.objects.filter(region=region, superior=superior, theme=theme.strip()).exists():
        raise DutyAlreadySet
    with refused_when_taken(DutyAlreadySet):
        duty = PolicyDuty.objects.create(
            region=region, theme=theme.strip(), superior=superior, office=office.strip(), due_on=due_on
        )
    DutyPoint.objects.bulk_create(DutyPoint(duty=duty, text=text.strip()) for text in points if text.strip())
    _record("rulebook.duty_set", "policy_duty", duty.pk, region, by=by, at=at, theme=theme)
    open_duty_of_policy(duty, by=by, at=at)
    return duty


@transaction.atomic
def advance_duty(
    duty: PolicyDuty, *, on: date, by: User, at: datetime, local: PolicyDocument | None = None
) -> PolicyDuty:
    """Take a duty one step on: drafted, countersigned, issued; issuing names the document."""
    duty = PolicyDuty.objects.select_for_update().get(pk=duty.pk)
    coming = NEXT.get(DutyStatus(duty.status))
    if coming is None:
        raise DutyDone
    if coming == DutyStatus.ISSUED and local is None:
        raise LocalDocumentMissing
    duty.status, duty.local = coming, local if coming == DutyStatus.ISSUED else None
    setattr(duty, FIELDS[coming], on)
    duty.save(update_fields=["status", "local", FIELDS[coming]])
    _record("rulebook.duty_moved", "policy_duty", duty.pk, duty.region, by=by, at=at, status=coming)
    duty_moved(duty, by=by, at=at)
    return duty


@transaction.atomic
def raise_problem(
    region: str,
    *,
    title: str,
    source: str,
    needs_policy: bool,
    by: User,
    at: datetime,
    document: PolicyDocument | None = None,
    article: str = "",
) -> PolicyProblem:
    """Write down a problem, hung on the document and article it is about."""
    made = PolicyProblem.objects.create(
        region=region,
        title=title.strip(),
        source=source.strip(),
        needs_policy=needs_policy,
        document=document,
        article=article.strip(),
        raised_by=by,
        raised_at=at,
    )
    _record("rulebook.problem_raised", "policy_problem", made.pk, region, by=by, at=at, title=title)
    return made


@transaction.atomic
def gather_problems(
    region: str, *, title: str, advice: str, problems: Sequence[PolicyProblem], by: User, at: datetime
) -> PolicyTopic:
    """Gather like problems into one question of policy; each is marked as needing policy."""
    rows = list(PolicyProblem.objects.select_for_update().filter(pk__in=[each.pk for each in problems]))
    if not rows or any(row.topic_id for row in rows):
        raise NothingGathered
    topic = PolicyTopic.objects.create(
        region=region, title=title.strip(), advice=advice.strip(), raised_at=at
    )
    for row in rows:
        row.topic, row.needs_policy = topic, True
        row.save(update_fields=["topic", "needs_policy"])
    _record("rulebook.topic_raised", "policy_topic", topic.pk, region, by=by, at=at, problems=len(rows))
    return topic


@transaction.atomic
def adopt_topic(topic: PolicyTopic, *, proposal: Proposal | None, by: User, at: datetime) -> PolicyTopic:
    """Adopt a question: it is tied to the change of the rules that came of it."""
    topic = _open(topic)
    if proposal is None or proposal.status != ProposalStatus.APPROVED or proposal.region != topic.region:
        raise ChangeMissing
    topic.result, topic.proposal = TopicResult.ADOPTED, proposal
    return _decided(topic, by=by, at=at)


@transaction.atomic
def decline_topic(topic: PolicyTopic, *, reason: str, by: User, at: datetime) -> PolicyTopic:
    """Decline a question, with the reason."""
    topic = _open(topic)
    if not reason.strip():
        raise WhyNotMissing
    topic.result, topic.reason = TopicResult.DECLINED, reason.strip()
    return _decided(topic, by=by, at=at)


def _open(topic: PolicyTopic) -> PolicyTopic:
    topic = PolicyTopic.objects.select_for_update().get(pk=topic.pk)
    if topic.result != TopicResult.OPEN:
        raise TopicClosed
    return topic


def _decided(topic: PolicyTopic, *, by: User, at: datetime) -> PolicyTopic:
    topic.decided_by, topic.decided_at = by, at
    topic.save()
    _record(
        "rulebook.topic_decided", "policy_topic", topic.pk, topic.region, by=by, at=at, result=topic.result
    )
    return topic


def _record(
    action: str, kind: str, pk: int, region: str, *, by: User, at: datetime, **details: object
) -> None:
    audit.record(
        action, subject_type=kind, subject_id=str(pk), by=by, at=at, division=region, details=details
    )
