"""Writes the workbook that goes back to the sender: each row to put right, with why and how."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.workbooks import Page, Workbook
from doudi.exchange.catalogue import catalogue, source_title
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.masked import masked_cells
from doudi.exchange.selectors.batches import ProblemRow, problem_rows_of
from doudi.exchange.services.receiving import record
from doudi.recognition.problems import ERROR, LEVELS, NOTE, WARNING
from doudi.recognition.storage.batch_folder import PROBLEM_ROWS
from doudi.recognition.storage.sealed_table import read_chunks

MOST_ROWS = 50_000
SETTLED = "以下各行的写法已经整理好并已入库，数字没有改，一般不用再改"
HANDLED = {ERROR: "已退回，未入库", WARNING: "已入库，请核对", NOTE: "已整理，已入库"}
FIXED = ("工作表", "原表行号", "处理", "问题", "怎么改")


@transaction.atomic
def error_sheet(batch: Batch, *, by: Actor, at: datetime) -> bytes:
    """Return the workbook of rows to put right; numbers in it are masked, and the look is in the trail."""
    problems: defaultdict[int, list[ProblemRow]] = defaultdict(list)
    for problem in problem_rows_of(batch):
        problems[problem.row].append(problem)
    record(batch, "exchange.problems_downloaded", by=by, at=at, details={"rows": len(problems)})
    return workbook(batch, problems, _cells(batch))


def workbook(
    batch: Batch,
    problems: Mapping[int, Sequence[ProblemRow]],
    cells: Iterator[tuple[int, int, list[str]]],
) -> bytes:
    """Write the rows with their problems; every cell is text, so that nothing in it is ever computed."""
    sink = io.BytesIO()
    book = Workbook(sink)
    text = book.add_format({"valign": "top", "text_wrap": True})
    head = book.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1})
    styles = text, head
    sheet = book.add_worksheet("需更正的行")
    sheet.write_string(
        0, 0, f"{source_title(batch.source)} {batch.period} 需更正的行（证件号码、账号已遮蔽）", head
    )
    found = list(islice(cells, MOST_ROWS + 1))
    wrong = [one for one in found[:MOST_ROWS] if not _is_settled(problems[one[0]])]
    settled = [one for one in found[:MOST_ROWS] if _is_settled(problems[one[0]])]
    line = _write_rows(sheet, batch, problems, wrong, 2, styles)
    if settled:
        sheet.write_string(line + 1, 0, SETTLED, head)
        line = _write_rows(sheet, batch, problems, settled, line + 2, styles)
    if len(found) > MOST_ROWS:
        sheet.write_string(line, 0, "其余行未列出，请先更正以上各行。", text)
    sheet.set_column(0, 2, 10)
    sheet.set_column(3, 4, 34)
    sheet.set_column(5, 40, 16)
    sheet.freeze_panes(3, 0)
    book.close()
    return sink.getvalue()


def _write_rows(
    sheet: Page,
    batch: Batch,
    problems: Mapping[int, Sequence[ProblemRow]],
    rows: Sequence[tuple[int, int, list[str]]],
    line: int,
    styles: tuple[object, object],
) -> int:
    """Write rows under their own tables' headings from a line on; return the line after them."""
    text, head = styles
    tables, table_shown = batch.guess["tables"], -1
    for row, table, written in rows:
        if table != table_shown:
            _write(sheet, line, [*FIXED, *(column["heading"] for column in tables[table]["columns"])], head)
            line, table_shown = line + 1, table
        _write(sheet, line, [*_said(problems[row]), *_masked(batch, table, written)], text)
        line += 1
    return line


def _is_settled(problems: Sequence[ProblemRow]) -> bool:
    """Say whether a row needs nothing more: only its writing was put right."""
    return all(problem.reason.level == NOTE for problem in problems)


def _cells(batch: Batch) -> Iterator[tuple[int, int, list[str]]]:
    folder = batch_folder(batch.pk)
    for chunk in read_chunks(folder.problem_rows, ring().seals, bound=folder.bound(PROBLEM_ROWS)):
        for line in chunk.to_pylist():
            yield line["row"], line["table"], line["cells"]


def _said(found: Sequence[ProblemRow]) -> list[str]:
    problems = sorted(found, key=lambda problem: LEVELS.index(problem.reason.level))
    first = problems[0]
    return [
        f"第 {first.sheet + 1} 张",
        str(first.sheet_row),
        HANDLED[first.reason.level],
        "；".join(f"{problem.column}：{problem.reason.title}" for problem in problems),
        "；".join(dict.fromkeys(problem.reason.advice for problem in problems)),
    ]


def _masked(batch: Batch, table: int, cells: Sequence[str]) -> list[str]:
    return masked_cells(catalogue().source(batch.source), batch.guess["tables"][table]["columns"], cells)


def _write(sheet: Page, line: int, cells: Sequence[str], style: object) -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(line, place, cell, style)
