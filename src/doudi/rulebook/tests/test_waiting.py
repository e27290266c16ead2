"""What of the rulebook waits for whom, on the home page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from doudi.accounts.tests.factories import browser_of
from doudi.audit.actors import SYSTEM
from doudi.rulebook.services.documents import DocumentFacts, register_document, void_document
from doudi.rulebook.services.duties import set_duty
from doudi.rulebook.tests.rules import COUNTY, MONDAY, proposer, reviewer, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def home(client: Client) -> str:
    return client.get("/").content.decode()


def test_a_proposal_waits_for_whoever_may_approve_it_and_not_for_its_proposer() -> None:
    by = proposer()
    submitted(by)

    assert "批准参数变更：调整标准" in home(browser_of(reviewer()))
    assert "批准参数变更" not in home(browser_of(by))
    assert "批准参数变更" not in home(browser_of(reviewer("371521")))


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
    assert "出台配套文件：照料服务" in said
    assert "还有 28 天" in said
