"""Cells become what they mean; what they cannot mean is told, and no row is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from doudi.kernel.tokens import digest_token, name_tokens, token_of
from doudi.reading.tests import workbooks as w
from doudi.recognition.problems import REASONS
from doudi.recognition.tests.desk import KEY, of_rows, of_text, on_desk

NUMBER = w.number_of(1)


def one_row(source: str, **cells: object) -> dict[str, Any]:
    rows = [("姓名", "身份证号", *cells), ("张三", NUMBER, *cells.values())]
    found: dict[str, Any] = of_rows(rows, source=source).cleaned().rows.to_pylist()[0]
    return found


def problems(source: str, **cells: object) -> dict[str, int]:
    rows = [("姓名", "身份证号", *cells), ("张三", NUMBER, *cells.values())]
    return dict(of_rows(rows, source=source).cleaned().problem_counts)


NUMBERS = [
    ("", 2, "BLANK"),
    ("无", 2, "BLANK"),
    ("44020419600101", 2, "LENGTH"),
    ("4402041960010100A1", 2, "CHARACTERS"),
    (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), 2, "CHECK_DIGIT"),
    ("440204196013010011", 2, "CHECK_DIGIT"),
    (440204196001010076.0, 2, "TYPED_AS_NUMBER"),
    ("4.40204196001010E+17", 2, "TYPED_AS_NUMBER"),
    ("440204600101001", 1, ""),
    ("４４０２０４" + NUMBER[6:], 1, ""),
    (f" {NUMBER} ", 0, ""),
    (f"'{NUMBER}", 1, ""),
    (NUMBER, 0, ""),
]


@pytest.mark.parametrize(("written", "status", "problem"), NUMBERS)
def test_an_identity_number_is_taken_repaired_or_rejected_with_the_reason(
    written: object, status: int, problem: str
) -> None:
    cleaned = of_rows([("姓名", "身份证号", "低保类别"), ("张三", written, "农村")], source="dibao").cleaned()

    row = cleaned.rows.to_pylist()[0]
    assert row["status"] == status
    assert (row["token_low"] is None) == (status == 2)
    assert cleaned.problem_counts == ({problem: 1} if problem else {})


def test_a_good_row_carries_token_birth_and_sex_but_no_number() -> None:
    row = one_row("dibao", 低保类别="农村")

    assert (row["token_high"], row["token_low"]) == token_of(KEY, NUMBER)
    assert (row["born_on"], row["sex"]) == (date(1960, 1, 1), "MALE")
    assert NUMBER not in str(row)


def test_a_row_carries_the_key_of_its_name_and_not_the_name() -> None:
    rows = [
        ("姓名", "身份证号"),
        ("古丽·夏提", NUMBER),
        ("古丽∙夏提（已故）", w.number_of(2)),
        ("", w.number_of(3)),
    ]

    cleaned = of_rows(rows, source="dibao").cleaned()

    one, again, none = cleaned.rows.column("name_key").to_pylist()
    assert (one, none) == (name_tokens(KEY, pa.array(["古丽夏提"])).to_pylist()[0], None)
    assert one == again
    assert "古丽" not in str(cleaned.rows)


MONEY = [
    (632, 63200, {}),
    ("632.50", 63250, {}),
    ("￥1,234.50元", 123450, {}),
    ("６３２", 63200, {}),
    (0.1 + 0.2, 30, {}),
    (1894.0000000000002, 189400, {}),
    (210.6666, 21067, {"MONEY_ROUNDED": 1}),
    ("无", None, {}),
    ("-", None, {}),
    ("六百", None, {"NOT_MONEY": 1}),
    ("1e400", None, {"NOT_MONEY": 1}),
    ("3万元", 3000000, {}),
]


@pytest.mark.parametrize(("written", "fen", "told"), MONEY)
def test_money_is_read_to_the_fen(written: object, fen: int | None, told: dict[str, int]) -> None:
    assert one_row("dibao", 月保障金额=written)["amount_fen"] == fen
    assert problems("dibao", 月保障金额=written) == told


def test_a_heading_in_ten_thousands_multiplies() -> None:
    row = one_row("company", **{"企业名称": "某公司", "注册资本（万元）": 50.5})

    assert row["capital_fen"] == 50_500_000


DATES = [
    (date(2026, 3, 1), date(2026, 3, 1)),
    ("2026-03-01", date(2026, 3, 1)),
    ("2026/3/1", date(2026, 3, 1)),
    ("2026年3月1日", date(2026, 3, 1)),
    ("20260301", date(2026, 3, 1)),
    ("2026.3.1", date(2026, 3, 1)),
    (46082, date(2026, 3, 1)),
    ("2026年3月", date(2026, 3, 1)),
    (2026.03, date(2026, 3, 1)),
    (2025.11, date(2025, 11, 1)),
    (2020, date(2020, 1, 1)),
    ("2020年", date(2020, 1, 1)),
    ("", None),
    ("/", None),
]


@pytest.mark.parametrize(("written", "day"), DATES)
def test_a_date_is_read_however_it_is_written(written: object, day: date | None) -> None:
    assert one_row("cremation", 死亡日期=written)["died_on"] == day
    assert problems("cremation", 死亡日期=written) == {}


ODD_DATES = [("上个月", "NOT_A_DATE"), ("2026-02-30", "NOT_A_DATE"), (2020.1, "AMBIGUOUS_DATE")]


@pytest.mark.parametrize(("written", "problem"), ODD_DATES)
def test_a_date_that_cannot_be_is_told_and_left_empty(written: object, problem: str) -> None:
    assert one_row("cremation", 死亡日期=written)["died_on"] is None
    assert problems("cremation", 死亡日期=written) == {problem: 1}


def test_a_death_after_today_is_told_but_an_expiry_may_lie_ahead() -> None:
    assert problems("cremation", 死亡日期="2027-01-01") == {"FUTURE_DATE": 1}
    assert problems("disability_certificate", 残疾等级="一级", 有效期至="2035-01-01") == {}
    assert problems("disability_certificate", 残疾等级="一级", 有效期至="长期") == {}


def test_a_serial_counts_from_1904_where_the_workbook_says_so() -> None:
    rows = [("姓名", "身份证号", "死亡日期"), ("张三", NUMBER, 44620)]
    book = w.xlsx({"火化": rows}, date_1904=True)

    assert on_desk(book, source="cremation").cleaned().rows.to_pylist()[0]["died_on"] == date(2026, 3, 1)


CODES = [
    ("dibao", "低保类别", "城镇低保", "area_kind", "URBAN"),
    ("dibao", "与户主关系", "长子", "relation", "SON"),
    ("dibao", "与户主关系", "之孙女", "relation", "GRANDCHILD"),
    ("dibao", "劳动能力", "部分丧失", "labour", "PARTIAL"),
    ("disability_certificate", "残疾等级", "Ⅱ级", "disability_level", 2),
    ("disability_certificate", "残疾等级", "壹级", "disability_level", 1),
    ("disability_certificate", "残疾类别", "肢体", "disability_kind", 4),
    ("vehicle", "车辆类型", "小型普通客车", "vehicle_kind", "CAR"),
    ("vehicle", "车辆类型", "正三轮载货摩托车", "vehicle_kind", "MOTORCYCLE"),
    ("temporary_relief", "困难原因", "患肺癌住院", "relief_reason", "ILLNESS"),
    ("social_insurance", "参保状态", "暂停缴费（中断）", "insurance_status", "STOPPED"),
]


@pytest.mark.parametrize(("source", "heading", "written", "column", "code"), CODES)
def test_a_coded_value_is_known_in_its_many_spellings(
    source: str, heading: str, written: str, column: str, code: object
) -> None:
    assert one_row(source, **{heading: written})[column] == code


def test_an_unknown_value_is_told_and_left_empty() -> None:
    assert one_row("tekun", 供养方式="邻居照看")["support_mode"] is None
    assert problems("tekun", 供养方式="邻居照看") == {"UNKNOWN_CODE": 1}


def test_a_sheets_name_says_what_a_missing_column_would() -> None:
    rows = [("姓名", "身份证号", "月保障金额"), ("张三", NUMBER, 1)]
    book = w.xlsx({"城市低保": rows, "农村低保": [rows[0], ("李四", w.number_of(2), 1)]})

    assert on_desk(book, source="dibao").cleaned().rows.column("area_kind").to_pylist() == ["URBAN", "RURAL"]


def test_an_account_becomes_a_token_and_what_is_no_account_does_not_join() -> None:
    good = one_row("dibao", 银行账号="6217 0011 2233 4455 667")

    assert (good["account_high"], good["account_low"]) == digest_token(KEY, "account", "6217001122334455667")
    assert one_row("dibao", 银行账号="现金")["account_low"] is None
    assert problems("dibao", 银行账号="现金") == {"NOT_AN_ACCOUNT": 1}
    assert problems("dibao", 银行账号=6217001122334455667) == {"ACCOUNT_AS_NUMBER": 1}
    assert problems("dibao", 银行账号="无") == {}


def test_a_certificates_number_gives_identity_kind_and_level_where_they_are_missing() -> None:
    rows = [("姓名", "残疾人证号"), ("张三", f"{NUMBER}42"), ("李四", "12345")]

    cleaned = of_rows(rows, source="disability_certificate").cleaned()

    first, second = cleaned.rows.to_pylist()
    assert (first["status"], first["disability_kind"], first["disability_level"]) == (1, 4, 2)
    assert (second["status"], cleaned.problem_counts) == (2, {"BAD_CERTIFICATE": 1})


def test_a_certificate_of_somebody_else_is_told() -> None:
    other = f"{w.number_of(2)}42"

    assert problems("disability_certificate", 残疾人证号=other) == {"CERTIFICATE_MISMATCH": 1}


def test_a_subsidy_of_one_kind_a_row_goes_to_its_column() -> None:
    rows = [
        ("姓名", "身份证号", "补贴类型", "补贴金额"),
        ("张三", NUMBER, "困难残疾人生活补贴", 180),
        ("张三", NUMBER, "重度残疾人护理补贴", 240),
    ]

    found = of_rows(rows, source="disability_subsidy").cleaned().rows.to_pylist()

    assert [(row["living_fen"], row["nursing_fen"]) for row in found] == [(18000, None), (None, 24000)]


def test_the_same_person_twice_is_told_with_the_later_row() -> None:
    rows = [("姓名", "身份证号", "低保类别"), ("张三", NUMBER, "农村"), ("张三", NUMBER, "城市")]

    cleaned = of_rows(rows, source="dibao").cleaned()

    assert cleaned.problem_counts == {"REPEATED_PERSON": 1}
    assert cleaned.problems.column("sheet_row").to_pylist() == [3]
    assert cleaned.counts["clean"] == 2


def test_several_records_of_one_person_are_natural_but_the_same_row_again_is_told() -> None:
    rows = [
        ("姓名", "身份证号", "个人自付金额"),
        ("张三", NUMBER, 100),
        ("张三", NUMBER, 200),
        ("张三", NUMBER, 100),
    ]

    cleaned = of_rows(rows, source="medical_selfpay").cleaned()

    assert cleaned.problem_counts == {"REPEATED_ROW": 1}
    assert cleaned.problems.column("sheet_row").to_pylist() == [4]


def test_a_needed_cell_that_is_empty_is_told() -> None:
    rows = [("姓名", "身份证号", "个人自付金额", "就诊类型"), ("张三", NUMBER, "", "住院")]

    assert of_rows(rows, source="medical_selfpay").cleaned().problem_counts == {"MISSING_VALUE": 1}


def test_a_problem_names_sheet_row_and_column_and_shows_no_number_in_full() -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    cleaned = of_rows(
        [("姓名", "公民身份号码", "低保类别"), ("张三", wrong, NUMBER)], source="dibao"
    ).cleaned()

    found = cleaned.problems.to_pylist()

    assert [(one["column"], one["sheet_row"], one["code"]) for one in found] == [
        ("公民身份号码", 2, "CHECK_DIGIT"),
        ("低保类别", 2, "UNKNOWN_CODE"),
    ]
    assert wrong not in str(found)
    assert NUMBER not in str(found)


def test_households_are_numbered_by_the_file_by_the_head_or_by_the_heads_row() -> None:
    heading = ("姓名", "身份证号", "与户主关系", "低保类别", "户主身份证号")
    head, wife, other = w.number_of(1), w.number_of(2), w.number_of(3)
    by_head = of_text(
        [heading, ("张三", head, "户主", "农村", head), ("李四", wife, "配偶", "农村", head)], source="dibao"
    )
    by_row = of_text(
        [
            heading[:4],
            ("张三", head, "户主", "农村"),
            ("李四", wife, "配偶", "农村"),
            ("王五", other, "户主", "农村"),
        ],
        source="dibao",
    )

    first = by_head.cleaned().rows.column("household_number").to_pylist()
    second = by_row.cleaned().rows.column("household_number").to_pylist()

    assert first[0] == first[1] == second[0] == second[1] != second[2]
    assert head not in str(first)


PRIVATE = [NUMBER, f"{NUMBER}-1", f"H{NUMBER}", "440204600101001", "13800138000"]


@pytest.mark.parametrize("written", PRIVATE)
def test_a_household_number_made_of_a_private_number_is_digested(written: str) -> None:
    found = one_row("dibao", 户编号=written)["household_number"]

    assert found.startswith("#")
    assert NUMBER[6:] not in found


def test_a_plain_household_number_is_kept() -> None:
    assert one_row("dibao", 户编号=" 440204100201-0012 ")["household_number"] == "440204100201-0012"


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_a_title_and_says_what_to_do(code: str) -> None:
    assert REASONS[code].title
    assert REASONS[code].advice.endswith("。")
