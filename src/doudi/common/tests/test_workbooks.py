"""Nothing people typed becomes a formula in a workbook of ours, not even when a clerk edits the cell."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from pathlib import Path

import pytest

import doudi
from doudi.common.workbooks import LONGEST, Page, Workbook

SOURCES = Path(doudi.__file__).parent
TYPED = [
    "=1+1",
    "+86138",
    "-李",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "440204196001010076",
    "http://x",
]
CELL = re.compile(r'<c r="([A-Z]+\d+)"(?: s="(\d+)")?(?: t="(\w+)")?')


def parts(*write: object) -> tuple[str, str]:
    """Return the XML of a sheet with these texts written in every way there is, and of the styles."""
    sink = io.BytesIO()
    book = Workbook(sink)
    page = book.add_worksheet("表")
    styles = [None, book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})]
    for column, style in enumerate(styles):
        write_all(page, 2 * column, write, style)
    book.close()
    with zipfile.ZipFile(sink) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/styles.xml").decode()


def write_all(page: Page, column: int, texts: tuple[object, ...], style: object) -> None:
    """Write texts into two columns, by the two ways a page is written."""
    page.write_column(0, column, texts, style)
    for row, text in enumerate(texts):
        page.write_string(row, column + 1, text, style)


def text_styles(styles: str) -> set[str]:
    """Return the numbers of the cell formats that are text with a quote prefix."""
    formats = re.findall(r"<xf [^>]*>", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])
    return {str(at) for at, one in enumerate(formats) if 'numFmtId="49"' in one and 'quotePrefix="1"' in one}


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_stays_text_however_it_is_written(typed: str) -> None:
    sheet, styles = parts(typed)
    cells = CELL.findall(sheet)

    assert [kind for _, _, kind in cells] == ["s"] * 6
    assert {style for _, style, _ in cells} <= text_styles(styles)
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_text_longer_than_a_cell_is_cut_and_not_left_out() -> None:
    sheet, _ = parts("长" * (LONGEST + 1))

    assert len(CELL.findall(sheet)) == 6


def test_no_other_part_of_the_product_writes_workbooks_by_itself() -> None:
    writers = [
        str(path.relative_to(SOURCES))
        for path in sorted(SOURCES.rglob("*.py"))
        if "tests" not in path.parts and ("xlsxwriter" in imported(path) or "csv.writer" in path.read_text())
    ]

    assert writers == ["common/workbooks.py"]


def imported(path: Path) -> set[str]:
    """Return the outermost names of what a file imports."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Import)]
    return {alias.name.partition(".")[0] for node in nodes for alias in node.names}
