"""Writes the ledger as a workbook a clerk would forward unchanged."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from doudi.common import clock
from doudi.common.workbooks import Page
from doudi.common.workbooks import Workbook as Book
from doudi.kernel.masking import mask_number
from doudi.matching.wording import sentence
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.models import Finding, LedgerEntry
from doudi.regions.selectors import division_names
from doudi.registry.models import Identity

HEADINGS = (
    ("序号", 6), ("乡镇（街道）", 16), ("村（居）", 20), ("姓名", 10), ("证件号码", 22), ("预警等级", 9),
    ("比对规则", 26), ("情形", 44), ("首次命中", 10), ("最近命中", 10), ("责任人", 10), ("办理期限", 12),
    ("状态", 10), ("结论", 14), ("依据", 36), ("结论人", 10), ("结论时间", 17),
)  # fmt: skip
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the table: title, month, who made it and when."""

    title: str
    period: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Workbook:
    """A finished workbook; `trace` is printed on it and written into the audit trail."""

    content: bytes
    rows: int
    trace: str


def ledger_workbook(entries: QuerySet[LedgerEntry], sheet: Sheet) -> Workbook:
    """Write entries as an xlsx file: title, a line on its making, headings, rows; made to be printed on A4.

    Every cell is written as text, so that nothing a file brought in is run as a formula.
    """
    buffer, trace = io.BytesIO(), secrets.token_hex(6)
    book = Book(buffer)
    page = book.add_worksheet("台账")
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    small = book.add_format({"font_size": 9, "font_color": "#556270"})
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True, "align": "center"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    last = len(HEADINGS) - 1
    page.merge_range(0, 0, 0, last, sheet.title, title)
    page.set_row(0, 28)
    made = f"{sheet.made_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    page.merge_range(
        1, 0, 1, last, f"月份 {sheet.period}　制表人 {sheet.made_by}　制表时间 {made}　流水号 {trace}", small
    )
    for column, (label, width) in enumerate(HEADINGS):
        page.set_column(column, column, width)
        page.write_string(2, column, label, head)
    count = 0
    for count, values in enumerate(_rows(entries), start=1):
        for column, value in enumerate((str(count), *values)):
            page.write_string(count + 2, column, value, cell)
    page.freeze_panes(3, 4)
    page.autofilter(2, 0, max(count, 1) + 2, last)
    _set_for_print(page, made_by=sheet.made_by, trace=trace)
    book.close()
    return Workbook(content=buffer.getvalue(), rows=count, trace=trace)


def _due_text(entry: LedgerEntry) -> str:
    if entry.due_on is None:
        return ""
    return f"{entry.due_on.isoformat()}{'（暂定）' if entry.is_provisional else ''}"


def _set_for_print(page: Page, *, made_by: str, trace: str) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.set_footer(f"&L{made_by} {trace}&R第 &P 页 共 &N 页")


def _rows(entries: QuerySet[LedgerEntry]) -> Iterator[Sequence[str]]:
    wanted = entries.defer(None).select_related("person", "task__owner__user", "concluded_by")
    for start in range(0, wanted.count(), AT_ONCE):
        part = list(wanted[start : start + AT_ONCE])
        names = division_names(code for entry in part for code in (entry.division[:9], entry.division))
        numbers = dict(
            Identity.objects.filter(person__in=[e.person_id for e in part])
            .order_by("-standing", "-id")
            .values_list("person_id", "number")
        )
        measures = dict(
            Finding.objects.filter(entry__in=part).order_by("period").values_list("entry_id", "measures")
        )
        for entry in part:
            number = numbers.get(entry.person_id or 0, "")
            yield _row(entry, names, mask_number(number) if number else "", measures.get(entry.pk, {}))


def _row(
    entry: LedgerEntry, names: Mapping[str, str], number: str, measures: Mapping[str, object]
) -> tuple[str, ...]:
    rule = rule_named(entry.rule)
    concluded = entry.concluded_at
    return (
        names.get(entry.division[:9], ""),
        names.get(entry.division, "") if len(entry.division) > 9 else "",
        entry.person.name if entry.person else "",
        number,
        str(entry.get_severity_display()),
        rule.title,
        sentence(rule, measures),
        entry.first_period,
        entry.last_period,
        entry.owner.user.name if entry.owner else "",
        _due_text(entry),
        str(entry.get_status_display()),
        str(entry.get_outcome_display()) if entry.outcome else "",
        entry.reason,
        entry.concluded_by.name if entry.concluded_by else "",
        f"{concluded.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if concluded else "",
    )
