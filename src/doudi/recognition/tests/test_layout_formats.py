"""What is understood of a layout does not depend on the format it comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from doudi.reading.process import read_file
from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import guessed, on_desk
from doudi.recognition.tests.troubles import TROUBLES

Rows = Sequence[Sequence[str]]
FORMATS: dict[str, Callable[[Mapping[str, Rows]], bytes]] = {"xlsx": w.xlsx, "xls": w.xls, "ods": w.ods}
IN_SHEETS = ["plain", "titled", "shifted", "by_township", "by_month", "paged", "two_heads", "side_by_side"]
IN_TEXT = ["plain", "titled", "shifted", "paged", "two_heads", "with_others", "side_by_side"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("trouble", IN_SHEETS)
def test_a_workbook_is_read_row_for_row_in_every_format(trouble: str, suffix: str) -> None:
    laid = TROUBLES[trouble]("dibao", 3)
    file = read_file(FORMATS[suffix](laid.sheets), f"低保.{suffix}")

    desk = guessed(file, f"低保.{suffix}", "dibao", period="2026-10")
    cleaned = desk.cleaned()

    assert desk.sentences == ""
    assert cleaned.sidecar.column("name").to_pylist() == laid.names
    assert cleaned.sidecar.column("number").to_pylist() == laid.numbers


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("trouble", IN_TEXT)
def test_a_text_table_is_read_row_for_row(trouble: str, encoding: str) -> None:
    laid = TROUBLES[trouble]("tekun", 4)
    (rows,) = laid.sheets.values()

    desk = on_desk(w.csv(_even(rows), encoding=encoding), "特困.csv", "tekun")
    cleaned = desk.cleaned()

    assert desk.sentences == ""
    assert cleaned.sidecar.column("name").to_pylist() == laid.names
    assert cleaned.sidecar.column("number").to_pylist() == laid.numbers


def _even(rows: Rows) -> Rows:
    """Return rows of one width, as a spreadsheet saves a text table."""
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]
