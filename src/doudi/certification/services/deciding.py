"""Has another person decide on a proposal, and lets the recognition and the letter follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from doudi.accounts.deciding import check_second, check_unchanged, digest_of
from doudi.accounts.models import User
from doudi.certification.models import Certification, CertificationDecision, CertificationProposal
from doudi.certification.selectors.certifications import DECISION, SUBJECT, position_of
from doudi.certification.services.steps import TEXT_LENGTH, TooShort, finish_tasks, locked, record
from doudi.certification.states import Matter
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.documents.selectors import issued_for
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.notices.services.letters import Addressee, ToSend, office_of, send_letter
from doudi.registry.services.standing import end_recognition, recognise
from doudi.work.services.deciding import finish_duty
from doudi.work.services.moves import Act

CERTIFICATE, REFUSAL, EXIT = "certification_certificate", "certification_refusal", "certification_exit"
PAPERS: Mapping[str, str] = {
    Matter.GRANT: CERTIFICATE,
    Matter.RENEW: CERTIFICATE,
    Matter.REFUSE: REFUSAL,
    Matter.END: EXIT,
}


class DecidedAlready(Refusal):
    """Somebody decided on the proposal meanwhile."""

    def __init__(self) -> None:
        super().__init__("这条意见已经有人审定过了。请刷新页面看最新情况。")


class ProposerDecides(Refusal):
    """Whoever proposed may not decide."""

    def __init__(self) -> None:
        super().__init__("提出和审定必须是两个人。请由另一位有审定权的同事登录后处理。")


class ChangedMeanwhile(Refusal):
    """What is decided on is no longer what the page showed."""

    def __init__(self) -> None:
        super().__init__("您看到的内容刚才有变化。请刷新页面看清楚再审定。")


class BegunMeanwhile(Refusal):
    """The day from which it would hold has passed: nothing is decided for days gone by."""

    def __init__(self) -> None:
        super().__init__("意见里的起始日已经过了，不能倒签。请退回，由提出人改日期后重新提出。")


def seen_in(proposal: CertificationProposal) -> str:
    """Return the digest of what somebody who decides on a proposal has before them."""
    certification = proposal.certification
    checks = certification.checks.order_by("id").values_list("id", "is_met", "checked_on")
    said = {
        "proposal": proposal.pk,
        "person": certification.person_id,
        "category": certification.category,
        "matter": proposal.matter,
        "begins_on": proposal.begins_on.isoformat(),
        "ends_on": proposal.ends_on.isoformat() if proposal.ends_on else None,
        "reason": proposal.reason,
        "checks": [[pk, met, day.isoformat()] for pk, met, day in checks],
    }
    return digest_of(said)


@transaction.atomic
def decide(
    proposal: CertificationProposal, *, is_agreed: bool, opinion: str, seen: str, by: User, at: datetime
) -> CertificationDecision:
    """Agree to or decline a proposal; agreed, the recognition changes and the person gets a letter."""
    certification = locked(proposal.certification)
    check_second(proposal.proposed_by, by, otherwise=ProposerDecides)
    if CertificationDecision.objects.filter(proposal=proposal).exists():
        raise DecidedAlready
    check_unchanged(seen, seen_in(proposal), otherwise=ChangedMeanwhile)
    if not is_agreed and len(opinion.strip()) < TEXT_LENGTH:
        raise TooShort("opinion")
    if is_agreed and proposal.begins_on < clock.day_of(at):
        raise BegunMeanwhile
    before = position_of(certification, on=clock.day_of(at)).begins_on
    with refused_when_taken(DecidedAlready):
        made = CertificationDecision.objects.create(
            proposal=proposal,
            is_agreed=is_agreed,
            opinion=opinion.strip(),
            digest=seen,
            decided_by=by,
            decided_at=at,
        )
    said = "AGREED" if is_agreed else "DECLINED"
    finish_duty(DECISION, (SUBJECT, str(certification.pk)), Act(at, by), result=said)
    record("certification.decided", certification, by=by, at=at, reason=made.opinion, agreed=is_agreed)
    if is_agreed:
        _let_follow(certification, proposal, before, by=by, at=at)
    return made


def _let_follow(
    certification: Certification,
    proposal: CertificationProposal,
    before: date | None,
    *,
    by: User,
    at: datetime,
) -> None:
    if proposal.ends_on is not None:
        recognise(
            certification.person,
            category=certification.category,
            recognised_by=office_of(certification.division[:COUNTY_DIGITS]),
            reason=proposal.reason,
            valid_from=proposal.begins_on,
            valid_to=proposal.ends_on,
            by=by,
            at=at,
        )
    elif proposal.matter == Matter.END:
        end_recognition(
            certification.person,
            category=certification.category,
            ends_on=proposal.begins_on,
            reason=proposal.reason,
            by=by,
            at=at,
        )
        finish_tasks(certification, "ENDED", Act(at, by, evidence=f"proposal:{proposal.pk}"))
    _write(certification, proposal, before or proposal.begins_on, by=by, at=at)


def _write(
    certification: Certification,
    proposal: CertificationProposal,
    begins_on: date,
    *,
    by: User,
    at: datetime,
) -> None:
    """Tell the person: a certificate, or a letter with the reason that says how to object."""
    values = {"category": str(certification.get_category_display()), "reason": proposal.reason}
    if proposal.ends_on is not None:
        values |= {"begins": _said(begins_on), "ends": _said(proposal.ends_on - timedelta(days=1))}
    elif proposal.matter == Matter.END:
        values |= {"ends": _said(proposal.begins_on), "certificate": _last_certificate(certification)}
    wanted = ToSend(
        kind=PAPERS[proposal.matter],
        key=_key(proposal),
        to=Addressee(certification.person.name, certification.division),
        values=values,
        subject=(SUBJECT, str(certification.pk)),
        is_open_to_review=proposal.matter in (Matter.REFUSE, Matter.END),
    )
    send_letter(wanted, by=by, at=at)


def _key(proposal: CertificationProposal) -> str:
    return f"proposal:{proposal.pk}"


def _last_certificate(certification: Certification) -> str:
    granted = certification.proposals.filter(
        matter__in=(Matter.GRANT, Matter.RENEW), decision__is_agreed=True
    ).order_by("-decision__decided_at", "-id")
    papers = (issued_for(CERTIFICATE, _key(each)) for each in granted)
    return next((paper.number for paper in papers if paper is not None), "")


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
