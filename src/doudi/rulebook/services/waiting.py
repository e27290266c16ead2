"""Makes a task of what of the rulebook waits for another person, and closes it with the decision."""

from __future__ import annotations

from datetime import datetime

from doudi.accounts.models import User
from doudi.audit.actors import Actor
from doudi.common import clock
from doudi.regions.services.duties import section_named
from doudi.regions.states import Level
from doudi.rulebook.models import DocumentReview, ExitRequest, FreezeBreach, PolicyDuty, Proposal
from doudi.rulebook.selectors.authority import APPROVE
from doudi.rulebook.selectors.obstacles import why_above
from doudi.rulebook.states import DutyStatus, ProposalStatus
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.deciders import LEVEL_OF, level_above
from doudi.work.services.deciding import (
    cancel_duty,
    finish_duty,
    live_duty,
    open_duty,
    own_clock,
    raise_duty,
)
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, begin

DECIDE_EXIT, KEEP_DOCUMENTS = "rulebook.decide_exit", "rulebook.keep_documents"
PROPOSAL, EXIT, BREACH = "proposal", "exit_request", "freeze_breach"
DUTY, REVIEW = "policy_duty", "document_review"
POLICY_DUTY, DOCUMENT_REVIEW = "policy_duty", "document_review"
RULE_CHANGE, EXIT_REVIEW, EXIT_BREACH = "rule_change", "exit_review", "exit_breach"


def ask_for_approval(proposal: Proposal, *, by: User, at: datetime) -> None:
    """Let a submitted change wait for another person of its region, or of the level above."""
    wanted = NewTask(
        RULE_CHANGE,
        PROPOSAL,
        str(proposal.pk),
        proposal.region,
        _level(proposal, at),
        own_clock(RULE_CHANGE, starts_on=clock.day_of(at)),
        ground=RULE_CHANGE,
        permission=APPROVE,
        maker=proposal.proposed_by,
    )
    open_duty(wanted, Act(at, by))


def ask_anew(proposal: Proposal, *, by: User | None, at: datetime) -> None:
    """Let a change wait for whoever has to decide now that a study says more of it."""
    raise_duty(RULE_CHANGE, (PROPOSAL, str(proposal.pk)), _level(proposal, at), Act(at, by))


def ask_those_who_decide_now(county: str, *, at: datetime) -> None:
    """Let the waiting changes of a county wait for whoever has to decide today; a day may change it."""
    waiting = Proposal.objects.filter(region__startswith=county, status=ProposalStatus.PROPOSED)
    for proposal in waiting.order_by("pk"):
        ask_anew(proposal, by=None, at=at)


def approval_given(proposal: Proposal, *, by: User, at: datetime) -> None:
    """End the wait of a change that was decided."""
    finish_duty(RULE_CHANGE, (PROPOSAL, str(proposal.pk)), Act(at, by), result=proposal.status)


def approval_not_wanted(proposal: Proposal, *, by: User, at: datetime) -> None:
    """End the wait of a change that was taken back."""
    cancel_duty(RULE_CHANGE, (PROPOSAL, str(proposal.pk)), Act(at, by), result=proposal.status)


def _level(proposal: Proposal, at: datetime) -> Level:
    own = LEVEL_OF[len(proposal.region)]
    return level_above(own) if why_above(proposal, on=at.date()) else own


def ask_for_review(request: ExitRequest, *, by: Actor, at: datetime) -> None:
    """Let an exit whose freeze is over wait for somebody else than who asked for it."""
    asker = User.objects.filter(username=request.asked_by).first()
    _open(EXIT_REVIEW, EXIT, request.pk, request.division, by, at, asker)


def exit_reviewed(request: ExitRequest, *, by: User, at: datetime) -> None:
    """End the wait of an exit."""
    finish_duty(EXIT_REVIEW, (EXIT, str(request.pk)), Act(at, by), result=request.status)


def ask_for_restoring(breach: FreezeBreach, *, by: Actor, at: datetime) -> None:
    """Let an exit made while exits stood still wait for somebody who puts it right."""
    _open(EXIT_BREACH, BREACH, breach.pk, breach.division, by, at, None)


def breach_settled(breach: FreezeBreach, *, by: User, at: datetime) -> None:
    """End the wait of an exit made while exits stood still."""
    finish_duty(EXIT_BREACH, (BREACH, str(breach.pk)), Act(at, by), result=breach.status)


def open_duty_of_policy(duty: PolicyDuty, *, by: User, at: datetime) -> None:
    """Let the document a superior one asks for be written by the section that is responsible for it."""
    today = clock.day_of(at)
    wanted = NewTask(
        POLICY_DUTY,
        DUTY,
        str(duty.pk),
        duty.region,
        LEVEL_OF[len(duty.region)],
        Clock.of_day(duty.due_on) if duty.due_on else own_clock(POLICY_DUTY, starts_on=today),
        ground=POLICY_DUTY,
        office=section_named(duty.region, duty.office, by=by, at=at),
    )
    open_duty(wanted, Act(at, by))


def duty_moved(duty: PolicyDuty, *, by: User, at: datetime) -> None:
    """Note that the document is at work; once it is issued, nothing is left to do."""
    subject, act = (DUTY, str(duty.pk)), Act(at, by)
    if duty.status == DutyStatus.ISSUED:
        finish_duty(POLICY_DUTY, subject, act, result=duty.status)
    elif task := live_duty(POLICY_DUTY, subject):
        begin(task, act=act)


def ask_for_another_look(review: DocumentReview, *, by: User, at: datetime) -> None:
    """Let a document that rests on a void one be looked at by those who keep the documents of its region."""
    region = review.document.region
    wanted = NewTask(
        DOCUMENT_REVIEW,
        REVIEW,
        str(review.pk),
        region,
        LEVEL_OF[len(region)],
        own_clock(DOCUMENT_REVIEW, starts_on=clock.day_of(at)),
        ground=DOCUMENT_REVIEW,
        permission=KEEP_DOCUMENTS,
    )
    open_duty(wanted, Act(at, by))


def looked_at_again(review: DocumentReview, *, by: User, at: datetime) -> None:
    """End the wait of a document that was looked at again."""
    finish_duty(DOCUMENT_REVIEW, (REVIEW, str(review.pk)), Act(at, by), result="SETTLED")


def _open(
    kind: str, subject: str, key: int, division: str, by: Actor, at: datetime, maker: User | None
) -> None:
    wanted = NewTask(
        kind,
        subject,
        str(key),
        division,
        Level.COUNTY,
        own_clock(kind, starts_on=clock.day_of(at)),
        ground=kind,
        permission=DECIDE_EXIT,
        maker=maker,
    )
    open_duty(wanted, Act(at, by if isinstance(by, User) else None))
