"""What of the rulebook waits for whom: in the inbox, on the home page, until it is decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.rulebook.models import DocumentReview, Proposal
from doudi.rulebook.services.changes import withdraw_change
from doudi.rulebook.services.decisions import ProposerApproves, approve_change, reject_change
from doudi.rulebook.services.documents import DocumentFacts, register_document, settle_review, void_document
from doudi.rulebook.services.duties import set_duty
from doudi.rulebook.services.waiting import ask_those_who_decide_now
from doudi.rulebook.tests.rules import COUNTY, MONDAY, drafted, proposer, reviewer, studied, submitted
from doudi.work.models import Task
from doudi.work.selectors.inbox import to_do_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
TODAY = MONDAY.date()


def home(client: Client) -> str:
    return client.get("/").content.decode()


def task_of(proposal: Proposal) -> Task:
    return Task.objects.get(kind="rule_change", subject_id=str(proposal.pk))


def test_a_proposal_waits_for_whoever_may_approve_it_and_not_for_its_proposer() -> None:
    by, decider = proposer(), reviewer()
    proposal = submitted(by)

    assert "批准参数变更：调整标准" in home(browser_of(decider))
    assert f"/rules/changes/{proposal.pk}/" in home(browser_of(decider))
    assert "批准参数变更" not in home(browser_of(by))
    assert "批准参数变更" not in home(browser_of(reviewer("371521")))

    approve_change(proposal, by=decider, at=MONDAY)
    assert "批准参数变更" not in home(browser_of(decider))
    assert (task_of(proposal).state, task_of(proposal).result) == ("FINISHED", "APPROVED")


def test_a_draft_is_nobodys_task_and_a_refused_or_withdrawn_change_is_none_any_more() -> None:
    by, decider = proposer(), reviewer()
    draft = drafted(by)
    assert not Task.objects.exists()
    withdraw_change(draft, reason="不提了", by=by, at=MONDAY)

    first = submitted(by)
    withdraw_change(first, reason="再改改", by=by, at=MONDAY)
    second = submitted(by)
    reject_change(second, reason="依据不足", by=decider, at=MONDAY)

    states = [(task_of(each).state, task_of(each).result) for each in (first, second)]
    assert states == [("CANCELLED", "WITHDRAWN"), ("FINISHED", "REJECTED")]
    assert not to_do_of(decider, on=TODAY).exists()


def test_a_refused_decision_leaves_the_task_waiting() -> None:
    by = proposer()
    proposal = submitted(by)
    with pytest.raises(ProposerApproves):
        approve_change(proposal, by=by, at=MONDAY)
    assert task_of(proposal).is_live


def test_a_study_with_many_losers_lets_the_level_above_decide_and_a_day_may_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by, decider, city = proposer(), reviewer(), officer(Role.SUPERVISOR, "4402")
    proposal = submitted(by)
    assert to_do_of(decider, on=TODAY).exists()

    studied(proposal, by, leaving=900)

    assert task_of(proposal).level == "CITY"
    assert [to_do_of(each, on=TODAY).exists() for each in (decider, city)] == [False, True]

    def no_reason(_proposal: Proposal, **_on: Any) -> str:
        return ""

    monkeypatch.setattr("doudi.rulebook.services.waiting.why_above", no_reason)
    ask_those_who_decide_now(COUNTY, at=MONDAY)
    assert task_of(proposal).level == "COUNTY"


def test_reviews_and_documents_to_issue_wait_for_those_who_keep_documents() -> None:
    by = proposer()
    upper = register_document(DocumentFacts("上级", "上级", "省厅", "44"), by=SYSTEM, at=MONDAY)
    register_document(DocumentFacts("本级", "本级", "区局", COUNTY), by=SYSTEM, at=MONDAY, superior=upper)
    void_document(upper, on=date(2026, 11, 1), reason="废止", by=by, at=MONDAY)
    set_duty(
        COUNTY, theme="照料服务", superior=upper, office="救助科", due_on=date(2026, 11, 30), points=[],
        by=by, at=MONDAY,
    )  # fmt: skip

    said = home(browser_of(by))

    assert "复核文件：本级" in said
    review = DocumentReview.objects.get()
    settle_review(review, conclusion="继续执行", by=by, at=MONDAY)
    assert "复核文件：本级" not in home(browser_of(by))
    assert Task.objects.get(kind="document_review").result == "SETTLED"
    duty = Task.objects.get(kind="policy_duty")
    assert (duty.due_on, duty.office and duty.office.name) == (date(2026, 11, 30), "救助科")
