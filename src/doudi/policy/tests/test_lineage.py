"""A sheet cites the article that held on its day, never a law that did not exist yet."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.assessment import assess
from doudi.policy.book import Book, load_book
from doudi.policy.lineage import NONE_HERE, NONE_THEN, Lineage, load_lineage
from doudi.policy.sheet import Sheet
from doudi.policy.writing import sheet_of

POLICIES = Path(__file__).resolve().parents[4] / "policies"
NEW, OLD = "最低生活保障审核确认办法", "最低生活保障审核审批办法（试行）"
NOTICE = "关于进一步做好最低生活保障等社会救助兜底保障工作的通知"
LAYERS = "关于加强低收入人口动态监测做好分层分类社会救助工作的意见"
RIGID, TEKUN, INTERIM = "刚性支出困难家庭认定办法", "特困人员认定办法", "社会救助暂行办法"
REFORM, PRICE = "关于改革完善社会救助制度的意见", "发改价格〔2021〕1553号"
BOTH, OURS = f"{PRICE}、泉港民〔2020〕40号二7", "泉港民〔2020〕40号二7"
NOT_YET = f"{NONE_THEN}（今{PRICE}启动条件）"
SHAOGUAN = "韶关市浈江区社会救助兜底脱贫行动实施方案"
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
    assert lines["household_work_cost"] == "泉港民〔2020〕40号二4"


def test_before_the_districts_paper_nothing_is_cited_for_the_cost_of_work() -> None:
    lines = {line.step: line.article for line in sheet(date(2020, 5, 27)).lines}

    assert lines["household_work_cost"] == f"{NONE_THEN}（今{NEW}第十三条第三款）"


def test_from_july_2021_the_new_articles_hold() -> None:
    before, after = (sheet(date(2021, 6, 30)), sheet(date(2021, 7, 1)))

    assert next(line.article for line in after.lines if line.step == "top_up") == f"{NEW}第二十三条"
    assert next(line.article for line in before.lines if line.step == "top_up") == f"{OLD}第二十七条"
    assert [before.basis[0], after.basis[0]] == [f"{OLD}第四条", f"《{NEW}》第二条"]


COUNTIES = ("440204", "371521", "533103", "350505", "610102", "990011")
FIRST, LAST = date(2012, 12, 12), date(2026, 12, 31)


def documents_days() -> list[date]:
    """Return the first and the last day of everything any document or value begins with."""
    lineage = book().programmes["DIBAO"].lineage
    turns = {day for one in lineage.documents.values() for day in (one.begins, one.ends) if day}
    turns |= {FIRST, LAST, date(2022, 10, 20), date(2023, 10, 19)}
    days = {day for turn in turns for day in (turn - timedelta(days=1), turn)}
    return sorted(day for day in days if FIRST <= day <= LAST)


@pytest.mark.parametrize("code", sorted(book().programmes))
def test_every_article_cited_held_that_day_and_belongs_to_that_place_or_above(code: str) -> None:
    programme, looked = book().programmes[code], 0
    lineage = programme.lineage
    for region, on, citation in product(COUNTIES, documents_days(), sorted(_citations(code))):
        looked += 1
        said = programme.cited(citation, on, region)
        if said == NONE_HERE or said.startswith(NONE_THEN):
            assert not any(_holds(lineage, name, on, region) for name, _ in lineage.parts(citation)), said
            continue
        for name, _ in lineage.parts(said):
            assert _holds(lineage, name, on, region), f"{said} {region} {on}"
    assert looked > 100


def _holds(lineage: Lineage, name: str, on: date, region: str) -> bool:
    return name in lineage.documents and lineage.documents[name].holds(on, region)


def _citations(code: str) -> set[str]:
    """Return everything a programme's steps cite, whatever a region and a day leave of them."""
    programme = book().programmes[code]
    steps = programme.steps.values()
    cited = {step.article for step in steps} | {case.article for step in steps for case in step.exceptions}
    return cited | {f"{one['document']}{one['article']}" for one in programme.basis}


def test_every_document_a_programme_cites_says_where_and_when_it_holds() -> None:
    cited = {(code, citation) for code in book().programmes for citation in _citations(code)}

    unknown = {each for each in cited if book().programmes[each[0]].lineage.parts(each[1])[0][0] == ""}
    assert unknown == set()


@pytest.mark.parametrize(
    ("code", "citation", "region", "on", "held"),
    [
        # the year of each measure, and who has one of their own
        ("NEAR_DIBAO", f"{NOTICE}一(四)", "350505", date(2022, 10, 19), f"{NEW}第八条第二款"),
        ("NEAR_DIBAO", f"{NOTICE}一(四)", "350505", date(2022, 10, 20), f"{NOTICE}一(四)"),
        ("NEAR_DIBAO", f"{LAYERS}二", "350505", date(2023, 10, 18), f"{NOTICE}一(四)"),
        ("NEAR_DIBAO", f"{LAYERS}二", "350505", date(2021, 7, 1), f"{NEW}第八条第二款"),
        ("RIGID_EXPENSE", f"{RIGID}第四条", "350505", date(2024, 12, 31), f"{LAYERS}二"),
        ("RIGID_EXPENSE", f"{RIGID}第四条", "350505", date(2025, 1, 1), f"{RIGID}第四条"),
        ("TEKUN", f"{TEKUN}第五条第一项", "350505", date(2019, 5, 1), f"{INTERIM}第十四条"),
        ("TEKUN", f"{TEKUN}第五条第一项", "350505", date(2021, 7, 1), f"{TEKUN}第五条第一项"),
        ("DIBAO_EXIT", "阳民发[2020]4号二(二)10", "371521", date(2020, 3, 26), f"{OLD}第三十二条"),
        ("DIBAO_EXIT", "阳民发[2020]4号二(二)10", "371521", date(2020, 3, 27), "阳民发[2020]4号二(二)10"),
        ("DIBAO_EXIT", "阳民发[2020]4号二(二)10", "350505", date(2022, 1, 1), f"{NEW}第三十二条"),
        ("DIBAO_REVIEW", f"{SHAOGUAN}二(二)三", "350505", date(2022, 1, 1), f"{NEW}第三十一条"),
        ("DIBAO_JOBLESS", f"{NOTICE}一(一)", "371521", date(2020, 6, 1), "阳民发[2020]4号二(一)2"),
        ("TEMPORARY_RELIEF", f"{REFORM}二(四)14", "350505", date(2019, 1, 1), f"{INTERIM}第四十八条"),
        (
            "PRICE_SUBSIDY",
            f"{PRICE}、泉港民〔2020〕40号二7",
            "350505",
            date(2020, 6, 1),
            "泉港民〔2020〕40号二7",
        ),
        ("PRICE_SUBSIDY", BOTH, "371521", date(2022, 6, 1), PRICE),
        (
            "PRICE_SUBSIDY",
            f"{PRICE}启动条件",
            "371521",
            date(2019, 6, 1),
            f"{NONE_THEN}（今{PRICE}启动条件）",
        ),
        ("FIVE_ELDERS", "泉港民〔2020〕40号四15", "371521", date(2022, 6, 1), NONE_HERE),
    ],
)
def test_what_held_before_or_elsewhere_is_cited(
    code: str, citation: str, region: str, on: date, held: str
) -> None:
    assert book().programmes[code].cited(citation, on, region) == held


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: b", "要写成一列"),
        ("- {otherwise: {第一条: 乙第二条}}", "document: 缺少这一项"),
        ("- {document: 没有这份文件, otherwise: {第一条: 乙第二条}}", "没有这份文件"),
        (f"- {{document: {NEW}, otherwise: {{第一条: 2}}}}", "otherwise"),
        (f"- {{document: {NEW}, article: {{第一条: 乙}}}}", "article"),
    ],
)
def test_a_lineage_that_says_something_else_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "articles.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "documents").mkdir()
    known = (POLICIES / "documents" / "known.yaml").read_text(encoding="utf-8")
    (tmp_path / "documents" / "known.yaml").write_text(known, encoding="utf-8")

    with pytest.raises(PolicyBroken, match=complaint):
        load_lineage(tmp_path)


def test_without_a_lineage_every_article_stands_as_written(tmp_path: Path) -> None:
    assert load_lineage(tmp_path) == Lineage()
    assert Lineage().cited("DIBAO", f"{NEW}第七条", date(2000, 1, 1), "350505") == f"{NEW}第七条"
