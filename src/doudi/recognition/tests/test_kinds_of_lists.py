"""A list is taken for one of ours only when it says so; the nearest one is never good enough."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from doudi.recognition.tests.desk import guessed
from doudi.recognition.tests.lists import book
from doudi.recognition.tests.test_meanings import DAYS, MONEY, Columns, desk_of, person

CARDS = tuple(f"62170000{at:011d}" for at in range(8))
PAID: Columns = {"补助金额": MONEY, "银行卡号": CARDS}

NOT_OURS: list[tuple[str, Columns]] = [
    ("长寿老人津贴发放", PAID),
    ("八十岁以上老龄津贴", {"津贴标准": MONEY}),
    ("烈属定期抚恤", PAID),
    ("退役士兵生活补助", PAID),
    ("独生子女父母奖励扶助", {"奖扶金额": MONEY}),
    ("离任村干部补贴", {"职务": ("会计",) * 8, **PAID}),
    ("公益林生态补偿", {"面积": MONEY, **PAID}),
    ("水库移民后期扶持", {"发放金额": MONEY, "发放时间": DAYS}),
    ("社区矫正对象", {"登记日期": DAYS}),
    ("个税扣缴", {"单位名称": ("某厂",) * 8, "收入额": MONEY}),
]


@pytest.mark.parametrize(("file", "columns"), NOT_OURS)
def test_a_list_of_another_kind_is_told_so(file: str, columns: Columns) -> None:
    desk = desk_of({**person(), **columns}, f"{file}.xlsx")

    assert desk.guess.source == ""
    assert "不在系统要收的名单里" in desk.sentences


LEAVERS = [
    ("低保停保人员.xlsx", {"低保金": MONEY}),
    ("低保退出花名册.xlsx", {"低保金": MONEY, "城乡类别": ("农村",) * 8}),
    ("低保边缘家庭.xlsx", {"低保类别": ("农村",) * 8, "人均收入": MONEY}),
    ("低保申请受理.xlsx", {"低保类别": ("农村",) * 8}),
    ("特困取消人员.xlsx", {"供养方式": ("分散",) * 8, "供养金额": MONEY}),
    ("医保参保.xlsx", {"参保状态": ("正常参保",) * 8, "险种": ("居民",) * 8}),
    ("残疾人驾照补贴.xlsx", {"残疾类别": ("肢体",) * 8, "残疾等级": ("三级",) * 8, "补贴金额": MONEY}),
]


@pytest.mark.parametrize(("file", "columns"), LEAVERS)
def test_a_list_whose_name_says_otherwise_waits_for_a_person(file: str, columns: Columns) -> None:
    desk = desk_of({**person(), **columns}, file)

    assert desk.guess.source == ""
    assert "请在上传时选定来源" in desk.sentences


@pytest.mark.parametrize(
    "columns",
    [PAID, {"职务": ("主任",) * 8}, {"年级": ("一",) * 8, "学校": ("某小学",) * 8}, {"登记日期": DAYS}],
)
def test_one_column_that_many_lists_have_makes_no_source(columns: Columns) -> None:
    assert desk_of({**person(), **columns}, "附件1.xlsx").guess.source == ""


OURS: list[tuple[str, Columns, str]] = [
    ("附件1.xlsx", {"死亡日期": DAYS}, "cremation"),
    ("附件2.xlsx", {"城乡类别": ("农村",) * 8, "月补差金额": MONEY}, "dibao"),
    (
        "残疾儿童康复训练.xlsx",
        {"残疾类别": ("智力",) * 8, "残疾等级": ("二级",) * 8, "康复时间": DAYS},
        "department_aid",
    ),
    ("公益性岗位人员.xlsx", {"岗位": ("保洁",) * 8, "岗位补贴": MONEY, "上岗时间": DAYS}, "employment"),
    ("住院报销.xlsx", {"入院": DAYS, "出院": DAYS, "总费用": MONEY, "个人自付": MONEY}, "medical_selfpay"),
    ("困难学生补助.xlsx", {"学校": ("某小学",) * 8, "资助金额": MONEY, "发放日期": DAYS}, "department_aid"),
]


@pytest.mark.parametrize(("file", "columns", "source"), OURS)
def test_a_list_that_says_what_it_is_is_taken_unasked(file: str, columns: Columns, source: str) -> None:
    desk = desk_of({**person(), **columns}, file)

    assert (desk.guess.source, desk.sentences) == (source, "")


def test_a_workbook_of_register_and_leavers_is_asked_about_sheet_by_sheet() -> None:
    columns: dict[str, Sequence[str]] = {**person(), "供养方式": ("分散",) * 8, "供养金额": MONEY}
    rows = [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]

    desk = guessed(
        book({"在册": rows, "本月停发": rows, "新增": rows}),
        "特困（在册、停发、新增）.xlsx",
        period="2026-10",
    )

    assert [sheet.verdict.value for sheet in desk.guess.sheets] == ["LIST", "ASK", "ASK"]
