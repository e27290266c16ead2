"""Headings nobody wrote down are told by what carries their meaning, by what stands below, or asked about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.headings import bare_heading
from doudi.recognition.places import DivisionNames
from doudi.recognition.source_files import spelled_out
from doudi.recognition.tests.desk import Desk, guessed, of_rows
from doudi.recognition.tests.lists import book

NAMES = ("张三", "李四光", "王五")
NUMBERS = tuple(w.number_of(number) for number in (1, 2, 3))
MONEY, DAYS = ("530.50元", "420", "365.00"), ("2023.5", "2020年4月", "2019-07-01")


def desk_of(source: str, columns: dict[str, Sequence[str]]) -> Desk:
    rows = [list(cells) for cells in zip(*columns.values(), strict=True)]
    return guessed(book({"名单": [list(columns), *rows]}), "表.xlsx", source, period="2026-10")


def person(name: str = "姓名", number: str = "身份证号") -> dict[str, Sequence[str]]:
    return {name: NAMES, number: NUMBERS}


UNHEARD = [
    ("dibao", "本月人均补差标准", "amount_fen", MONEY),
    ("dibao", "当月实发", "amount_fen", MONEY),
    ("dibao", "本月户低保金", "household_amount_fen", MONEY),
    ("dibao", "保障起始年月", "started_on", DAYS),
    ("dibao", "目前享受人数", "aided_count", ("1", "2", "3")),
    ("tekun", "月供养金标准（元）", "amount_fen", MONEY),
    ("tekun", "特困认定日期", "started_on", DAYS),
    ("disability_subsidy", "当月补贴额", "subsidy_fen", MONEY),
    ("orphan", "本月生活补贴金额", "amount_fen", MONEY),
    ("temporary_relief", "打卡时间", "paid_on", DAYS),
    ("medical_selfpay", "本次个人负担额", "self_pay_fen", MONEY),
    ("housing_fund", "目前缴存基数", "base_fen", MONEY),
    ("disability_certificate", "首次办证", "first_issued_on", DAYS),
    ("disability_certificate", "证件到期", "expires_on", DAYS),
    ("employment", "就业登记日期", "registered_on", DAYS),
    ("department_aid", "救助资金", "support_fen", MONEY),
    ("social_insurance", "发放金额", "pension_fen", MONEY),
]


@pytest.mark.parametrize(("source", "heading", "column", "cells"), UNHEARD)
def test_a_heading_is_known_by_the_words_that_carry_its_meaning(
    source: str, heading: str, column: str, cells: Sequence[str]
) -> None:
    desk = desk_of(source, {**person(), heading: cells})

    assert desk.columns[heading] == column


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("分类施保金额", MONEY),
        ("年龄情况", ("75", "38", "11")),
        ("户数", ("1", "2", "3")),
        ("学历", ("小学",) * 3),
    ],
)
def test_a_heading_that_only_looks_alike_is_not_an_amount_of_the_list(
    heading: str, cells: Sequence[str]
) -> None:
    desk = desk_of("dibao", {**person(), "类别": ("农村",) * 3, "补差金额": MONEY, heading: cells})

    assert desk.columns[heading] == ""
    assert desk.columns["补差金额"] == "amount_fen"


def test_words_left_out_of_a_heading_leave_two_characters() -> None:
    assert bare_heading("本月补助标准", ("本月",), ("标准", "金")) == "补助"
    assert bare_heading("月金", ("月",), ("金",)) == "月金"


WHOM = ["五保对象", "职工姓名", "逝者名字", "低保人员", "车主姓名（个人）", "被保障者"]


@pytest.mark.parametrize("heading", WHOM)
@pytest.mark.parametrize("source", ["dibao", "tekun", "social_insurance", "cremation"])
def test_whoever_a_list_is_about_is_its_name(source: str, heading: str) -> None:
    desk = desk_of(source, {"乡镇": ("新韶镇",) * 3, **person(heading), "民族": ("汉族",) * 3})

    assert desk.columns[heading] in {"name", "head_name"}


@pytest.mark.parametrize("heading", ["监护人姓名", "代领人", "村干部", "网格员"])
def test_somebody_beside_the_person_is_never_the_name(heading: str) -> None:
    desk = desk_of("social_insurance", {**person(heading), "险种": ("城乡居民",) * 3})

    assert desk.columns[heading] == ""


@pytest.mark.parametrize("heading", ["核拨款", "兜底金（元）", "到手补贴款"])
def test_a_roster_whose_amount_is_called_nobody_knows_what_is_asked_about(heading: str) -> None:
    desk = desk_of("dibao", {**person(), "类别": ("农村",) * 3, heading: MONEY})

    assert heading in desk.sentences
    assert "个人月保障金额" in desk.sentences


def test_the_only_money_of_a_list_of_single_people_is_their_amount() -> None:
    desk = desk_of("orphan", {**person(), "类别": ("孤儿",) * 3, "每月标准": MONEY})

    assert (desk.columns["每月标准"], desk.sentences) == ("amount_fen", "")


@pytest.mark.parametrize("heading", ["年领取款", "累计补贴款"])
def test_money_of_another_time_is_asked_about(heading: str) -> None:
    desk = desk_of("orphan", {**person(), "类别": ("孤儿",) * 3, heading: MONEY})

    assert heading in desk.sentences


def test_a_column_of_cards_is_the_account() -> None:
    cards = tuple(f"62170000{number:011d}" for number in (1, 2, 3))
    desk = desk_of(
        "dibao", {**person(), "类别": ("农村",) * 3, "补差金额": MONEY, "惠农直补折": cards, "档案号": cards}
    )

    assert (desk.columns["惠农直补折"], desk.columns["档案号"]) == ("account", "")


def test_a_roster_without_any_money_is_not_asked_about() -> None:
    desk = desk_of("dibao", {**person(), "类别": ("农村",) * 3, "备注": ("", "", "")})

    assert desk.sentences == ""


def test_running_numbers_as_long_as_an_identity_number_are_nobody() -> None:
    ours = ("421022000000101", "421022000000102", "421022000000201")
    desk = desk_of("poverty_register", {"户类型": ("脱贫户",) * 3, "成员编号": ours, **person()})

    assert desk.sentences == ""
    assert desk.columns["成员编号"] == ""


def test_a_group_called_information_about_the_guardian_holds_the_guardian() -> None:
    desk = of_rows(
        [
            ["儿童信息", "", "", "监护人信息", "", ""],
            ["姓名", "身份证号", "类别", "姓名", "监护人身份证", "与儿童关系"],
            [NAMES[0], NUMBERS[0], "孤儿", "赵六", NUMBERS[2], "祖父"],
            [NAMES[1], NUMBERS[1], "孤儿", "钱七", NUMBERS[2], "祖父"],
        ],
        "孤儿.xlsx",
        "orphan",
    )

    named = [column.column for column in desk.guess.tables[0].columns]
    assert named[:5] == ["name", "id_number", "child_kind", "guardian_name", "guardian_number"]


SIGNATURES = [
    ["制表人：", "王芳", "", "审核人：", "李建国"],
    ["", "审核人：", "李建国", "", "填报日期：2026年10月28日"],
    ["填表人：", "王芳", "联系电话：", "07165221234", ""],
]


@pytest.mark.parametrize("row", SIGNATURES)
def test_labels_with_their_answers_beside_them_sign_the_list(row: list[str]) -> None:
    rows = [["序号", "姓名", "身份证号", "车牌号", "车辆类型"]]
    rows += [
        [str(at), name, number, "鄂D12345", "小型轿车"]
        for at, (name, number) in enumerate(zip(NAMES, NUMBERS, strict=True))
    ]

    desk = of_rows([*rows, row], "机动车.xlsx", "vehicle")

    assert desk.roles == {"HEADER": 1, "DATA": 3, "NOTE": 1}


def test_a_person_without_a_number_beside_a_remark_is_still_a_person() -> None:
    rows = [
        ["序号", "姓名", "身份证号", "车牌号", "车辆类型"],
        ["1", *NAMES[:1], NUMBERS[0], "鄂D12345", "轿车"],
    ]

    desk = of_rows([*rows, ["2", "李建国", "", "鄂D54321", "备注：号码待补"]], "机动车.xlsx", "vehicle")

    assert desk.roles["DATA"] == 2


def test_choices_in_braces_are_headings_spelled_out() -> None:
    assert spelled_out(["{户,全户}{,月}补差", "金额"]) == [
        "户补差",
        "户月补差",
        "全户补差",
        "全户月补差",
        "金额",
    ]


VILLAGES = DivisionNames(
    "440204",
    {
        "440204": "浈江区",
        "440204100": "泉水镇",
        "440204100201": "水泉村民委员会",
        "440204100202": "泉村村民委员会",
        "440204100203": "南岭村民委员会",
        "440204100204": "南岭下村民委员会",
        "440204100205": "石山村民委员会",
    },
)


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("泉水镇水泉村民委员会3组", "201"),
        ("韶关市浈江区泉水镇水泉村3组", "201"),
        ("泉水镇泉村5组", "202"),
        ("泉水镇南岭村民委员会1组", "203"),
        ("泉水镇南岭下村2组", "204"),
        ("泉水镇石山村委会", "205"),
        ("泉水镇石山12号", "205"),
    ],
)
def test_an_address_names_the_village_behind_its_town(address: str, village: str) -> None:
    nothing = dict.fromkeys(("county", "town", "village", "code", "around"), "")

    assert VILLAGES.find(address=address, **nothing).code == f"440204100{village}"


def test_the_address_in_the_register_says_where_a_person_is_for_want_of_another() -> None:
    desk = desk_of("tekun", {**person(), "供养方式": ("分散",) * 3, "户籍地址": ("新韶镇陈江村5组",) * 3})

    assert desk.cleaned().rows.column("division").to_pylist() == ["440204100201"] * 3


SPOKEN = [
    ("dibao", "称谓", ("户主", "配偶", "长子"), "relation"),
    ("employment", "实名制分类", ("失业登记", "就业登记", "失业登记"), "employment_kind"),
    (
        "social_insurance",
        "参加的保险",
        ("城乡居民养老保险", "职工养老保险", "职工养老保险"),
        "insurance_kind",
    ),
]


@pytest.mark.parametrize(("source", "heading", "cells", "column"), SPOKEN)
def test_a_column_full_of_one_codes_words_is_that_code(
    source: str, heading: str, cells: Sequence[str], column: str
) -> None:
    desk = desk_of(source, {"乡镇": ("新韶镇",) * 3, **person(), heading: cells})

    assert desk.columns[heading] == column


@pytest.mark.parametrize("cells", [("是", "否", "是"), ("1", "2", "1"), ("男", "女", "男"), ("户主",) * 3])
def test_what_is_said_of_anything_tells_no_column(cells: Sequence[str]) -> None:
    desk = desk_of("dibao", {"乡镇": ("新韶镇",) * 3, **person(), "核定结果": cells})

    assert desk.columns["核定结果"] == ""


FAMILIES = [("户主", "530"), ("配偶", ""), ("长子", ""), ("户主", "420"), ("配偶", "")]


def family_rows(amounts: Sequence[str], heading: str) -> list[list[str]]:
    rows = [["户号", "姓名", "身份证号", "与户主关系", "类别", heading]]
    for at, ((relation, _), amount) in enumerate(zip(FAMILIES, amounts, strict=True)):
        household = "H1" if at < 3 else "H2"
        rows.append([household, "张" + "一二三四五"[at], w.number_of(at + 1), relation, "农村", amount])
    return rows


@pytest.mark.parametrize("merged", [True, False])
def test_an_amount_that_stands_once_in_a_family_is_the_familys(*, merged: bool) -> None:
    rows = family_rows([amount for _, amount in FAMILIES], "月低保金")
    merges = {"名单": [(2, 5, 4, 5), (5, 5, 6, 5)]} if merged else {}

    desk = guessed(book({"名单": rows}, merges=merges), "表.xlsx", "dibao", period="2026-10")

    assert desk.columns["月低保金"] == "household_amount_fen"


@pytest.mark.parametrize(
    ("heading", "amounts"),
    [("月低保金", ("530", "420", "420", "530", "")), ("人均补差", ("530", "", "", "420", ""))],
)
def test_an_amount_of_each_person_stays_the_persons(heading: str, amounts: Sequence[str]) -> None:
    desk = guessed(book({"名单": family_rows(amounts, heading)}), "表.xlsx", "dibao", period="2026-10")

    assert desk.columns[heading] == "amount_fen"


def test_what_is_merged_over_a_family_is_said_of_each_of_it() -> None:
    rows = family_rows(["530"] * 5, "补差金额")
    rows = [
        [*row, date]
        for row, date in zip(rows, ["纳入时间", "2020-01-01", "", "", "2021-02-01", ""], strict=True)
    ]
    merges = {"名单": [(2, 6, 4, 6), (5, 6, 6, 6)]}

    desk = guessed(book({"名单": rows}, merges=merges), "表.xlsx", "dibao", period="2026-10")

    assert [str(day) for day in desk.cleaned().rows.column("started_on").to_pylist()] == [
        *["2020-01-01"] * 3,
        *["2021-02-01"] * 2,
    ]


CALLED = [
    (
        "困难残疾人生活补贴10月.csv",
        "disability_subsidy",
        {"补贴金额": MONEY},
        "living_fen",
        [53050, 42000, 36500],
    ),
    ("重度护理补贴.csv", "disability_subsidy", {"补贴金额": MONEY}, "nursing_fen", [53050, 42000, 36500]),
    ("公安销户.csv", "cremation", {"死亡日期": DAYS}, "death_list", ["POLICE"] * 3),
    ("殡仪馆10月.csv", "cremation", {"死亡日期": DAYS}, "death_list", ["CREMATORIUM"] * 3),
    ("医保住院报销.csv", "medical_selfpay", {"个人自付": MONEY}, "visit_kind", ["INPATIENT"] * 3),
    ("集中供养.csv", "tekun", {"供养金额": MONEY}, "support_mode", ["CENTRAL"] * 3),
    ("新韶镇特困.csv", "tekun", {"供养金额": MONEY}, "division", ["440204100"] * 3),
]


@pytest.mark.parametrize(("name", "source", "columns", "column", "said"), CALLED)
def test_what_only_a_files_name_says_holds_for_its_rows(
    name: str, source: str, columns: dict[str, Sequence[str]], column: str, said: list[object]
) -> None:
    table = {**person(), **columns}
    rows = [list(table), *(list(cells) for cells in zip(*table.values(), strict=True))]

    desk = guessed(book({"": rows}), name, source, period="2026-10")

    assert desk.cleaned().rows.column(column).to_pylist() == said


def test_headings_said_of_anything_tell_no_list_from_another() -> None:
    relief = {"救助类型": ("急难型",) * 3, "救助事由": ("因病",) * 3, "实发金额": MONEY, "审批时间": DAYS}
    table = {"乡镇": ("新韶镇",) * 3, **person(), **relief}
    rows = [list(table), *(list(cells) for cells in zip(*table.values(), strict=True))]

    desk = guessed(book({"Sheet1": rows}), "附件3.xls", period="2026-10")

    assert (desk.guess.source, desk.sentences) == ("temporary_relief", "")


def test_a_subtotal_may_carry_the_longest_name_of_a_village() -> None:
    rows = [["序号", "姓名", "身份证号", "坐落"], ["1", NAMES[0], NUMBERS[0], "幸福路1号"]]
    long = "某某煤电集团浈江区瑞霖生态农林有限责任公司生活区 小 计"

    desk = of_rows([*rows, ["", long, "", "11"]], "房产.xlsx", "real_estate")

    assert (desk.roles["DATA"], desk.roles["TOTAL"]) == (1, 1)


OF_DEPARTMENTS = [
    ("殡仪馆登记.xlsx", "cremation", {"去世时间": DAYS, "亲属身份证": NUMBERS[::-1]}),
    ("在籍学生.xlsx", "student", {"学籍状态": ("在籍",) * 3, "家长身份证号": NUMBERS[::-1]}),
    ("危房改造任务.xlsx", "department_aid", {"补助资金": MONEY, "竣工时间": DAYS}),
    ("困难职工帮扶.xlsx", "department_aid", {"帮扶金额": MONEY, "发放日期": DAYS}),
    (
        "养老待遇发放.xls",
        "social_insurance",
        {"待遇类别": ("居民养老金", "企业退休金", "离休"), "发放金额": MONEY},
    ),
]


@pytest.mark.parametrize(("file", "source", "columns"), OF_DEPARTMENTS)
def test_a_departments_list_is_told_by_its_name_and_asks_nothing_of_relatives(
    file: str, source: str, columns: dict[str, Sequence[str]]
) -> None:
    table = {**person(), **columns}
    rows = [list(cells) for cells in zip(*table.values(), strict=True)]
    desk = guessed(book({"名单": [list(table), *rows]}), file, period="2026-10")

    assert (desk.guess.source, desk.sentences) == (source, "")
