"""Writes the workbook that goes back to the sender: each row to put right, with why and how."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import xlsxwriter
from django.db import transaction

from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.exchange.catalogue import catalogue, source_title
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.masked import masked_cells
from doudi.exchange.rules.problems import ERROR
from doudi.exchange.selectors.batches import ProblemRow, problem_rows_of
from doudi.exchange.services.receiving import record
from doudi.exchange.storage.batch_folder import PROBLEM_ROWS
from doudi.exchange.storage.sealed_table import read_chunks

MOST_ROWS = 50_000
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
    book = xlsxwriter.Workbook(
        sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    text = book.add_format({"num_format": "@", "quote_prefix": True, "valign": "top", "text_wrap": True})
    head = book.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1, "num_format": "@"})
    sheet = book.add_worksheet("需更正的行")
    sheet.write_string(
        0, 0, f"{source_title(batch.source)} {batch.period} 需更正的行（证件号码、账号已遮蔽）", head
    )
    tables = batch.guess["tables"]
    line, table_shown = 2, -1
    for row, table, written in cells:
        if line > MOST_ROWS:
            sheet.write_string(line, 0, "其余行未列出，请先更正以上各行。", text)
            break
        if table != table_shown:
            _write(sheet, line, [*FIXED, *(column["heading"] for column in tables[table]["columns"])], head)
            line, table_shown = line + 1, table
        _write(sheet, line, [*_said(problems[row]), *_masked(batch, table, written)], text)
        line += 1
    sheet.set_column(0, 2, 10)
    sheet.set_column(3, 4, 34)
    sheet.set_column(5, 40, 16)
    sheet.freeze_panes(3, 0)
    book.close()
    return sink.getvalue()


def _cells(batch: Batch) -> Iterator[tuple[int, int, list[str]]]:
    folder = batch_folder(batch.pk)
    for chunk in read_chunks(folder.problem_rows, ring().seals, bound=folder.bound(PROBLEM_ROWS)):
        for line in chunk.to_pylist():
            yield line["row"], line["table"], line["cells"]


def _said(problems: Sequence[ProblemRow]) -> list[str]:
    first = problems[0]
    rejected = any(problem.reason.level == ERROR for problem in problems)
    return [
        f"第 {first.sheet + 1} 张",
        str(first.sheet_row),
        "已退回，未入库" if rejected else "已入库，请核对",
        "；".join(f"{problem.column}：{problem.reason.title}" for problem in problems),
        "；".join(dict.fromkeys(problem.reason.advice for problem in problems)),
    ]


def _masked(batch: Batch, table: int, cells: Sequence[str]) -> list[str]:
    return masked_cells(catalogue().source(batch.source), batch.guess["tables"][table]["columns"], cells)


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, cells: Sequence[str], style: object) -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(line, place, cell, style)
