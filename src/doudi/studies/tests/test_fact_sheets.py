"""Families' facts come in from a form a clerk fills in; every row is accounted for."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.registry.models import Household
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, listed, listing, number
from doudi.studies.models import FactSheet
from doudi.studies.rules.fact_rows import HEAD_NUMBER, NAME, NUMBER
from doudi.studies.services.fact_intake import SheetRefused, TakenIn, take_in_workbook, template

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 31)
COUNTY = "440204"
KIND, RELATION, WAGES, CAN_WORK = (
    "全家：城乡类别",
    "与申请人关系",
    "工资性收入（元/月）",
    "有劳动能力（是/否）",
)


@pytest.fixture
def clerk() -> User:
    return officer(Role.COUNTY_OFFICER, COUNTY)


@pytest.fixture(autouse=True)
def families() -> None:
    """Put two families on the list: one of two people, one of one."""
    people = [
        listed(1, household_number="A", relation="HEAD"),
        listed(2, household_number="A", relation="SPOUSE"),
        listed(3, household_number="B", relation="HEAD"),
    ]
    apply_list(listing(people), by=SYSTEM, at=MONDAY)


def row(order: int, head: int = 1, /, **facts: object) -> dict[str, object]:
    said = {RELATION: "本人" if order == head else "配偶", **facts}
    if order == head:
        said.setdefault(KIND, "农村")
    return {HEAD_NUMBER: number(head), NAME: "陈大文", NUMBER: number(order), **said}


def workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    headings = list(dict.fromkeys(key for each in rows for key in each))
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, headings)
    for place, each in enumerate(rows, start=1):
        for column, heading in enumerate(headings):
            page.write(place, column, each.get(heading, ""))
    book.close()
    return sink.getvalue()


def taken(clerk: User, rows: Sequence[Mapping[str, object]], scope: str = COUNTY) -> TakenIn:
    return take_in_workbook(
        workbook(rows), "表.xlsx", scope=Scope((scope,)), assessed_on=ON, by=clerk, at=MONDAY
    )


def test_a_filled_form_becomes_sheets_under_seal(clerk: User) -> None:
    account = taken(clerk, [row(1, **{WAGES: "1200.50"}), row(2, **{CAN_WORK: "否"}), row(3, 3)])

    assert (account.rows, account.taken, account.families, account.problems) == (3, 3, 2, [])
    sheet = FactSheet.objects.order_by("pk")[0]
    facts = json.loads(sheet.facts)
    assert facts["area_kind"] == "RURAL"
    assert facts["members"][0]["wages_fen"] == 120050
    assert facts["members"][1]["can_work"] is False
    assert [bool(person) for person in sheet.people] == [True, True]
    assert sheet.division == "440204102200"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("4000/6个月", {"fen": 400_000, "months": 6}),
        ("4,000.50元/6月", {"fen": 400_050, "months": 6}),
        ("4000／半年", {"fen": 400_000, "months": 6}),
        ("9000/一年", {"fen": 900_000, "months": 12}),
        ("9000/年", {"fen": 900_000, "months": 12}),
        ("700/1个月", 70_000),
    ],
)
def test_a_cell_may_say_what_several_months_brought_together(clerk: User, cell: str, said: object) -> None:
    account = taken(clerk, [row(3, 3, **{WAGES: cell})])

    assert account.problems == []
    assert json.loads(FactSheet.objects.get().facts)["members"][0]["wages_fen"] == said


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("4000/13个月", "合计最多说 12 个月"),
        ("4000/0个月", "合计最多说 12 个月"),
        ("4000/两年", "4000/6个月"),
        ("-4000/6个月", "0 到"),
        ("四千/6个月", "4000/6个月"),
    ],
)
def test_a_cell_that_says_no_months_is_told_how_to_write_them(clerk: User, cell: str, says: str) -> None:
    account = taken(clerk, [row(3, 3, **{WAGES: cell})])

    assert [says in one.reason for one in account.problems if one.column == WAGES] == [True]
    assert not FactSheet.objects.exists()


def test_the_head_stands_first_whatever_the_order_of_rows(clerk: User) -> None:
    taken(clerk, [row(2), row(1)])

    relations = [one["relation"] for one in json.loads(FactSheet.objects.get().facts)["members"]]
    assert relations == ["HEAD", "SPOUSE"]


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        ({WAGES: "一千"}, WAGES, "金额"),
        ({WAGES: "-1"}, WAGES, "0 到"),
        ({RELATION: "老板"}, RELATION, "只能填"),
        ({CAN_WORK: "也许"}, CAN_WORK, "是"),
        ({"出生日期": "昨天"}, "出生日期", "日期"),
        ({NUMBER: "123"}, NUMBER, "身份证号码"),
        ({KIND: "城市"}, KIND, "不一样"),
    ],
)
def test_one_wrong_cell_keeps_the_whole_family_out_and_no_other(
    clerk: User, wrong: dict[str, object], column: str, says: str
) -> None:
    account = taken(clerk, [row(1), {**row(2), **wrong}, row(3, 3)])

    assert (account.rows, account.taken, account.rejected) == (3, 1, 2)
    told = {(one.row, one.column): one.reason for one in account.problems}
    assert says in told[3, column]
    assert "整户没有导入" in told[2, "整户"]
    assert FactSheet.objects.count() == 1


def test_a_family_of_another_place_is_not_found(clerk: User) -> None:
    account = taken(clerk, [row(1), row(2)], scope="371521")

    assert account.taken == 0
    assert "没有找到这一户" in account.problems[0].reason


def test_a_family_without_its_head_is_told(clerk: User) -> None:
    account = taken(clerk, [row(2)])

    assert "没有户主本人" in account.problems[0].reason


def test_a_deduction_without_its_paper_is_not_saved(clerk: User) -> None:
    cost, proof = "月均医疗自付（元/月）", "医疗自付有凭证（是/否）"
    Household.objects.update(division="350505001001")
    family = [row(1, **{cost: "800", WAGES: "3000", KIND: "城市"}), row(2)]

    account = taken(clerk, family, scope="35")

    assert account.taken == 0
    assert "没有凭证，不能登记扣减" in account.problems[0].reason
    assert taken(clerk, [{**family[0], proof: "是"}, row(2)], scope="35").taken == 2


def test_the_same_form_again_keeps_nothing_twice(clerk: User) -> None:
    rows = [row(1), row(2)]
    taken(clerk, rows)

    account = taken(clerk, rows)

    assert (account.families, account.unchanged) == (1, 1)
    assert FactSheet.objects.count() == 1


def test_a_correction_is_a_new_sheet_and_the_old_one_stays(clerk: User) -> None:
    taken(clerk, [row(1), row(2)])
    taken(clerk, [row(1, **{WAGES: "500"}), row(2)])

    assert FactSheet.objects.count() == 2
    assert FactSheet.objects.filter(superseded_at__isnull=True).count() == 1


def test_what_is_no_table_is_refused_with_the_way_out(clerk: User) -> None:
    with pytest.raises(SheetRefused, match="PDF"):
        take_in_workbook(b"%PDF-1.7 x", "a.pdf", scope=Scope((COUNTY,)), assessed_on=ON, by=clerk, at=MONDAY)


def test_a_table_without_the_numbers_is_told(clerk: User) -> None:
    account = taken(clerk, [{"姓名": "陈大文", "备注": "x"}])

    assert "用本页下载的表样" in account.problems[-1].reason


def test_the_form_offers_what_the_programme_asks_and_can_be_filled_in(clerk: User) -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(template(COUNTY, ON, ["DIBAO"]))).get_sheet_by_index(0)
    headings = sheet.to_python()[0]

    assert {HEAD_NUMBER, NAME, NUMBER, KIND, RELATION, WAGES} <= set(headings)
    assert len(headings) == len(set(headings))
    filled: dict[str, object] = {str(heading): "" for heading in headings}
    filled |= row(3, 3)
    assert taken(clerk, [filled]).taken == 1


def test_nothing_of_a_person_is_kept_in_the_trail_or_the_names(clerk: User) -> None:
    taken(clerk, [row(1), row(2)])

    entry = Entry.objects.get(action="rulebook.facts_recorded")
    assert "陈大文" not in str(vars(entry))
    assert "陈大文" not in FactSheet.objects.get().facts


# ---- screens


def test_a_form_is_taken_in_on_the_page(clerk: User) -> None:
    browser = browser_of(clerk)
    file = SimpleUploadedFile("表.xlsx", workbook([row(1), row(2), row(3, 3, **{WAGES: "x"})]))

    answer = browser.post(reverse("studies:fact_take_in"), {"assessed_on": "2026-10-31", "file": file})

    account: Any = answer.context["account"]
    assert (account.rows, account.taken, account.rejected) == (3, 2, 1)
    assert "工资性收入" in answer.content.decode()
    listed_page = browser.get(reverse("studies:fact_sheets")).content.decode()
    assert "陈大文" in listed_page


def test_a_familys_facts_open_in_the_calculator_and_the_look_is_recorded(clerk: User) -> None:
    taken(clerk, [row(1, **{WAGES: "1200.50"}), row(2)])
    sheet = FactSheet.objects.get()

    answer = browser_of(clerk).get(reverse("studies:fact_sheet", args=[sheet.pk]))

    assert 'value="1200.50"' in answer.content.decode()
    assert Entry.objects.filter(action="rulebook.facts_seen", subject_id=str(sheet.pk)).count() == 1
    stranger = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204101"))
    assert stranger.get(reverse("studies:fact_sheet", args=[sheet.pk])).status_code == 404


def test_a_correction_is_kept_only_when_asked(clerk: User) -> None:
    taken(clerk, [row(1), row(2)])
    browser, sheet = browser_of(clerk), FactSheet.objects.get()
    address = reverse("studies:fact_sheet", args=[sheet.pk])
    typed = {
        "on": "2026-11-01",
        "h.area_kind": "RURAL",
        "m1.relation": "HEAD",
        "m1.born_on": "1960-05-17",
        "m1.wages_fen": "300",
    }

    browser.post(address, {**typed, "act": "assess"})
    wrong = browser.post(address, {**typed, "m1.wages_fen": "多", "act": "save"})
    assert (wrong.status_code, FactSheet.objects.count()) == (422, 1)
    browser.post(address, {**typed, "act": "save"})

    now = FactSheet.objects.get(superseded_at__isnull=True)
    assert json.loads(now.facts)["members"][0]["wages_fen"] == 30000
    assert (now.source, now.assessed_on) == ("TYPED", date(2026, 11, 1))


def test_an_empty_county_is_told_how_to_begin(clerk: User) -> None:
    assert "还没有家庭情况表" in browser_of(clerk).get(reverse("studies:fact_sheets")).content.decode()


def test_a_blank_is_unknown_only_where_the_fact_is_asked_and_a_word_says_so_anywhere(clerk: User) -> None:
    account = taken(clerk, [row(1, **{WAGES: "不清楚", CAN_WORK: ""}), row(2, **{WAGES: "", CAN_WORK: "？"})])

    assert account.problems == []
    first, second = json.loads(FactSheet.objects.get().facts)["members"]
    assert (first["wages_fen"], "can_work" in first) == (None, False)
    assert ("wages_fen" in second, second["can_work"]) == (False, None)


def test_what_must_be_filled_in_cannot_be_unknown(clerk: User) -> None:
    account = taken(clerk, [row(1, **{RELATION: "不清楚"})])

    assert [problem.reason for problem in account.problems] == ["必须填，不能写“不清楚”。"]


def test_the_form_says_of_each_column_what_a_blank_means(clerk: User) -> None:
    content = template(COUNTY, ON, ["UNATTENDED_CHILD", "DIBAO"])
    notes = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("填表说明").to_python()
    said = {str(line[0]): str(line[1]) for line in notes if len(line) > 1 and line[1]}

    assert said["母亲服刑、戒毒等期限（月）"] == "空着就是还不知道，会影响结果时先问"
    assert said["工资性收入（元/月）"] == "空着按“没有”算"
    assert said["母亲情况"] == "空着按“能够抚养”算"
    assert any(str(line[0]).startswith("还没问、没核到的写“不清楚”") for line in notes)


def test_a_correction_under_one_programme_leaves_unknown_what_its_fields_do_not_show(clerk: User) -> None:
    taken(clerk, [row(1, **{WAGES: "800"}), row(2)])
    kept = FactSheet.objects.get()
    facts = json.loads(kept.facts)
    facts["members"][0]["father_term_months"] = None
    FactSheet.objects.filter(pk=kept.pk).update(facts=json.dumps(facts))
    browser = browser_of(clerk)

    browser.post(
        f"/rules/families/{kept.pk}/",
        {
            "act": "save", "programme": "DIBAO", "h.area_kind": "RURAL",
            "m1.relation": "HEAD", "m1.born_on": "1960-01-01", "m1.wages_fen": "900",
            "m2.relation": "SPOUSE", "m2.born_on": "1960-01-01", "rest": "",
        },
    )  # fmt: skip

    now = json.loads(FactSheet.objects.get(superseded_at__isnull=True).facts)
    assert now["members"][0]["wages_fen"] == 900_00
    assert now["members"][0]["father_term_months"] is None
