"""What is not a readable table is refused, each with its own sentence and a way out."""

from __future__ import annotations

import pytest

from doudi.reading import process
from doudi.reading.delimited import rows_of
from doudi.reading.process import read_file, with_limits
from doudi.reading.refusals import SENTENCES, FileRefused
from doudi.reading.tests import workbooks as w
from doudi.reading.tests.children import stopped_children

pytestmark = pytest.mark.usefixtures("cold_reader")

PEOPLE = [w.HEADING, ("张三", w.number_of(1), 100)]
FAR_ROW = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FIRST_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'

HOSTILE = {
    "EMPTY": b"",
    "NO_ROWS": w.xlsx({"空表": []}),
    "ENCRYPTED": w.encrypted_xlsx(),
    "MACROS": w.with_members(w.xlsx({"名单": PEOPLE}), {"xl/vbaProject.bin": b"\x01"}),
    "FAR_CELLS": w.with_cells(FIRST_ROW + FAR_ROW),
    "TRUNCATED": w.xlsx({"名单": PEOPLE})[:-400],
    "BROKEN_SHEET": w.with_members(w.xlsx({"名单": PEOPLE}), {w.SHEET_PART: b"<worksheet><sheetData><row"}),
    "PDF": b"%PDF-1.7 \x00",
    "WORD": w.zipped({"word/document.xml": "<w/>"}),
    "SLIDES": w.zipped({"ppt/presentation.xml": "<p/>"}),
    "IMAGE": b"\x89PNG\r\n\x1a\n\x00\x00",
    "ARCHIVE": w.zipped({"名单.xlsx": b"1"}),
    "WEB_PAGE": "<html><body><p>系统维护中</p></body></html>".encode(),
    "WEB_ARCHIVE": b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    "OTHER_XML": "<?xml version='1.0'?><名单/>".encode(),
    "DOUBLED_PARTS": w.doubled(w.xlsx({"名单": PEOPLE}), w.SHEET_PART),
    "BROKEN_PART": w.with_members(w.xlsx({"名单": PEOPLE}), {"xl/styles.xml": b"<styleSheet><"}),
    "XLSB": w.zipped({"xl/workbook.bin": b"1"}),
    "PROGRAM": b"MZ\x90\x00\x03",
    "UNKNOWN_KIND": bytes(range(256)) * 40,
    "ENCODING": b"\xff\xfa\x80\x81,\xff\x90\n" * 40,
}


@pytest.mark.parametrize("code", sorted(HOSTILE))
def test_a_file_that_is_not_a_readable_table_is_refused_with_its_reason(code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_file(HOSTILE[code], "名单.xlsx")

    assert refusal.value.code == code


def test_a_workbook_of_the_old_format_with_a_password_is_refused() -> None:
    with pytest.raises(FileRefused, match="打开密码"):
        read_file(w.xls_with(w.password_record), "名单.xls")


def test_a_workbook_of_the_old_format_with_a_macro_sheet_is_refused() -> None:
    with pytest.raises(FileRefused, match="宏程序"):
        read_file(w.xls_with(w.macro_sheet_record), "名单.xls")


def test_a_macro_enabled_workbook_without_macros_is_read() -> None:
    types = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    book = w.with_members(w.xlsx({"名单": PEOPLE}), {"[Content_Types].xml": types})

    assert read_file(book, "名单.xlsm").sheets[0].rows == 2
    assert read_file(book, "名单.xlsm").notices == ()


def test_an_old_workbook_cut_in_the_middle_is_refused() -> None:
    with pytest.raises(FileRefused):
        read_file(w.xls({"名单": PEOPLE})[:3000], "名单.xls")


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    with pytest.raises(FileRefused, match="极不相称"):
        read_file(w.bomb(), "名单.xlsx")


def test_the_sentence_about_a_far_cell_names_sheet_and_cell() -> None:
    with pytest.raises(FileRefused, match="工作表“名单”在很远的 XFD1048576 处"):
        read_file(HOSTILE["FAR_CELLS"], "名单.xlsx")


def test_a_far_cell_with_single_quotes_or_behind_other_attributes_is_seen_too() -> None:
    odd = "<row r='1048576'><c s='0' r='XFD1048576'><v>1</v></c></row>"

    with pytest.raises(FileRefused, match="XFD1048576"):
        read_file(w.with_cells(FIRST_ROW + odd), "名单.xlsx")


def test_a_styled_far_cell_without_content_does_no_harm() -> None:
    empty = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'

    file = read_file(w.with_cells(FIRST_ROW + empty), "名单.xlsx")

    assert file.sheets[0].rows == 1


def test_a_million_repeated_rows_in_an_opendocument_table_are_refused() -> None:
    tail = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="float" '
        'office:value="1"/></table:table-row>'
    )

    with pytest.raises(FileRefused, match="范围大得不正常"):
        read_file(w.ods({"名单": PEOPLE}, tail=tail), "名单.ods")


def test_a_cell_repeated_over_all_columns_is_refused() -> None:
    tail = (
        '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="1"/></table:table-row>'
    )

    with pytest.raises(FileRefused, match="范围大得不正常"):
        read_file(w.ods({"名单": PEOPLE}, tail=tail), "名单.ods")


def test_the_empty_end_of_an_opendocument_table_does_no_harm() -> None:
    tail = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )

    assert read_file(w.ods({"名单": PEOPLE}, tail=tail), "名单.ods").sheets[0].rows == 2


def test_a_file_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(FileRefused, match="文件有 3 MB，超过 2 MB"):
        read_file(b"x" * (3 << 20), "名单.csv", with_limits(file_bytes=2 << 20))


def test_a_file_that_needs_more_memory_than_allowed_is_refused() -> None:
    rows = [w.HEADING] + [(f"人{at}" * 30, w.number_of(at), at) for at in range(60_000)]

    with pytest.raises(FileRefused) as refusal:
        read_file(w.csv(rows), "名单.csv", with_limits(heap_bytes=64 << 20))

    assert refusal.value.code in {"TOO_BIG_TO_READ", "CRASHED"}


def test_a_file_that_needs_more_processor_time_than_allowed_is_given_up() -> None:
    rows = [(f"人{at}", w.number_of(at), at) * 4 for at in range(400_000)]

    with pytest.raises(FileRefused, match="连续计算 1 秒还没有读完") as refusal:
        read_file(w.csv(rows), "名单.csv", with_limits(seconds=1))

    assert "CSV" not in str(refusal.value)


def test_the_wall_clock_of_a_stopped_machine_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [w.HEADING] + [(f"人{at}", w.number_of(at), at) for at in range(34_000)]
    monkeypatch.setattr(process, "LOOK_EVERY", 0.05)
    with stopped_children(for_seconds=2.5) as stops:
        file = read_file(w.csv(rows), "名单.csv", with_limits(seconds=2, patience=60))

    assert stops.count == 1
    assert file.sheets[0].rows == 34_001


def test_a_child_that_makes_no_headway_at_all_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LOOK_EVERY", 0.05)
    with stopped_children(for_seconds=30), pytest.raises(FileRefused, match="不是文件的问题"):
        read_file(w.csv([w.HEADING]), "名单.csv", with_limits(patience=1))


@pytest.mark.parametrize("sentence", sorted(SENTENCES.values()))
def test_every_sentence_says_what_to_do_or_that_nothing_can_be_done(sentence: str) -> None:
    assert "请" in sentence or sentence.endswith("不接收。") or "可以上传的有" in sentence


@pytest.mark.parametrize("row", ["张\x00三,440204196001010012", "张三,440204\x0096001010012", "\x00"])
def test_a_short_list_with_a_stray_nul_is_read_row_by_row(row: str) -> None:
    """Whether the row can be used is said of the row; a digit it ate makes the number too short."""
    told = list(rows_of(f"姓名,身份证号\n李四,440204196001010020\n{row}\n".encode()))

    assert told == [["姓名", "身份证号"], ["李四", "440204196001010020"], row.split(",")]
