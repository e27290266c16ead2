"""Lists as systems write them out: codes beside headings, days of a database, other roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from doudi.recognition.legends import legend_of
from doudi.recognition.tests.desk import guessed
from doudi.recognition.tests.lists import book
from doudi.recognition.tests.test_meanings import (
    CERTIFICATES,
    DAYS,
    MONEY,
    NAMES,
    NUMBERS,
    OTHERS,
    PEOPLE,
    cells,
    desk_of,
    person,
)

EXPORTS = [
    ("medical_selfpay", "psn_name", "certno",
     {"setl_time": "settled_on", "medfee_sumamt": "total_fen", "psn_part_amt": "self_pay_fen"}),
    ("company", "NAME", "CERNO",
     {"ENTNAME": "company_name", "UNISCID": "company_code", "ESTDATE": "founded_on"}),
    ("social_insurance", "AAC003", "AAC147", {"AAE140": "insurance_kind", "AIC160": "pension_from"}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name", "number", "wanted"), EXPORTS)
def test_the_fields_of_national_systems_are_known(
    source: str, name: str, number: str, wanted: dict[str, str]
) -> None:
    filled = {field: MONEY if field.endswith("amt") else DAYS for field in wanted}
    filled |= {field: ("城乡居民",) * PEOPLE for field in filled if field == "AAE140"}

    desk = desk_of({name: NAMES, number: NUMBERS, **filled}, "export.csv", source)

    assert {field: desk.columns[field] for field in wanted} == wanted
    assert (desk.columns[name], desk.columns[number]) == ("name", "id_number")


@pytest.mark.parametrize("written", ["{words}\n{code}", "{words}({code})", "{words} {code}"])
def test_a_code_behind_the_words_leaves_them_what_they_are(written: str) -> None:
    heads = [("姓名", "AAC003"), ("公民身份号码", "AAC147"), ("就业日期", "AAE030")]
    columns = {
        written.format(words=words, code=code): values
        for (words, code), values in zip(heads, [NAMES, NUMBERS, DAYS], strict=True)
    }

    desk = desk_of(columns, "就业登记名单.xlsx", "employment")

    assert [guess.column for guess in desk.guess.tables[0].columns] == ["name", "id_number", "employed_on"]


def test_a_row_of_codes_below_the_headings_is_nobodys() -> None:
    rows = [["姓名", "公民身份号码", "就业日期"], ["AAC003", "AAC002", "AAE030"]]
    rows += [list(row) for row in zip(NAMES, NUMBERS, DAYS, strict=True)]

    desk = guessed(book({"Sheet1": rows}), "就业登记名单.xlsx", "employment", period="2026-10")

    assert desk.cleaned().counts["read"] == PEOPLE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05-8月 -19", date(2019, 8, 5)),
        ("25-1月 -98", date(1998, 1, 25)),
        ("202605151030", date(2026, 5, 15)),
    ],
)
def test_days_as_a_database_writes_them_are_read(text: str, day: date) -> None:
    desk = desk_of(
        {**person(), "成立日期": [text] * PEOPLE, "职务": ["股东"] * PEOPLE}, "企业.csv", "company"
    )

    assert set(cells(desk, "founded_on")) == {day}


LEGENDS = [
    ("护理档（0全自理1半护理2全护理）", {"0": "全自理", "1": "半护理", "2": "全护理"}),
    ("状态(1-正常,2-注销)", {"1": "正常", "2": "注销"}),
    ("面积（平方米）", {}),
    ("金额（2026年10月）", {}),
    ("人数（1人）", {}),
]


@pytest.mark.parametrize(("heading", "legend"), LEGENDS)
def test_a_heading_may_explain_its_figures(heading: str, legend: dict[str, str]) -> None:
    assert legend_of(heading) == legend


def test_explained_figures_are_read_as_their_words() -> None:
    levels = [str(at % 3) for at in range(PEOPLE)]

    heading = "护理档（0全自理1半护理2全护理）"

    desk = desk_of(
        {**person(), "供养方式": ["分散"] * PEOPLE, heading: levels, "供养金": MONEY}, "特困.xlsx", "tekun"
    )

    wanted = ["FULL", "PARTIAL", "NONE"]
    assert cells(desk, "selfcare") == [wanted[at % 3] for at in range(PEOPLE)]


@pytest.mark.parametrize(
    ("text", "code"), [("一级（自理）", "FULL"), ("二级（半失能）", "PARTIAL"), ("三级（失能）", "NONE")]
)
def test_what_stands_in_brackets_behind_a_grade_says_what_it_is(text: str, code: str) -> None:
    desk = desk_of({**person(), "护理等级": [text] * PEOPLE, "供养金": MONEY}, "特困.xlsx", "tekun")

    assert set(cells(desk, "selfcare")) == {code}


@pytest.mark.parametrize("role", ["申请人", "联络员", "报案人"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_department_may_name_somebody_else_in_two_columns(role: str, order: int) -> None:
    theirs = {f"{role}姓名": NAMES[::-1], f"{role}证件号": OTHERS}
    dead = {"死者姓名": NAMES, "死者证件号": NUMBERS, "死亡日期": DAYS}
    columns = {**theirs, **dead} if order == 1 else {**dead, **theirs}

    desk = desk_of(columns, "火化数据.csv", "cremation")

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("number").to_pylist() == list(NUMBERS)


@pytest.mark.parametrize("heads", [("户主姓名", "户主身份号码"), ("所属户主", "所属户主证件号码")])
def test_the_head_of_the_home_is_not_who_a_department_speaks_of(heads: tuple[str, str]) -> None:
    columns = {heads[0]: NAMES[::-1], heads[1]: OTHERS, **person(), "死亡日期": DAYS}

    desk = desk_of(columns, "死亡注销.xls", "cremation")

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("number").to_pylist() == list(NUMBERS)


PAID = [
    ("补贴标准", "实发金额", (*MONEY[:-1], "0")),
    ("月补贴标准", "实发金额", (*MONEY[:-1], "2000")),
    ("补贴标准（元/月）", "发放金额", tuple(str(int(amount) * 3) for amount in MONEY)),
]


@pytest.mark.parametrize(("standard", "paid", "amounts"), PAID)
def test_what_is_due_each_month_is_kept_apart_from_what_was_paid(
    standard: str, paid: str, amounts: Sequence[str]
) -> None:
    columns = {**person(), "残疾人证号": CERTIFICATES, standard: MONEY, paid: amounts}

    desk = desk_of(columns, "困难残疾人生活补贴.xlsx")

    assert desk.sentences == ""
    wanted = [0 if got == "0" else int(due) * 100 for due, got in zip(MONEY, amounts, strict=True)]
    assert cells(desk, "living_fen") == wanted


@pytest.mark.parametrize("heading", ["是否享受", "是否保障", "保障标志"])
def test_a_member_the_list_says_is_not_aided_is_on_no_list(heading: str) -> None:
    said = ["是"] * (PEOPLE - 2) + ["否"] * 2

    cleaned = desk_of({**person(), heading: said, "低保金": MONEY}, "低保.xlsx", "dibao").cleaned()

    assert cleaned.counts["rejected"] == 2
    assert cleaned.problem_counts["NOT_AIDED"] == 2


def test_old_people_and_party_members_are_told_not_asked_about() -> None:
    rows = [["姓名", "身份证号", "月标准"], *([*row] for row in zip(NAMES, NUMBERS, MONEY, strict=True))]

    desk = guessed(book({"80岁以上": rows}), "老党员和高龄老人慰问及津贴.xlsx", "", period="2026-10")

    assert "不在系统要收的名单里" in desk.sentences


@pytest.mark.parametrize(
    ("unit", "fen"),
    [("人民币万元", 50_000_000), ("万元", 50_000_000), ("元", 5_000), ("人民币", 5_000), ("股", 5_000)],
)
def test_an_amount_is_in_the_unit_that_stands_in_the_column_behind_it(unit: str, fen: int) -> None:
    columns = {**person(), "职务": ["股东"] * PEOPLE, "注册资本": ["50.0"] * PEOPLE, "币种": [unit] * PEOPLE}

    assert set(cells(desk_of(columns, "企业.csv", "company"), "capital_fen")) == {fen}


def test_a_group_of_the_head_names_nobody_by_what_is_not_needed() -> None:
    rows = [
        ["户主", "", "", "家庭成员1", "", "", "户月补助额"],
        ["姓名", "身份证号", "民族", "姓名", "关系", "身份证号", ""],
        *([NAMES[at], NUMBERS[at], "汉", NAMES[at + 4], "配偶", OTHERS[at], "840"] for at in range(4)),
    ]

    desk = guessed(book({"台账": rows}), "低保.xlsx", "dibao", period="2026-10")

    assert desk.cleaned().counts["rejected"] == 0
    assert desk.cleaned().sidecar.column("number").to_pylist()[::2] == list(NUMBERS[:4])


def test_people_above_a_better_header_are_not_its_title() -> None:
    first: list[list[object]] = [
        ["序号", "职工姓名", "证件号码", "月薪"],
        *([at, NAMES[at], NUMBERS[at], "3000"] for at in range(4)),
    ]
    second: list[list[object]] = [["序号", "姓名", "证件号码", "失业日期", "失业登记日期", "失业原因"]]
    second += [[at, NAMES[at], NUMBERS[at], "2026-01-01", "2026-02-01", "裁员"] for at in range(4, 8)]

    desk = guessed(book({"备案": [*first, *second]}), "就业登记.xlsx", "employment", period="2026-10")

    assert desk.cleaned().counts["read"] == 8


def test_people_outside_the_tables_are_asked_about() -> None:
    cards = [
        [["户主", NAMES[at], "身份证号", NUMBERS[at]], ["成员姓名", "与户主关系", "身份证号码", "性别"],
         [NAMES[at + 4], "配偶", OTHERS[at], "女"]]
        for at in range(3)
    ]  # fmt: skip
    rows = [["家庭基本情况", "", "", ""], *(row for card in cards for row in card)]

    desk = guessed(book({"飞凤镇": rows}), "低保家庭汇总.xlsx", "dibao", period="2026-10")

    assert desk.sentences


def test_one_persons_houses_below_each_other_are_all_theirs() -> None:
    rows = [["姓名", "证件号码", "不动产单元号", "建筑面积"]]
    rows += [
        [NAMES[at // 2], NUMBERS[at // 2], f"{at:028}", "90"] if at % 2 == 0 else ["", "", f"{at:028}", "80"]
        for at in range(6)
    ]
    merges = [(2 + 2 * at, column, 3 + 2 * at, column) for at in range(3) for column in (0, 1)]

    desk = guessed(
        book({"房产": rows}, merges={"房产": merges}), "不动产.xlsx", "real_estate", period="2026-10"
    )

    assert desk.cleaned().counts["rejected"] == 0
    assert desk.cleaned().sidecar.column("number").to_pylist() == [NUMBERS[at // 2] for at in range(6)]


def test_a_pupils_number_made_of_the_persons_own_is_nobody_elses() -> None:
    desk = desk_of({**person(), "全国学籍号": NUMBERS, "学段": ["小学"] * PEOPLE}, "学籍.xls", "student")

    assert desk.sentences == ""


def test_a_group_of_the_head_over_name_and_number_makes_every_row_a_heads() -> None:
    rows = [
        ["家庭情况", "", "户主", "", "家庭情况", "户主"],
        ["序号", "镇街", "姓名", "身份证号", "户月保障金额", "性别"],
        *([str(at), "新韶镇", NAMES[at], NUMBERS[at], "490", "男"] for at in range(PEOPLE)),
    ]

    desk = guessed(book({"低保": rows}), "低保.xlsx", "dibao", period="2026-10")

    assert set(desk.cleaned().rows.column("relation").to_pylist()) == {"HEAD"}


@pytest.mark.parametrize("mark", ["\u200b", "\u202a", " ", "\u00a0"])
def test_a_list_of_one_person_is_a_list_whatever_hides_in_the_number(mark: str) -> None:
    number = NUMBERS[0][:10] + mark + NUMBERS[0][10:]
    rows = [["户主姓名", "户主身份证号码", "家庭月保障金额"], [NAMES[0], number, "672.00"]]

    desk = guessed(book({"Sheet1": rows}), "最低生活保障.xlsx", "dibao", period="2026-10")

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("number").to_pylist() == [NUMBERS[0]]
