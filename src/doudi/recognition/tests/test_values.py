"""What a cell means is read exactly; what it cannot mean is told with its own reason; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from doudi.kernel.identity import check_digit
from doudi.kernel.tokens import digest_token, token_of
from doudi.reading.cells import Kind
from doudi.reading.tests import workbooks as w
from doudi.recognition.accounts import is_filler
from doudi.recognition.amounts import Unit, unit_of
from doudi.recognition.cleaning import Circumstances, Cleaned, clean
from doudi.recognition.problems import NOTE, REASONS, REPAIRS, shown
from doudi.recognition.raw import gather
from doudi.recognition.sources import Type
from doudi.recognition.tests.desk import KEY, PLACES, TODAY, Desk, headings, of_rows, of_text, on_desk

NUMBER, OTHER = w.number_of(1), w.number_of(2)
WRONG = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")


def with_check(first17: str) -> str:
    return first17 + check_digit(first17)


def desk_of(source: str, cells: Mapping[str, object], *, as_text: bool = True) -> Desk:
    """Put a list of two on the desk, whose second row is as it should be but for nothing."""
    whole: dict[str, object] = {"姓名": "张三丰", "身份证号": NUMBER} | dict(cells)
    rows = [tuple(whole), tuple(whole.values())]
    return of_text(rows, source=source) if as_text else of_rows(rows, source=source)


def told(source: str, cells: Mapping[str, object], *, as_text: bool = True) -> set[str]:
    """Return every code that is said of a row, what was put right included."""
    return {row["code"] for row in desk_of(source, cells, as_text=as_text).cleaned().problems.to_pylist()}


DIBAO: dict[str, object] = {"低保类别": "农村"}
BY_CERTIFICATE: dict[str, object] = {"身份证号": "无", "残疾人证号": f"{NUMBER}42"}
CERTIFIED: dict[str, object] = {"残疾类别": "肢体", "残疾等级": "二级", "发证日期": "2020-01-01"}
GIVEN: dict[str, tuple[str, dict[str, object]]] = {
    "BLANK": ("dibao", DIBAO | {"身份证号": "待定"}),
    "LENGTH": ("dibao", DIBAO | {"身份证号": NUMBER + "1"}),
    "CHARACTERS": ("dibao", DIBAO | {"身份证号": NUMBER[:10] + "口" + NUMBER[11:]}),
    "CHECK_DIGIT": ("dibao", DIBAO | {"身份证号": WRONG}),
    "BIRTH_DATE": ("dibao", DIBAO | {"身份证号": with_check("44020419601301001")}),
    "TYPED_AS_NUMBER": ("dibao", DIBAO | {"身份证号": "4.40204196001010E+17"}),
    "MASKED": ("dibao", DIBAO | {"身份证号": "440204********0013"}),
    "REGION": ("dibao", DIBAO | {"身份证号": with_check("99020419600101001")}),
    "BAD_CERTIFICATE": ("disability_certificate", CERTIFIED | {"身份证号": "", "残疾人证号": NUMBER + "4"}),
    "NOT_LISTED": ("disability_subsidy", {"困难残疾人生活补贴": "", "重度残疾人护理补贴": "0"}),
    "NOT_AIDED": ("dibao", DIBAO | {"是否享受": "否"}),
    "ODD_CERTIFICATE": ("disability_certificate", CERTIFIED | {"残疾人证号": NUMBER + "4"}),
    "CERTIFICATE_REPAIRED": ("disability_certificate", CERTIFIED | {"残疾人证号": f"残疾证号：{NUMBER}-42"}),
    "CERTIFICATE_MISMATCH": ("disability_certificate", CERTIFIED | {"残疾人证号": f"{OTHER}42"}),
    "FROM_CERTIFICATE": ("disability_certificate", CERTIFIED | BY_CERTIFICATE),
    "REPAIRED_FULL_WIDTH": ("dibao", DIBAO | {"身份证号": "４４０２０４" + NUMBER[6:]}),
    "REPAIRED_SPACES": ("dibao", DIBAO | {"身份证号": f"{NUMBER[:6]} {NUMBER[6:]}"}),
    "REPAIRED_LOWER_X": ("dibao", DIBAO | {"身份证号": "11010519491231002x"}),
    "REPAIRED_UPGRADED_15": ("dibao", DIBAO | {"身份证号": "440204600101001"}),
    "REPAIRED_QUOTE_MARK": ("dibao", DIBAO | {"身份证号": f'="{NUMBER}"'}),
    "REPAIRED_LABEL": ("dibao", DIBAO | {"身份证号": f"身份证号：{NUMBER}"}),
    "REPAIRED_HYPHENS": ("dibao", DIBAO | {"身份证号": f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}"}),
    "NAME_REMARK": ("dibao", DIBAO | {"姓名": "张三丰（五保）"}),
    "NAME_DECEASED": ("dibao", DIBAO | {"姓名": "张三丰（已故）"}),
    "NAME_CHANGED": ("dibao", DIBAO | {"姓名": "张三丰（曾用名：张山峰）"}),
    "NAME_UNUSABLE": ("dibao", DIBAO | {"姓名": "2026-10-01"}),
    "NAME_ODD": ("dibao", DIBAO | {"姓名": "张@三"}),
    "NAME_HIDDEN_MARKS": ("dibao", DIBAO | {"姓名": "张\x00三丰"}),
    "ACCOUNT_AS_NUMBER": ("dibao", DIBAO | {"银行账号": "6.21700112233446E+18"}),
    "NOT_AN_ACCOUNT": ("dibao", DIBAO | {"银行账号": "无卡"}),
    "IDENTITY_AS_ACCOUNT": ("dibao", DIBAO | {"银行账号": NUMBER}),
    "PHONE_AS_ACCOUNT": ("dibao", DIBAO | {"银行账号": "13800138000"}),
    "ACCOUNT_MASKED": ("dibao", DIBAO | {"银行账号": "6217********4455"}),
    "ACCOUNT_REPAIRED": ("dibao", DIBAO | {"银行账号": "农行：6217-0011-2233-4455-667"}),
    "ODD_HOUSEHOLD_NUMBER": ("dibao", DIBAO | {"户编号": "-" * 41}),
    "FORMULA_ERROR": ("dibao", DIBAO | {"月保障金额": "#REF!"}),
    "TWO_KINDS": ("disability_subsidy", {"补贴类型": "生活补贴、护理补贴", "补贴金额": "180"}),
    "NOT_MONEY": ("dibao", DIBAO | {"月保障金额": "632,00"}),
    "SIGNED_AMOUNT": ("dibao", DIBAO | {"月保障金额": "-100"}),
    "MONEY_TOO_LARGE": ("dibao", DIBAO | {"月保障金额": "9" * 14}),
    "NO_AMOUNT": ("dibao", DIBAO | {"月保障金额": "待核"}),
    "MONEY_ROUNDED": ("dibao", DIBAO | {"月保障金额": "210.666"}),
    "YEAR_FOR_MONTH": ("dibao", DIBAO | {"月保障金额": "7584元/年"}),
    "YEAR_NOT_DIVISIBLE": ("dibao", DIBAO | {"月保障金额": "7584.01元/年"}),
    "MONTH_FOR_YEAR": ("poverty_register", {"监测对象类别": "边缘易致贫户", "年人均纯收入": "800元/月"}),
    "NOT_A_DATE": ("cremation", {"死亡日期": "上个月"}),
    "AMBIGUOUS_DATE": ("cremation", {"死亡日期": 2020.1}),
    "MONTH_OR_DAY": ("cremation", {"死亡日期": "10/1/2026"}),
    "FUTURE_DATE": ("cremation", {"死亡日期": "2027-01-01"}),
    "BEFORE_BIRTH": ("cremation", {"死亡日期": "1959-12-31"}),
    "DEATH_AFTER_CREMATION": ("cremation", {"死亡日期": "2026-10-05", "火化日期": "2026-10-01"}),
    "FIRST_AFTER_LATER": ("disability_certificate", CERTIFIED | {"有效期至": "2019-01-01"}),
    "OTHER_NUMBER_WRONG": ("orphan", {"儿童类别": "孤儿", "监护人身份证号": WRONG}),
    "NOT_A_SHARE": ("real_estate", {"不动产单元号": "1", "共有份额": "大半"}),
    "NOT_A_NUMBER": ("poverty_register", {"监测对象类别": "边缘易致贫户", "家庭人口": "三口"}),
    "UNKNOWN_CODE": ("tekun", {"供养方式": "邻居照看"}),
    "MISSING_VALUE": ("dibao", DIBAO | {"姓名": ""}),
    "OTHER_DIVISION": ("dibao", DIBAO | {"镇街": "马坝镇"}),
    "UNKNOWN_DIVISION": ("dibao", DIBAO | {"镇街": "新韶镇", "村居": "无此村"}),
}  # fmt: skip
TOLD_ELSEWHERE = {
    "NOT_CALCULATED", "SHIFTED_ROW", "REPEATED_PERSON", "REPEATED_ROW", "FILLED_FROM_ABOVE",
    "DIVISION_SHARED_OUT", "YEAR_OF_THE_LIST",
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(GIVEN))
def test_every_reason_is_given_by_some_row(code: str) -> None:
    source, cells = GIVEN[code]

    assert code in told(source, cells, as_text=code != "AMBIGUOUS_DATE")


def test_no_reason_is_declared_that_no_row_can_give() -> None:
    assert set(REASONS) - set(GIVEN) - TOLD_ELSEWHERE == set()
    assert {code for code in REPAIRS if REASONS[code].level != NOTE} == set()


@pytest.mark.parametrize("code", ["NOT_CALCULATED", "FORMULA_ERROR"])
def test_a_formula_that_failed_or_was_never_calculated_leaves_a_blank_and_is_told(code: str) -> None:
    kind = Kind.UNCALCULATED if code == "NOT_CALCULATED" else Kind.ERROR
    desk = desk_of("dibao", DIBAO | {"月保障金额": "=A1+B1"})
    source = headings().catalogue.source("dibao")
    raw = gather(source, desk.layouts, desk.guess)
    column = replace(raw.columns["amount_fen"], kinds=np.array([kind], np.uint8))
    raw = replace(raw, columns={**raw.columns, "amount_fen": column})

    cleaned = clean(source, raw, Circumstances(KEY, TODAY, headings().catalogue.words.blank, PLACES))

    assert code in cleaned.problem_counts
    assert cleaned.rows.to_pylist()[0]["amount_fen"] is None


def test_a_row_of_more_cells_than_its_head_is_told() -> None:
    text = f"姓名,身份证号,低保类别\n张三丰,{NUMBER},农村\n李四海,{OTHER},农村,多出,一格\n".encode()

    problems = on_desk(text, "低保.csv", "dibao").cleaned().problems.to_pylist()

    assert [(row["sheet_row"], row["code"]) for row in problems] == [(3, "SHIFTED_ROW")]


WRITERS: dict[str, Callable[[list[w.Row]], bytes]] = {
    "xlsx": lambda rows: w.xlsx({"名单": rows}),
    "xls": lambda rows: w.xls({"名单": rows}),
    "ods": lambda rows: w.ods({"名单": rows}),
    "csv": w.csv,
}
PUT_RIGHT: dict[str, Callable[[str], str]] = {
    "a label": lambda number: f"证号：{number}",
    "hyphens": lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
    "blanks": lambda number: f"{number[:6]} {number[6:10]} {number[10:]}",
    "full width": lambda number: number.translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    "quotes": lambda number: f"‘{number}’",
    "a formula": lambda number: f'="{number}"',
    "a tab": lambda number: f"{number[:6]}\t{number[6:]}",
    "hidden marks": lambda number: f"\u202d{number[:6]}\u200b{number[6:]}\u202c",
}
LAST = {"identity": "身份证号", "certificate": "残疾人证号", "account": "银行账号"}


def number_kept(cleaned: Cleaned, column: str) -> tuple[Any, ...]:
    (row,) = cleaned.rows.to_pylist()
    halves = ("account_high", "account_low") if column == "account" else ("token_high", "token_low")
    return tuple(row[half] for half in halves)


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("column", sorted(LAST))
@pytest.mark.parametrize("trouble", sorted(PUT_RIGHT))
def test_what_changes_no_digit_is_put_right_in_every_column_and_kind_of_file(
    trouble: str, column: str, kind: str
) -> None:
    number = {"identity": NUMBER, "certificate": f"{NUMBER}42", "account": "6217001122334455667"}[column]
    own = {
        "姓名": "张三丰",
        "身份证号": "" if column == "certificate" else NUMBER,
        "补贴类型": "生活补贴",
        "补贴金额": "180",
    }
    row = own | {LAST[column]: PUT_RIGHT[trouble](number)}
    data = WRITERS[kind]([tuple(row), tuple(row.values())])

    cleaned = on_desk(data, f"名单.{kind}", "disability_subsidy").cleaned()

    account = digest_token(KEY, "account", number)
    assert number_kept(cleaned, column) == tuple(account if column == "account" else token_of(KEY, NUMBER))
    assert cleaned.problem_counts == {}
    assert {one["code"] for one in cleaned.problems.to_pylist()} <= REPAIRS
    assert cleaned.problems.num_rows > 0


SENT_BACK = [
    "CHECK_DIGIT",
    "TYPED_AS_NUMBER",
    "MASKED",
    "BIRTH_DATE",
    "REGION",
    "LENGTH",
    "CHARACTERS",
    "BLANK",
]


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("code", SENT_BACK)
def test_a_number_that_cannot_be_put_right_is_sent_back_with_its_own_reason(code: str, kind: str) -> None:
    source, cells = GIVEN[code]
    row = {"姓名": "张三丰"} | cells
    data = WRITERS[kind]([tuple(row), tuple(row.values())])

    cleaned = on_desk(data, f"名单.{kind}", source).cleaned()

    assert cleaned.problem_counts == {code: 1}
    assert (cleaned.counts["read"], cleaned.counts["rejected"]) == (1, 1)


AMOUNTS: dict[str, int | None] = {
    "1,264.00": 126400, "1，264": 126400, "632.50": 63250, "￥632": 63200, "632元": 63200, "632元/月": 63200,
    "0.06万元": 60000, "1.5千元": 150000, " 632 ": 63200, "６３２．５": 63250,
    "632元整": 63200, "人民币632元": 63200,
    "12,345,678.9": 1234567890, "632,00": None, "63,2": None, "632，5": None, "12,64": None, "1,23,456": None,
    ",632": None, "632,": None, "6 32": None, "+632": None, "-100": None, "(100)": None, "1_68": None,
    "٦٣٢": None, "①②③": None, "1E999999": None, "1E-400": None, "1e3": None, "NaN": None, "∞": None,
    "六百三十二": None, "632/2": None, "632元5角": None, "632.": None, "6.3.2": None,
    "=632": None, "0x10": None,
}  # fmt: skip


@pytest.mark.parametrize("written", AMOUNTS)
def test_only_a_well_formed_amount_is_read_and_every_other_is_told(written: str) -> None:
    cleaned = desk_of("dibao", DIBAO | {"月保障金额": written}).cleaned()

    assert cleaned.rows.to_pylist()[0]["amount_fen"] == AMOUNTS[written]
    assert bool(cleaned.problem_counts) == (AMOUNTS[written] is None)


UNITS = {
    ("注册资本（万元）", ""): Unit(10_000, ""),
    ("月保障金额", "单位：元"): Unit(1, ""),
    ("月保障金额", "单位：万元"): Unit(10_000, ""),
    ("金额(元/年)", ""): Unit(1, "年"),
    ("金额", "金额单位：元／月"): Unit(1, "月"),
    ("年保障金额", "单位：千元"): Unit(1_000, "年"),
    ("2026年10月发放金额", ""): Unit(1, ""),
    ("月保障金额（元）", "单位：万元"): Unit(1, ""),
}


@pytest.mark.parametrize(("heading", "title"), UNITS)
def test_the_unit_is_the_headings_else_the_titles(heading: str, title: str) -> None:
    assert unit_of(heading, [title]) == UNITS[heading, title]


def test_a_years_amount_in_a_column_of_months_is_divided_exactly_or_left_out_and_told() -> None:
    heading = ("姓名", "身份证号", "低保类别", "月保障金额（元/年）")
    rows = [heading, ("张三丰", NUMBER, "农村", "7584"), ("李四海", OTHER, "农村", "7585")]

    cleaned = of_text(rows, source="dibao").cleaned()

    assert cleaned.rows.column("amount_fen").to_pylist() == [63200, None]
    assert cleaned.problem_counts == {"YEAR_FOR_MONTH": 1, "YEAR_NOT_DIVISIBLE": 1}


def test_a_title_in_ten_thousands_multiplies_the_columns_that_say_no_unit() -> None:
    rows = [
        ("低保花名册（单位：万元）",),
        ("姓名", "身份证号", "低保类别", "月保障金额"),
        ("张三丰", NUMBER, "农村", "0.0632"),
    ]

    assert of_text(rows, source="dibao").cleaned().rows.column("amount_fen").to_pylist() == [63200]


FILLERS = [
    "000000000000",
    "11111111111",
    "99999999",
    "123456789012",
    "12345678",
    "987654321098",
    "12341234",
    "6217000000000",
]


@pytest.mark.parametrize("written", [*FILLERS, "无卡", "待开户", "现金", "不详", "1234567", "6" * 31])
def test_what_only_fills_the_cell_is_no_account_and_joins_nothing(written: str) -> None:
    cleaned = desk_of("dibao", DIBAO | {"银行账号": written}).cleaned()

    assert cleaned.problem_counts == {"NOT_AN_ACCOUNT": 1}
    assert number_kept(cleaned, "account") == (None, None)


@pytest.mark.parametrize(
    "account", ["6217001122334455667", "80010000123456789", "2008123456789012", "95588001"]
)
def test_a_real_account_is_no_filler(account: str) -> None:
    assert not is_filler(account)
    assert desk_of("dibao", DIBAO | {"银行账号": account}).cleaned().problem_counts == {}


def test_a_row_that_would_enrol_nobody_is_sent_back_and_says_so() -> None:
    heading = ("姓名", "身份证号", "补贴类型", "补贴金额")
    rows = [
        heading,
        ("张三丰", NUMBER, "生活补贴", "180"),
        ("李四海", OTHER, "", "180"),
        ("王五州", w.number_of(3), "护理补贴", "待定"),
    ]

    cleaned = of_text(rows, source="disability_subsidy").cleaned()

    assert cleaned.counts == {"read": 3, "clean": 1, "repaired": 0, "rejected": 2}
    assert cleaned.problem_counts == {"NOT_LISTED": 2}
    assert cleaned.rows.column("token_low").null_count == 2


def test_a_members_amount_may_stand_with_the_head() -> None:
    heading = ("姓名", "身份证号", "与户主关系", "低保类别", "月保障金额")
    rows = [heading, ("张三丰", NUMBER, "户主", "农村", "632"), ("李四海", OTHER, "配偶", "农村", "")]

    assert of_text(rows, source="dibao").cleaned().problem_counts == {}


@pytest.mark.parametrize("filler", ["无", "-", "待定", "不详"])
def test_what_only_fills_a_places_cell_is_a_blank(filler: str) -> None:
    cells = DIBAO | {"镇街": "新韶镇", "村居": filler}

    cleaned = desk_of("dibao", cells).cleaned()

    assert cleaned.rows.column("division").to_pylist() == ["440204100"]
    assert cleaned.problem_counts == {}


SHOWN_NAMES = {
    "张三丰（已故）": "张*丰（已故）",
    "张三丰（曾用名：张山峰）": "张",
    "张三丰": "张*丰",
    "张三丰（李四）": "张",
}


@pytest.mark.parametrize("written", SHOWN_NAMES)
def test_a_name_is_shown_masked_with_a_plain_remark_and_nobody_elses_name(written: str) -> None:
    masked = shown(Type.NAME, written)

    assert masked.startswith(SHOWN_NAMES[written])
    assert not any(hidden in masked for hidden in ("三", "山", "李", "四"))
