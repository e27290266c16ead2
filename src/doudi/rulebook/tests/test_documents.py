"""The library of documents: each number once, citations lead to it, what rests on it is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.rulebook.models import DocumentReview, PolicyDocument, PolicyProblem
from doudi.rulebook.rules.citations import number_key, split_citation
from doudi.rulebook.selectors.documents import (
    citations,
    document_named,
    facing,
    may_keep,
    resting_on,
    reviews_waiting,
)
from doudi.rulebook.services import documents
from doudi.rulebook.services.documents import (
    DocumentFacts,
    check_document,
    correct_document,
    put_article,
    register_document,
    settle_review,
    void_document,
)
from doudi.rulebook.services.library import load_library
from doudi.rulebook.tests.rules import COUNTY, MONDAY, proposer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def filed(number: str, *, superior: PolicyDocument | None = None, region: str = COUNTY) -> PolicyDocument:
    facts = DocumentFacts(number=number, title=f"关于{number}的通知", issuer="民政局", region=region)
    return register_document(facts, by=SYSTEM, at=MONDAY, superior=superior)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("阳民发[2020]4号", "阳民发〔2020〕4号"),
        ("阳民发（2020）4号", "阳民发〔2020〕4号"),
        ("阳民发 〔２０２０〕４号", "阳民发〔2020〕4号"),
        ("《特困人员认定办法》", "特困人员认定办法"),
    ],
)
def test_ways_to_write_a_number_have_one_name(written: str, same: str) -> None:
    assert number_key(written) == number_key(same)


@pytest.mark.parametrize(
    ("citation", "parts"),
    [
        ("最低生活保障审核确认办法第七条第四款", ("最低生活保障审核确认办法", "第七条第四款")),
        ("阳民发[2020]4号二(二)7", ("阳民发[2020]4号", "二(二)7")),
        ("某意见", ("某意见", "")),
    ],
)
def test_a_citation_falls_into_document_and_article(citation: str, parts: tuple[str, str]) -> None:
    assert split_citation(citation) == parts


def test_a_number_is_filed_once_however_it_is_written() -> None:
    filed("阳民发〔2020〕4号")

    with pytest.raises(documents.NumberTaken, match="文件库里已有“阳民发\\[2020\\]4号”，不用再录"):
        filed("阳民发[2020]4号")


def test_a_citation_leads_to_its_document_by_number_title_or_beginning() -> None:
    made = filed("民发〔2021〕57号")

    assert document_named("民发[2021]57号") == made
    assert document_named("关于民发〔2021〕57号的通知") == made
    assert document_named("民发〔2021〕57号第八条") == made
    assert document_named("关于民发〔2021〕57号的通知二") == made
    assert document_named("民发〔2022〕83号") is None


def test_what_rests_on_a_document_is_found_through_the_rules() -> None:
    resting = resting_on(filed("粤民发[2020]1号"))

    assert ("parameter", "dibao.standard_urban", "440204") in {(r.kind, r.key, r.region) for r in resting}
    assert {r.text for r in resting if r.key == "dibao.standard_urban" and r.region == "440204"} == {
        "640元/人·月（2019-01-01起）",
        "720元/人·月（2020-01-01起）",
    }


@pytest.mark.clause("MS-0")
def test_a_superior_document_made_void_asks_for_a_review_of_those_that_rest_on_it() -> None:
    by = proposer()
    upper = filed("德巩固振兴组办〔2021〕13号", region="4402")
    lower = filed("芒巩固振兴组办〔2021〕6号", superior=upper)
    first = put_article(upper, article="二（一）", text="保持政策总体稳定", by=by, at=MONDAY)
    put_article(lower, article="二（一）", text="保持过渡期政策总体稳定", carries_out=first, by=by, at=MONDAY)
    put_article(upper, article="二（二）", text="强化分类管理", by=by, at=MONDAY)
    put_article(lower, article="三", text="加强领导", by=by, at=MONDAY)

    assert lower.superior == upper
    beside = [(p.above and p.above.article, [b.article for b in p.below]) for p in facing(lower)]
    assert beside == [("二（一）", ["二（一）"]), ("二（二）", []), (None, ["三"])]

    assert void_document(upper, on=date(2026, 11, 1), reason="被新文件代替", by=by, at=MONDAY) == 1

    waiting = reviews_waiting(Scope.of([COUNTY]))
    assert [(r.document.number, r.cause.number) for r in waiting] == [(lower.number, upper.number)]
    assert "已失效：被新文件代替" in waiting[0].because
    lower.refresh_from_db()
    assert lower.status == "IN_FORCE"
    settle_review(waiting[0], conclusion="继续执行", by=by, at=MONDAY)
    assert reviews_waiting(Scope.of([COUNTY])) == []


def test_a_document_is_made_void_once_and_with_a_reason() -> None:
    by, made = proposer(), filed("某号")
    with pytest.raises(documents.ReasonMissing):
        void_document(made, on=date(2026, 11, 1), reason=" ", by=by, at=MONDAY)
    void_document(made, on=date(2026, 11, 1), reason="废止", by=by, at=MONDAY)

    with pytest.raises(documents.AlreadyVoid):
        void_document(made, on=date(2026, 11, 1), reason="废止", by=by, at=MONDAY)
    assert not DocumentReview.objects.exists()


def test_a_document_does_not_rest_on_one_that_rests_on_it() -> None:
    upper = filed("上级")
    lower = filed("下级", superior=upper)
    facts = DocumentFacts(number="上级", title="上级", issuer="民政局", region=COUNTY)

    with pytest.raises(documents.SuperiorWrong):
        correct_document(upper, facts, superior=lower, by=proposer(), at=MONDAY)


@pytest.mark.clause("YG-2.1.1a")
def test_a_check_needs_three_answers_and_puts_what_is_not_good_enough_on_the_list() -> None:
    by, made = proposer(), filed("阳民发〔2020〕4号")
    good = {"detailed": True, "workable": True, "targeted": True}
    reasons = {"detailed": "有细则", "workable": "有流程", "targeted": "针对本县"}

    with pytest.raises(documents.ReasonMissing, match="缺一项都不能提交"):
        check_document(made, region=COUNTY, answers=good, reasons={"detailed": "有"}, by=by, at=MONDAY)
    with pytest.raises(documents.ReasonMissing):
        check_document(made, region=COUNTY, answers={"detailed": True}, reasons=reasons, by=by, at=MONDAY)
    assert not PolicyProblem.objects.exists()
    check_document(made, region=COUNTY, answers=good, reasons=reasons, by=by, at=MONDAY)
    assert not PolicyProblem.objects.exists()

    check_document(made, region=COUNTY, answers=good | {"detailed": False}, reasons=reasons, by=by, at=MONDAY)

    problem = PolicyProblem.objects.get()
    assert problem.title == "关于阳民发〔2020〕4号的通知：未细化——有细则"
    assert problem.document == made


def test_every_document_that_rules_name_is_filed_and_nothing_twice(rules: Path) -> None:
    assert load_library(rules, by=SYSTEM, at=MONDAY) == 2
    assert load_library(rules, by=SYSTEM, at=MONDAY) == 0
    named = {document_named(citation) for citation in citations()}
    assert named == set(PolicyDocument.objects.all())


def test_a_county_keeps_its_own_documents_and_those_above_it_only() -> None:
    here = Scope.of([COUNTY])
    assert [may_keep(here, code) for code in ("00", "44", "4402", COUNTY, "371521", "37")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
