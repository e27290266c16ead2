"""Readable tables come out as text with a kind, whatever the format and the encoding."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.reading.cells import Kind
from doudi.reading.process import ReadFile, Sheet, read_file
from doudi.reading.tests import workbooks as w

NUMBER = w.number_of(7)
PEOPLE = [w.HEADING, ("张三", NUMBER, 632.5), ("李四", w.number_of(8), 5)]
SIMPLE = [("姓名", "身份证号"), ("张三", NUMBER), ("李四", w.number_of(8))]


def cells_of(sheet: Sheet, row: int) -> list[tuple[str | None, Kind]]:
    return [
        (sheet.cells.column(f"t{at}")[row].as_py(), Kind(sheet.cells.column(f"k{at}")[row].as_py()))
        for at in range(sheet.columns)
    ]


def texts_of(file: ReadFile, row: int) -> list[str | None]:
    return [text for text, _ in cells_of(file.sheets[0], row)]


FORMATS = {
    "名单.xlsx": w.xlsx({"名单": PEOPLE}),
    "名单.xls": w.xls({"名单": PEOPLE}),
    "名单.et": w.xls({"名单": PEOPLE}),
    "名单.ods": w.ods({"名单": PEOPLE}),
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_workbook_of_every_format_gives_texts_and_kinds(name: str) -> None:
    file = read_file(FORMATS[name], name)

    assert file.notices == ()
    assert cells_of(file.sheets[0], 1) == [
        ("张三", Kind.TEXT),
        (NUMBER, Kind.TEXT),
        ("632.5", Kind.NUMBER),
    ]
    assert cells_of(file.sheets[0], 2)[2] == ("5", Kind.NUMBER)


ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_table_is_read_whatever_its_encoding_and_separator(encoding: str, separator: str) -> None:
    file = read_file(w.csv(SIMPLE, encoding=encoding, separator=separator), "名单.csv")

    assert texts_of(file, 0) == ["姓名", "身份证号"]
    assert texts_of(file, 1) == ["张三", NUMBER]
    assert file.sheets[0].rows == 3


def test_a_rare_character_of_gb18030_survives() -> None:
    file = read_file(w.csv([("姓名",), ("𠮷㛃",)], encoding="gb18030"), "名单.csv")

    assert texts_of(file, 1) == ["𠮷㛃"]


def test_a_quoted_cell_keeps_its_separator_and_line_break() -> None:
    file = read_file('姓名,住址\r\n张三,"新韶镇,陈江村\n3号"\r\n'.encode(), "名单.csv")

    assert texts_of(file, 1) == ["张三", "新韶镇,陈江村\n3号"]


def test_a_stray_quote_does_not_swallow_the_rows_behind_it() -> None:
    rows = '姓名,备注\r\n"张三,家住镇上\r\n李四,\r\n王五,\r\n'

    assert read_file(rows.encode(), "名单.csv").sheets[0].rows == 4


def test_blank_lines_of_a_text_table_keep_their_row_numbers() -> None:
    file = read_file("姓名,身份证号\r\n\r\n张三,1\r\n".encode(), "名单.csv")

    assert texts_of(file, 2) == ["张三", "1"]


def test_a_renamed_file_is_read_by_its_content_and_that_is_told() -> None:
    file = read_file(w.xls({"名单": PEOPLE}), "名单.xlsx")

    assert file.kind == "XLS"
    assert file.notices == ("文件名的后缀是“.xlsx”，内容其实是Excel 97-2003 工作簿（.xls），已按内容读取。",)


def test_dates_come_back_as_days_in_both_date_systems() -> None:
    rows = [("姓名", "死亡日期"), ("张三", date(2026, 3, 1))]
    plain, apple = w.xlsx({"名单": rows}), w.xlsx({"名单": rows}, date_1904=True)

    for_plain, for_apple = read_file(plain, "a.xlsx"), read_file(apple, "a.xlsx")

    assert cells_of(for_plain.sheets[0], 1)[1] == ("2026-03-01", Kind.DATE)
    assert cells_of(for_apple.sheets[0], 1)[1] == ("2026-03-01", Kind.DATE)
    assert (for_plain.epoch_1904, for_apple.epoch_1904) == (False, True)


def test_an_identity_number_typed_as_a_number_is_seen_to_be_one() -> None:
    file = read_file(w.xlsx({"名单": [("姓名", "身份证号"), ("张三", 440204196001010076.0)]}), "a.xlsx")

    text, kind = cells_of(file.sheets[0], 1)[1]
    assert kind == Kind.NUMBER
    assert text is not None
    assert "e+17" in text


HIDING = {
    "a.xlsx": w.xlsx({"名单": PEOPLE}, hidden_rows=[1]),
    "a.xls": w.xls({"名单": PEOPLE}, hidden_rows=[1]),
    "a.ods": w.ods({"名单": PEOPLE}, hidden_rows=[1]),
}


@pytest.mark.parametrize("name", sorted(HIDING))
def test_hidden_rows_are_read_and_known(name: str) -> None:
    sheet = read_file(HIDING[name], name).sheets[0]

    assert sheet.hidden_rows == frozenset({2})
    assert sheet.rows == 3


def test_hidden_sheets_are_read_and_known() -> None:
    book = w.xlsx({"首页": PEOPLE, "名单": PEOPLE}, hidden_sheets=["名单"])

    assert [sheet.hidden for sheet in read_file(book, "a.xlsx").sheets] == [False, True]


LOW = [(), (), ("", "姓名", "身份证号"), ("", "张三", NUMBER), (), ("", "李四", "")]
LOWER = {"a.xlsx": w.xlsx({"名单": LOW}), "a.xls": w.xls({"名单": LOW}), "a.ods": w.ods({"名单": LOW})}


@pytest.mark.parametrize("name", sorted(LOWER))
def test_rows_have_the_numbers_a_spreadsheet_shows_when_the_table_begins_further_down(name: str) -> None:
    sheet = read_file(LOWER[name], name).sheets[0]

    assert (sheet.first_row, sheet.rows) == (3, 4)
    assert sheet.cells.column("t1").to_pylist() == ["姓名", "张三", None, "李四"]


def test_a_merged_cell_is_counted_like_the_rows_it_lies_in() -> None:
    rows = [(), ("姓名", "户编号"), ("张三", "H1"), ("李四", "H2"), ("王五", "")]
    sheet = read_file(w.xlsx({"名单": rows}, merges=[(3, 1, 4, 1, "H2")]), "a.xlsx").sheets[0]
    top, left, bottom, _ = sheet.merges[0]

    assert (top, bottom) == (4, 5)
    assert sheet.cells.column(f"t{left}")[top - sheet.first_row].as_py() == "H2"


def test_a_table_that_begins_in_column_c_keeps_its_columns() -> None:
    file = read_file(w.xlsx({"名单": [("", "", "姓名"), ("", "", "张三")]}), "a.xlsx")

    assert texts_of(file, 1) == [None, None, "张三"]
