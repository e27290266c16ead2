"""Cells that failed, were never calculated, or stand in a row with cells too many are told on their row."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import on_desk

HEADING = ("姓名", "身份证号", "低保类别", "月保障金额")
PEOPLE = [(f"张{'甲乙丙丁'[at]}", w.number_of(at), "农村", 600 + at) for at in range(4)]


def with_cell(column: int, formula: str, value: object) -> bytes:
    """Return a dibao list whose third row has a formula with this value kept in the file."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    page = book.add_worksheet("低保")
    for row, cells in enumerate([HEADING, *PEOPLE]):
        page.write_row(row, 0, cells)
    page.write_formula(2, column, formula, None, value)
    book.close()
    return sink.getvalue()


def told(data: bytes, name: str) -> dict[int, set[str]]:
    """Return what is told of each row, by its number in the file."""
    problems = on_desk(data, name, source="dibao").cleaned().problems.to_pylist()
    return {row: {one["code"] for one in problems if one["sheet_row"] == row} for row in (2, 3, 4, 5)}


@pytest.mark.parametrize(
    ("value", "code"), [("#N/A", "FORMULA_ERROR"), ("#REF!", "FORMULA_ERROR"), (0, "NOT_CALCULATED")]
)
@pytest.mark.parametrize("column", [0, 3])
def test_a_formula_without_a_result_is_told_and_never_taken_for_one(
    column: int, value: object, code: str
) -> None:
    rows = told(with_cell(column, "=VLOOKUP(A9,B:C,2)", value), "低保.xlsx")

    assert code in rows[3]
    assert (rows[2], rows[4], rows[5]) == (set(), set(), set())


def csv(*changes: tuple[str, str]) -> bytes:
    text = w.csv([HEADING, *PEOPLE]).decode()
    for old, new in changes:
        text = text.replace(old, new)
    return text.encode()


def test_a_row_with_a_cell_too_many_is_told() -> None:
    assert "SHIFTED_ROW" in told(csv(("601\r\n", "601,多\r\n")), "低保.csv")[3]


def test_a_row_with_a_cell_too_few_is_told() -> None:
    assert "SHIFTED_ROW" in told(csv((",农村,601", ",601")), "低保.csv")[3]


def test_blanks_left_out_at_the_end_of_rows_are_a_habit_and_no_fault() -> None:
    text = "".join(f"张{at},{w.number_of(at)},农村\r\n" for at in range(9))
    whole = w.csv([HEADING, *PEOPLE]).decode() + text
    cleaned = on_desk(whole.encode(), "低保.csv", source="dibao").cleaned()

    assert cleaned.counts["read"] == 13
    assert "SHIFTED_ROW" not in cleaned.problem_counts


def test_blanks_at_the_end_of_a_row_are_no_cells_too_many() -> None:
    assert told(csv(("601\r\n", "601,,,\r\n")), "低保.csv")[3] == set()
