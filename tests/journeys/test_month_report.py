"""What the closing page lists, and the report of a month in its three forms."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from docx import Document
from pypdf import PdfReader
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.kernel.dates import Period
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import close_month, submit_month, submit_part
from doudi.monitoring.states import EntryStatus, Outcome
from doudi.registry.models import Person
from tests.county import (
    COUNTY,
    EAST,
    VILLAGE,
    WEST,
    County,
    build_county,
    logged_in,
    monitored,
    name,
    on_dibao,
    person,
)

OCTOBER, NOVEMBER = Period.parse("2026-10"), Period.parse("2026-11")
GAP = "monitored-without-aid"
HOSTILE = "=1+1"


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    """Give a county with one closed month, and a second one compared: 1 and 2 on dibao, 3 and 4 found."""
    settings.DOUDI_DATA = str(tmp_path / "data")
    county = build_county()
    county.send("poverty_register", [monitored(order) for order in range(4)])
    county.send("dibao", [on_dibao(0), on_dibao(1)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()
    _conclude(county)
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    close_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at)
    county.send("poverty_register", [monitored(order) for order in (0, 1, 2, 5)], period="2026-11")
    county.send("dibao", [on_dibao(0), on_dibao(2)], period="2026-11")
    county.send("tekun", [person(9, 供养方式="分散供养")], period="2026-11")
    county.send("orphan", [person(7, date(2015, 3, 1), 儿童类别="孤儿")], period="2026-11", publish=False)
    county.compare("2026-11")
    return county


def _conclude(county: County) -> None:
    for entry in county.entries(GAP, status=EntryStatus.OPEN):
        conclude_entry(
            entry,
            outcome=Outcome.INELIGIBLE,
            reason="入户核实，收入稳定且超过标准",
            by=county.people["east"],
            at=county.at,
        )


def _page(county: County, address: str = "/month/", who: str = "county", period: str = "2026-11") -> str:
    client = logged_in(county.people[who])
    client.post("/focus/", {"period": period, "next": "/month/"})
    return str(client.get(address).content.decode())


def _words(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_the_closing_page_lists_what_stands_in_the_way_each_with_its_link(county: County) -> None:
    submit_part(WEST, NOVEMBER, by=county.people["west"], at=county.at)
    page = _page(county)
    words = _words(page)
    assert "3条没有结论，办完才能提交" in words
    assert "/ledger/?closing=1" in page
    assert "1类收到了还没有发布" in words
    assert re.search(r'<a href="/batches/[^"]+/">孤儿', page)
    assert "没有收到：" in words
    assert "条规则没有比对，因为名单或本地标准缺着" in words
    assert re.search(r'href="/batches/\?months=all&amp;source=\w+">缺少：', page)
    assert "与2026年10月封存的名册相比，新增1人，移出1人，变更2人" in words
    assert "1个已提交，没有提交：东河街道" in words
    assert 'class="d-signatures"' in page

    # nothing is said to be in order before a comparison
    words = _words(_page(county, period="2026-12")).partition("月结前核对")[2].partition("制表：")[0]
    assert "没有结论的本月还没有比对" in words
    assert "没有比对的规则本月还没有比对" in words
    assert "都有结论" not in words
    assert "全部规则都已比对" not in words


def test_an_open_month_is_held_against_the_last_closed_one_and_never_the_other_way(county: County) -> None:
    page = _page(county, "/month/changes/")
    words = _words(page)
    assert "2026年10月封存的名册与2026年11月现在（未月结）的名册相比" in words
    assert page.count("新增</span>") == 1
    assert page.count("移出</span>") == 1
    assert page.count("变更</span>") == 2

    words = _words(_page(county, "/month/changes/?before=2026-11&after=2026-11"))
    assert "选两个月份来对照" in words
    assert "2026年11月封存" not in words


def _report(county: County, form: str, who: str = "county", division: str = COUNTY, month: int = 11) -> bytes:
    client = logged_in(county.people[who])
    client.post("/focus/", {"period": f"2026-{month}", "next": "/month/"})
    answer = client.get(f"/month/report/{form}/?division={division}")
    assert answer.status_code == 200, answer.status_code
    assert "attachment" in answer["Content-Disposition"]
    return bytes(answer.content)


def _read(form: str, made: bytes) -> str:
    if form == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    elif form == "word":
        word = Document(io.BytesIO(made))
        cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
        text = "".join([*(each.text for each in word.paragraphs), *cells])
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(made))
        rows = (row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python())
        text = "".join(str(value) for row in rows for value in row)
    return re.sub(r"\s+", "", text)


def test_a_report_says_the_same_in_each_form(county: County) -> None:
    Person.objects.filter(name=name(5)).update(name=HOSTILE)
    for form in ("pdf", "word", "excel"):
        text = _read(form, _report(county, form))

        # worked by hand: on the list are 0, 1, 2, 5 and 9; 0, 2 and 9 on aid, 1 and 5 found, not handed out
        assert "监测名单5人＝在享3＋办理中2（其中待核查2）＋备案监测0＋有理由排除0" in text, form
        assert "人人有着落" not in text
        assert "低收入人口监测月报（2026年11月）" in text
        assert "本月还没有月结，数字还会变，不能作为正式数据上报。" in text
        assert "与2026-10封存的名册相比：新增1人，移出1人，变更2人" in text
        assert f"{HOSTILE}新增" in text, "what looks like a formula stays a name"
        assert f"{name(3)}移出" in text
        assert "监测对象未纳入低保、特困供养" in text
        assert "复核月结" in text
        assert not re.search(r"\d{17}[\dX]", text), "an identity number stands in a report"
    found = Entry.objects.filter(action="monitoring.month_reported")
    assert [each.subject_id for each in found] == [f"{COUNTY}:2026-11"] * 3

    text = _read("word", _report(county, "word", month=10))
    assert "不能作为正式数据上报" not in text, "a closed month is told as sealed"
    assert "提交：县级经办" in text
    assert "复核月结：县级复核" in text
    assert "有理由排除2；人人有着落。" in text
    assert "此前没有已月结的月份，无从对照。" in text


def test_a_report_holds_nobody_of_another_township_and_is_for_those_who_may_export(county: County) -> None:
    text = _read("excel", _report(county, "excel", "west", WEST))
    assert "监测名单0人" in text
    assert name(3) not in text
    west = logged_in(county.people["west"])
    assert west.get(f"/month/report/excel/?division={COUNTY}").status_code == 404
    assert west.get(f"/month/report/excel/?division={EAST}").status_code == 404
    assert west.get("/month/report/html/").status_code == 404

    assistant = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    assert assistant.get("/month/report/pdf/").status_code in {403, 404}
    assert "/month/report/" not in assistant.get("/month/").content.decode()


def test_the_command_writes_the_same_report_and_says_what_is_wrong(
    county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "月报.docx"
    asked = ["month_report", "--period", "2026-11", "--form", "word"]
    call_command(*asked, "--region", COUNTY, "--out", str(out), "--json")
    assert "监测名单5人＝在享3" in _read("word", out.read_bytes())

    for wrong, told in (
        (("--region", COUNTY, "--out", str(tmp_path / "没有" / "月报.docx")), "写不了"),
        (("--region", "990000", "--out", str(out)), "没有区划 990000"),
        (("--region", COUNTY[:4], "--out", str(out)), "县级以上"),
    ):
        with pytest.raises(SystemExit) as refused:
            call_command(*asked, *wrong)
        assert refused.value.code == 2
        assert told in capsys.readouterr().err
