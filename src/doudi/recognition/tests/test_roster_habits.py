"""The habits of a bureau's own rosters, one kind of trouble each, in headings nobody wrote down."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.places import DivisionNames, Place
from doudi.recognition.tests.desk import PLACES, of_text

Row = Sequence[object]


def people(*cells: Sequence[object], first: int = 1) -> list[list[object]]:
    """Return rows of name and number, each with further cells."""
    names = ("田永昌", "向桂兰", "彭德兴", "覃翠菊", "谭光明", "姚秀莲")
    return [[names[at], w.number_of(first + at), *more] for at, more in enumerate(cells)]


FOUR = ("新韶镇陈江村", "新韶镇东联村", "东河街道五里亭社区", "新韶镇陈江村3组")

READ: list[tuple[str, str, list[Row], str, dict[str, str]]] = [
    (
        "an answer of yes or no beside an amount is no amount",
        "两补发放明细.csv",
        [
            ["残疾人姓名", "身份证号", "生活补贴", "", "护理补贴", ""],
            ["", "", "是否享受", "金额", "是否享受", "金额"],
            *people(("是", 95, "否", ""), ("否", "", "是", 100), ("是", 95, "是", 100)),
        ],
        "disability_subsidy",
        {"生活补贴／金额": "living_fen", "护理补贴／金额": "nursing_fen"},
    ),
    (
        "of amounts called alike the sum of the others is the amount",
        "城市低保发放册.csv",
        [
            ["姓名", "身份证号", "月保障金", "", "", "城乡类别"],
            ["", "", "差额补助", "分类施保增发", "月领金额", ""],
            *people((400, 68, 468, "城市"), (300, "", 300, "农村"), (200, 136, 336, "城市")),
        ],
        "dibao",
        {"月保障金／月领金额": "amount_fen", "月保障金／差额补助": "", "月保障金／分类施保增发": ""},
    ),
    (
        "the number of somebody who cares for the person is not another person of the list",
        "分散供养特困花名册.csv",
        [
            ["供养对象", "供养对象身份证", "自理情况", "基本生活费", "照护者", "照护者身份证"],
            *people(
                ("全自理", 800, "陈福", w.number_of(91)),
                ("半护理", 800, "陈寿", w.number_of(92)),
            ),
        ],
        "tekun",
        {"供养对象": "name", "供养对象身份证": "id_number", "照护者身份证": ""},
    ),
    (
        "a row right above people's numbers heads the list though it names nothing known",
        "困难群众摸底排查登记表.csv",
        [
            ["被走访人", "被走访人身份证", "走访何处", "主要困难", "走访时间"],
            *people(*((place, "独居", "2026-10-09") for place in FOUR)),
        ],
        "survey",
        {
            "被走访人": "name",
            "被走访人身份证": "id_number",
            "走访何处": "address",
            "主要困难": "survey_finding",
        },
    ),
    (
        "what the money is for says which list it is",
        "查询导出.csv",
        [
            ["对象", "证件号码", "户籍所属区划", "补贴项目", "月补贴标准", "补贴状态"],
            *people(
                (FOUR[0], "困难残疾人生活补贴", 95, "正常"),
                (FOUR[1], "重度残疾人护理补贴", 100, "停发"),
                (FOUR[2], "困难残疾人生活补贴", 95, "正常"),
            ),
        ],
        "disability_subsidy",
        {"户籍所属区划": "address", "补贴状态": "payment_status", "对象": "name"},
    ),
    (
        "beside a care allowance the unread money is still looked at",
        "特困资金拨付明细.csv",
        [
            ["供养人", "身份证明号", "供养类型", "生活保障款", "护理补助"],
            *people(("集中供养", 860, 210), ("分散供养", 860, 0), ("分散供养", 860, 540)),
        ],
        "tekun",
        {"生活保障款": "amount_fen", "护理补助": "care_fen", "供养类型": "support_mode"},
    ),
    (
        "a daughter called 女 does not hide that the column says who is whose",
        "农村低保动态管理明细.csv",
        [
            ["低保对象", "对象身份证", "家庭角色", "低保性质", "本户月低保金"],
            *people(("户主", "农村", 900), ("配偶", "农村", ""), ("女", "城镇", ""), ("长子", "农村", "")),
        ],
        "dibao",
        {"家庭角色": "relation", "低保性质": "area_kind"},
    ),
    (
        "a title that says the list goes before shared columns of no list in particular",
        "三类对象台账.csv",
        [
            ["三类监测对象台账", "", "", "", ""],
            ["户主名", "户主证件号码", "对象属性", "监测起始", "联系电话"],
            *people(
                ("脱贫不稳定户", "2024年03月", "13800000001"),
                ("边缘易致贫户", "2024年05月", "13800000002"),
                ("突发严重困难户", "2025年01月", "13800000003"),
            ),
        ],
        "poverty_register",
        {"对象属性": "monitor_class", "户主名": "name"},
    ),
    (
        "the head's name is nobody's who is named beside the number",
        "城乡低保补助发放.csv",
        [
            ["保障者", "身份号", "低保户主", "保障属性", "每月金额"],
            *people(("田永昌", "城镇", 400), ("田永昌", "农村", 400), ("彭德兴", "农村", 300)),
        ],
        "dibao",
        {"保障者": "name"},
    ),
    (
        "an amount called nothing but 金额 is the list's amount",
        "集中供养老人10月.csv",
        [
            ["姓名", "身份证", "所属敬老院", "自理程度", "金额"],
            *people(("旧司敬老院", "能自理", 1300), ("旧司敬老院", "不能自理", 1300)),
        ],
        "tekun",
        {"金额": "amount_fen"},
    ),
    (
        "of two columns of names the one beside the number is the person's",
        "两项补贴发放册.csv",
        [
            ["持证残疾人", "公民身份证件号码", "生活补贴", "护理补贴", "银行户主"],
            *people((95, "", "田永昌"), ("", 100, "向福"), (95, 100, "彭德兴")),
        ],
        "disability_subsidy",
        {"持证残疾人": "name", "公民身份证件号码": "id_number"},
    ),
]


@pytest.mark.parametrize(
    ("rows", "name", "source", "columns"),
    [pytest.param(rows, name, source, columns, id=said) for said, name, rows, source, columns in READ],
)
def test_a_roster_of_other_habits_is_read_without_a_question(
    rows: list[Row], name: str, source: str, columns: dict[str, str]
) -> None:
    desk = of_text(rows, name)
    assert (desk.guess.source, desk.sentences) == (source, "")
    assert {heading: desk.columns[heading] for heading in columns} == columns


def test_somebody_on_dibao_makes_no_list_of_theirs_the_list_of_dibao() -> None:
    desk = of_text([["对象", "证件号码", "人员状况"], *people(("低保对象",), ("低保对象",))], "导出.csv")
    assert desk.guess.source == ""
    assert "认不出这是哪一种名单" in desk.sentences


def test_amounts_of_which_one_was_paid_late_are_asked_about() -> None:
    rows: list[Row] = [
        ["姓名", "身份证号", "月保障金", "", "", "城乡类别"],
        ["", "", "应发金额", "补发金额", "实发金额", ""],
        *people((400, 68, 468, "城市"), (300, "", 300, "农村"), (200, 136, 336, "城市")),
    ]
    assert "系统不替您选" in of_text(rows, "城市低保发放册.csv").sentences


def test_a_row_of_offices_that_sign_the_list_is_nobody() -> None:
    rows: list[Row] = [
        ["姓名", "身份证号", "月保障金额", "城乡类别"],
        *people((400, "城市"), (300, "农村")),
        ["局长：", "分管领导：", "股长：", "制表：田某"],
    ]
    assert of_text(rows, "低保发放册.csv").roles == {"DATA": 2, "HEADER": 1, "NOTE": 1}


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ({"village": "新韶镇陈江村"}, Place("440204100201")),
        ({"village": "新韶镇某某村"}, Place("440204100", "UNKNOWN_DIVISION")),
        ({"village": "新韶镇陈江村", "town": "东河街道"}, Place("440204001", "UNKNOWN_DIVISION")),
        ({"village": "陈江村3组", "town": "新韶镇"}, Place("440204100201")),
        ({"village": "东联村十二村民小组", "town": "新韶镇"}, Place("440204100202")),
        ({"code": "浈江区/新韶镇/陈江村村民委员会"}, Place("440204100201")),
    ],
)
def test_a_cell_that_says_more_than_the_village_leads_to_the_village(
    words: dict[str, str], place: Place
) -> None:
    blank = dict.fromkeys(("county", "town", "village", "code", "address", "around"), "")
    names: DivisionNames = PLACES
    assert names.find(**(blank | words)) == place
