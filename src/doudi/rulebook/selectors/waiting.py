"""Answers what of the rulebook waits for a person: approvals, reviews, exits, documents to issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from doudi.accounts.deciding import are_one_person
from doudi.accounts.models import User
from doudi.common.access import Access
from doudi.rulebook.catalogue import book
from doudi.rulebook.selectors.authority import APPROVE, posts_for
from doudi.rulebook.selectors.documents import reviews_waiting
from doudi.rulebook.selectors.duties import duties_within
from doudi.rulebook.selectors.exits import breaches_within, exits_within, standing_of
from doudi.rulebook.selectors.places import region_title
from doudi.rulebook.selectors.proposals import proposals_within
from doudi.rulebook.states import BreachStatus, DutyStatus, ExitStatus, ProposalStatus

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: what, on which page, until when."""

    title: str
    page: str
    pk: int | None = None
    note: str = ""
    badge: str = ""
    due_on: date | None = None


def waiting_for(access: Access, *, on: date) -> Iterator[Waiting]:
    """Yield what waits for the person behind a request, as far as the post in use allows."""
    if access.may(APPROVE):
        yield from _approvals(access, access.user, on)
    if access.may("rulebook.decide_exit"):
        yield from _exits(access, on)
    if access.may("rulebook.keep_documents"):
        yield from _documents(access)


def _approvals(access: Access, user: User, on: date) -> Iterator[Waiting]:
    proposed = proposals_within(access.scope).filter(status=ProposalStatus.PROPOSED).order_by("proposed_at")
    for proposal in proposed[: SHOWN * 2]:
        own = bool(are_one_person(proposal.proposed_by, user))
        if not own and posts_for(user, APPROVE, proposal.region, on=on):
            note = f"{region_title(proposal.region)} · {proposal.proposed_by.name}提出"
            yield Waiting(f"批准参数变更：{proposal.title}", "rulebook:change", proposal.pk, note, "待批准")


def _exits(access: Access, on: date) -> Iterator[Waiting]:
    waiting = exits_within(access.scope).filter(status__in=(ExitStatus.QUEUED, ExitStatus.REVIEW))
    known = book() if waiting.exists() else None
    due = sum(standing_of(each, on, known) == ExitStatus.REVIEW for each in waiting) if known else 0
    if due:
        yield Waiting(f"复核 {due} 件暂停期满的退出申请", "rulebook:exits", badge="待复核")
    if broken := breaches_within(access.scope).filter(status=BreachStatus.OPEN).count():
        yield Waiting(f"恢复 {broken} 名暂停期内退出的人员", "rulebook:exits", badge="待恢复")


def _documents(access: Access) -> Iterator[Waiting]:
    for review in reviews_waiting(access.scope)[:SHOWN]:
        yield Waiting(
            f"复核文件：{review.document.number}",
            "rulebook:document",
            review.document_id,
            review.because,
            "待复核",
        )
    wanted = duties_within(access.scope).exclude(status=DutyStatus.ISSUED)
    for duty in wanted.order_by(F("due_on").asc(nulls_last=True), "id")[:SHOWN]:
        title = f"出台配套文件：{duty.theme}"
        yield Waiting(title, "rulebook:duties", None, duty.office, "配套", duty.due_on)
