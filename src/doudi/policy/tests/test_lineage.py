"""A sheet cites the article that held on its day, never a law that did not exist yet."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.assessment import assess
from doudi.policy.book import Book, load_book
from doudi.policy.lineage import NONE_THEN, cited_on, load_lineage
from doudi.policy.sheet import Sheet
from doudi.policy.writing import sheet_of

POLICIES = Path(__file__).resolve().parents[4] / "policies"
NEW, OLD = "最低生活保障审核确认办法", "最低生活保障审核审批办法（试行）"
FAMILY = {
    "area_kind": "RURAL",
    "members": [
        {"relation": "HEAD", "born_on": "1960-01-01", "wages_fen": 60_000, "travel_cost_fen": 5_000},
        {"relation": "SPOUSE", "born_on": "1962-01-01"},
    ],
}


@lru_cache(maxsize=1)
def book() -> Book:
    return load_book(POLICIES)


def sheet(on: date) -> Sheet:
    return sheet_of(assess(book(), "DIBAO", "350505", on, FAMILY))


def test_a_sheet_of_2020_cites_the_articles_of_2012() -> None:
    lines = {line.step: line.article for line in sheet(date(2020, 8, 1)).lines if line.member < 2}

    assert lines["counted"] == f"{OLD}第五条第一款"
    assert lines["top_up"] == f"{OLD}第二十七条"
    assert lines["household_work_cost"] == f"{NONE_THEN}（今{NEW}第十三条第三款）"


def test_from_july_2021_the_new_articles_hold() -> None:
    before, after = (sheet(date(2021, 6, 30)), sheet(date(2021, 7, 1)))

    assert next(line.article for line in after.lines if line.step == "top_up") == f"{NEW}第二十三条"
    assert next(line.article for line in before.lines if line.step == "top_up") == f"{OLD}第二十七条"
    assert [before.basis[0], after.basis[0]] == [f"{OLD}第四条", f"《{NEW}》第二条"]


@pytest.mark.parametrize("code", sorted(book().programmes))
def test_no_article_of_the_new_measures_is_without_its_predecessor(code: str) -> None:
    programme = book().programmes[code]
    cited = {step.article for step in programme.steps.values()}
    cited |= {case.article for step in programme.steps.values() for case in step.exceptions}

    assert {
        one
        for one in cited
        if one.startswith(NEW) and cited_on(programme.lineage, one, date(2020, 1, 1)) == one
    } == set()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: b", "要写成一列"),
        ("- {document: 甲, articles: {第一条: 乙第二条}}", "before: 缺少这一项"),
        ("- {document: 甲, before: 明天, articles: {第一条: 乙第二条}}", "before"),
        ("- {document: 甲, before: 2021-07-01, articles: {第一条: 2}}", "要写文字"),
        ("- {document: 甲, before: 2021-07-01, article: {第一条: 乙}}", "article"),
    ],
)
def test_a_lineage_that_says_something_else_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "articles.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(PolicyBroken, match=complaint):
        load_lineage(tmp_path)


def test_without_a_lineage_every_article_stands_as_written(tmp_path: Path) -> None:
    assert load_lineage(tmp_path) == {}
    assert cited_on({}, f"{NEW}第七条", date(2000, 1, 1)) == f"{NEW}第七条"
