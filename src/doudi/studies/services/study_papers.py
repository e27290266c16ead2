"""Writes a study down: a memo of one page, a workbook of its tables."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from doudi.common import clock
from doudi.common.papers import paper
from doudi.common.workbooks import Workbook
from doudi.kernel.money import yuan_text
from doudi.studies.rules.sheets import day_words
from doudi.studies.rules.simulation import Tally

MEMO = "studies/papers/memo.typ"
HEADINGS = (
    "现享",
    "改后",
    "新增",
    "退出",
    "增额",
    "降额",
    "不变",
    "现月支出（元）",
    "改后月支出（元）",
    "月增减（元）",
)


def memo(result: Mapping[str, Any], *, made_by: str, at: datetime) -> bytes:
    """Return a study as one page (试算简报)."""
    study = result["study"]
    tally = study.tally
    data = {
        "title": f"政策影响试算简报：{study.title}",
        "place": result["place"],
        "on": day_words(study.on),
        "made": f"{study.requested_by.name}　{_moment(study.finished_at)}",
        "printed": f"{made_by}　{_moment(at)}",
        "changes": [{"label": c.label, "before": c.before, "after": c.after} for c in result["changes"]],
        "families": f"{tally['families']:,}",
        "aided": f"{tally['aided']:,}",
        "figures": [
            {"label": "将退出", "value": f"{tally['leaving']:,}", "tone": "bad"},
            {"label": "将降额", "value": f"{tally['lowered']:,}", "tone": "bad"},
            {"label": "将新增", "value": f"{tally['entering']:,}", "tone": "good"},
            {"label": "将增额", "value": f"{tally['raised']:,}", "tone": "good"},
        ],
        "more": signed(tally["more_fen"]),
        "year": signed(tally["more_fen"] * 12),
        "share": result["share"],
        "threshold": result["threshold"],
        "needs_above": result["needs_above"],
        "unclear": f"{tally['waiting']:,}" if tally.get("waiting") else "",
        "stale": result["is_stale"],
        "programmes": [[line.title, line.unit, *_cells(line.total)] for line in result["lines"]],
        "towns": [[name, *_cells(each)] for name, _, each in result["towns"]],
        "left_out": [f"{line.title}：{line.lacking}" for line in result["left_out"]],
        "waiting": [line.waiting_words for line in result["waiting"]],
    }
    return paper(MEMO, data, at=at)


def signed(fen: int) -> str:
    """Write a difference with its sign."""
    return f"+{yuan_text(fen)}" if fen > 0 else yuan_text(fen)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _numbers(each: Tally) -> Sequence[int]:
    return (each.before, each.after, each.entering, each.leaving, each.raised, each.lowered, each.unchanged)


def _cells(each: Tally) -> list[str]:
    counts = [f"{number:,}" for number in _numbers(each)[:6]]
    return [*counts, yuan_text(each.before_fen), yuan_text(each.after_fen), signed(each.more_fen)]


def workbook(result: Mapping[str, Any], *, made_by: str, at: datetime) -> bytes:
    """Return a study's tables by programme and township; words are written as text, never as a formula."""
    study, buffer = result["study"], io.BytesIO()
    book = Workbook(buffer)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True})
    page = book.add_worksheet("试算说明")
    page.set_column(0, 0, 16)
    page.set_column(1, 2, 48)
    lines = [
        ("名称", study.title, ""),
        ("地区", result["place"], ""),
        ("测算日", study.on.isoformat(), ""),
        ("家庭情况表", f"{study.tally['families']} 户", ""),
        ("损失占比", result["share"], f"阈值 {result['threshold']}" if result["threshold"] else ""),
        *(("要先问清", line.waiting_words, "") for line in result["waiting"]),
        ("制表", made_by, _moment(at)),
        *((change.label, change.before, change.after) for change in result["changes"]),
    ]
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            page.write_string(row, column, text)
    _table(book, "按项目", "项目", [(line.title, line.total) for line in result["lines"]], head)
    _table(book, "按乡镇", "乡镇（街道）", [(name, each) for name, _, each in result["towns"]], head)
    book.close()
    return buffer.getvalue()


def _table(
    book: Workbook,
    name: str,
    first: str,
    rows: Sequence[tuple[str, Tally]],
    head: Any,  # noqa: ANN401
) -> None:
    page = book.add_worksheet(name)
    number, money = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "#,##0.00"})
    page.set_column(0, 0, 28)
    page.set_column(1, len(HEADINGS), 14)
    for column, label in enumerate((first, *HEADINGS)):
        page.write_string(0, column, label, head)
    for row, (label, each) in enumerate(rows, start=1):
        page.write_string(row, 0, label)
        for column, count in enumerate(_numbers(each), start=1):
            page.write_number(row, column, count, number)
        for column, fen in enumerate((each.before_fen, each.after_fen, each.more_fen), start=8):
            page.write_number(row, column, Decimal(fen).scaleb(-2), money)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
