"""Takes somebody into certifying, writes down what was found of them, proposes what follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.certification.models import Certification, CertificationCheck, CertificationProposal
from doudi.certification.selectors.certifications import CHECK, DECISION, RECHECK, SUBJECT, position_of
from doudi.certification.states import Matter
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.regions.states import Level
from doudi.registry.models import Person
from doudi.registry.selectors.layers import grounds_of
from doudi.registry.states import RECOGNISED, Category
from doudi.screenings.models import ScreeningMember
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.deciding import finish_duty, open_duty, own_clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask

TEXT_LENGTH = 4
DECIDE = "certification.decide"


class CertifiedAlready(Refusal):
    """The person is on the way to be recognised, or is recognised."""

    def __init__(self) -> None:
        super().__init__("这个人已经在认定中，或者已经有这一类认定。请在认定列表里查看。")


class NotRecognisable(Refusal):
    """A layer that lists decide is not certified."""

    def __init__(self) -> None:
        super().__init__("低保、特困和监测对象以名册为准，不在这里认定。请选另一类。", field="category")


class TooShort(Refusal):
    """What was found or why is not said."""

    def __init__(self, field: str) -> None:
        super().__init__("请写明情况和理由（不少于 4 个字）。", field=field)


class NotThatDay(Refusal):
    """A check on a day that has not come, or before the person came into certifying."""

    def __init__(self) -> None:
        super().__init__("核查日不能晚于今天，也不能早于转入认定的那天。", field="checked_on")


class NotNow(Refusal):
    """What is proposed does not follow from where the certification stands."""

    def __init__(self) -> None:
        super().__init__(
            "现在不能提这种意见：认定和续期要先有核查、结果符合；不予认定要核查不符合；已提出的要先审定。"
            "请刷新页面看最新情况。"
        )


class WrongSpan(Refusal):
    """A grant that begins in the past or ends before it begins, or an end outside what was granted."""

    def __init__(self) -> None:
        super().__init__(
            "起始日不能早于今天，到期日要晚于起始日；退出日要在有效期内。请核对日期。", field="ends_on"
        )


@transaction.atomic
def open_certification(member: ScreeningMember, *, category: str, by: User, at: datetime) -> Certification:
    """Take somebody a round found into certifying; the township has to check first, on a clock."""
    if category not in RECOGNISED:
        raise NotRecognisable
    person = Person.objects.select_for_update().get(pk=member.person_id)
    on = clock.day_of(at)
    _check_free(person, category, on)
    with refused_when_taken(CertifiedAlready):
        made = Certification.objects.create(
            person=person,
            member=member,
            division=member.division,
            category=Category(category),
            opened_by=by,
            opened_at=at,
        )
    have_checked(made, CHECK, own_clock(CHECK, starts_on=on), Act(at, by))
    record("certification.opened", made, by=by, at=at, category=category)
    return made


def _check_free(person: Person, category: str, on: date) -> None:
    held = grounds_of([person.pk])[person.pk]
    if any(each.layer == category and (each.valid_to is None or each.valid_to > on) for each in held):
        raise CertifiedAlready
    others = Certification.objects.filter(person=person, category=category)
    over = {"REFUSED", "ENDED", "EXPIRED"}
    if any(position_of(each, on=on).state not in over for each in others):
        raise CertifiedAlready


def have_checked(certification: Certification, kind: str, made_by: Clock, act: Act) -> None:
    """Open the task to look into somebody's circumstances, in the hands of their township."""
    have_looked_at(kind, (SUBJECT, str(certification.pk)), certification.division, made_by, act)


def have_looked_at(kind: str, subject: tuple[str, str], division: str, made_by: Clock, act: Act) -> None:
    """Open a task about a thing of a place, in the hands of its township."""
    wanted = NewTask(
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        division=division,
        level=Level.TOWNSHIP,
        owner=Owners(clock.day_of(act.at)).of(Level.TOWNSHIP, division),
        clock=made_by,
    )
    open_duty(wanted, act)


@transaction.atomic
def record_check(
    certification: Certification, *, is_met: bool, findings: str, checked_on: date, by: User, at: datetime
) -> CertificationCheck:
    """Write down what was found of somebody: the first check, or the one before the end (复查)."""
    certification = locked(certification)
    if not clock.day_of(certification.opened_at) <= checked_on <= clock.day_of(at):
        raise NotThatDay
    if len(findings.strip()) < TEXT_LENGTH:
        raise TooShort("findings")
    made = CertificationCheck.objects.create(
        certification=certification,
        is_met=is_met,
        checked_on=checked_on,
        findings=findings.strip(),
        checked_by=by,
        checked_at=at,
    )
    finish_tasks(certification, "MET" if is_met else "NOT_MET", Act(at, by, evidence=f"check:{made.pk}"))
    record("certification.checked", certification, by=by, at=at, reason=made.findings, met=is_met)
    return made


def finish_tasks(certification: Certification, result: str, act: Act) -> None:
    """Finish what was to be looked into about a certification."""
    for kind in (CHECK, RECHECK):
        finish_duty(kind, (SUBJECT, str(certification.pk)), act, result=result)


@transaction.atomic
def propose(
    certification: Certification,
    *,
    matter: str,
    begins_on: date,
    ends_on: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> CertificationProposal:
    """Propose to recognise, refuse, renew or end; another person decides, and only then anything changes."""
    certification, today = locked(certification), clock.day_of(at)
    standing = position_of(certification, on=today)
    if matter not in standing.allowed:
        raise NotNow
    if len(reason.strip()) < TEXT_LENGTH:
        raise TooShort("reason")
    if matter == Matter.RENEW and standing.ends_on is not None:
        begins_on = standing.ends_on
    spans = matter in (Matter.GRANT, Matter.RENEW)
    if begins_on < today or (spans and (ends_on is None or ends_on <= begins_on)):
        raise WrongSpan
    if matter == Matter.END and standing.ends_on is not None and begins_on > standing.ends_on:
        raise WrongSpan
    made = CertificationProposal.objects.create(
        certification=certification,
        matter=Matter(matter),
        begins_on=begins_on,
        ends_on=ends_on if spans else None,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    _ask_for_decision(certification, by=by, at=at)
    record("certification.proposed", certification, by=by, at=at, reason=made.reason, matter=matter)
    return made


def _ask_for_decision(certification: Certification, *, by: User, at: datetime) -> None:
    """Let what was proposed wait for somebody of the county who did not propose it."""
    wanted = NewTask(
        kind=DECISION,
        subject_kind=SUBJECT,
        subject_id=str(certification.pk),
        division=certification.division,
        level=Level.COUNTY,
        clock=own_clock(DECISION, starts_on=clock.day_of(at)),
        ground=DECISION,
        permission=DECIDE,
        maker=by,
    )
    open_duty(wanted, Act(at, by))


def locked(certification: Certification) -> Certification:
    """Return a certification as it is now, held until the transaction ends."""
    return (
        Certification.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=certification.pk)
    )


def record(
    action: str, certification: Certification, *, by: User, at: datetime, reason: str = "", **details: object
) -> None:
    """Write an act on a certification into the trail."""
    audit.record(
        action,
        subject_type=SUBJECT,
        subject_id=str(certification.pk),
        by=by,
        at=at,
        division=certification.division,
        reason=reason,
        details=details,
    )
