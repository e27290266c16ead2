"""What other departments gave somebody is taken in row by row and stands on the person's card."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from doudi.exchange.models import Batch
from doudi.registry.models import Person
from tests.county import COUNTY, County, logged_in, name, on_dibao, person, workbook

MEDICAL = {
    "部门救助类别": "医疗救助",
    "救助内容": "住院医疗费用救助",
    "部门救助金额": "1850.50",
    "部门救助日期": "2026-10-12",
}
OTHERS = (
    {"部门救助类别": "教育救助", "救助内容": "国家助学金", "部门救助日期": "2026-10-08"},
    {"部门救助类别": "住房救助", "救助内容": "公租房租金减免", "部门救助日期": "2026-10-09"},
    {"部门救助类别": "残疾人帮扶", "救助内容": "适配轮椅", "部门救助日期": "2026-10-10"},
)


def uploaded(rows: list[dict[str, object]], folder: Path) -> dict[str, int]:
    """Give a list to the command that takes files in; return how its rows are accounted for."""
    path, out = folder / "医疗救助名单.xlsx", io.StringIO()
    path.write_bytes(workbook(rows))
    given = ["--source", "department_aid", "--region", COUNTY, "--period", "2026-10", "--publish", "--json"]
    call_command("import_batch", str(path), *given, stdout=out)
    answer = json.loads(out.getvalue())
    return {key: answer[key] for key in ("rows_read", "clean", "repaired", "rejected")}


def told(county: County) -> dict[int, str]:
    """Return what the sheet of problems says of each row of the newest file, by row number."""
    batch = Batch.objects.latest("received_at")
    answer = logged_in(county.people["county"]).get(f"/batches/{batch.pk}/error-sheet/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return {int(str(row[1])): f"{row[2]}：{row[3]}" for row in rows if str(row[1]).isdigit()}


def card(county: County, order: int) -> str:
    """Return the part of somebody's card that lists what they were given."""
    one = Person.objects.get(name=name(order))
    page = logged_in(county.people["east"]).get(f"/people/{one.pk}/").content.decode()
    return page[page.index("已享受救助与部门记录") :].split('<div class="card">')[0]


@pytest.mark.clause("ZJ-2.1.2b")
def test_a_row_with_a_wrong_number_is_sent_back_and_the_others_stand_on_the_card(
    county: County, tmp_path: Path
) -> None:
    county.send("dibao", [on_dibao(order) for order in range(1, 6)])
    wrong = person(5, **MEDICAL)
    number = str(wrong["身份证号"])
    wrong["身份证号"] = number[:17] + ("0" if number[17] != "0" else "1")
    others = [person(order, **given) for order, given in enumerate(OTHERS, start=2)]
    undated = person(6, **{key: text for key, text in MEDICAL.items() if key != "部门救助日期"})
    unreadable = person(7, **{**MEDICAL, "部门救助金额": "若干"})

    rows = [person(1, **MEDICAL), wrong, *others, person(1, **MEDICAL), undated, unreadable]
    assert uploaded(rows, tmp_path) == {"rows_read": 8, "clean": 7, "repaired": 0, "rejected": 1}

    said = told(county)
    assert set(said) == {3, 7, 8, 9}
    assert said[3] == "已退回，未入库：身份证号：身份证号校验位不对"
    assert "与前面一行内容完全相同" in said[7]
    assert "部门救助日期：必填的一格是空的" in said[8]
    assert "部门救助金额" in said[9]
    given = ("医疗救助", "住院医疗费用救助", "1,850.50", "2026-10-12")
    assert [text for text in given if text not in card(county, 1)] == []
    for order, other in enumerate(OTHERS, start=2):
        assert [text for text in other.values() if text not in card(county, order)] == []
    assert "部门名单里没有这个人" in card(county, 5)


def test_a_department_fills_in_a_template_that_names_the_four_kinds(county: County) -> None:
    answer = logged_in(county.people["county"]).get("/batches/templates/department_aid/")

    content = io.BytesIO(answer.content)
    head = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()[0]
    assert {"身份证号码", "姓名", "部门救助类别", "部门救助金额", "部门救助日期"} <= set(head)
    with zipfile.ZipFile(content) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "医疗救助,教育救助,住房救助,残疾人帮扶" in sheet
