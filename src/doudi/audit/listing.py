"""Hands a list of the kit out as a workbook: the rows asked for, in their order, each time on record."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doudi.audit.services import record
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.addresses import own_address
from doudi.common.lists.asking import Asked, asked_of
from doudi.common.lists.declaring import SHEET, Column, Listing, Value
from doudi.common.lists.showing import words
from doudi.common.problems import Refusal
from doudi.common.workbooks import Sheet, list_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
"""How many rows one workbook holds; above it the list is refused in words, never cut."""
ROWS_AT_ONCE = 500


class ListTooLong(Refusal):
    """More rows match than one workbook holds."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"符合条件的有 {found:,} 行，一个表最多 {MOST_ROWS:,} 行，没有导出。"
            "请先筛选（如按镇街），分几次导出。"
        )


class ConditionNotUnderstood(Refusal):
    """A condition in the address is not one of the list's."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("".join(sentences).replace("没有列出任何一行", "没有导出"))


def export(request: OfficerRequest, listing: Listing) -> HttpResponse:
    """Answer with the workbook of a list as filtered and ordered, or lead back to it and say why not."""
    asked = asked_of(request, listing)
    try:
        return _handed_out(request, asked)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        query = "" if asked.wrong else asked.query()
        return redirect(own_address(reverse(listing.page) + (f"?{query}" if query else "")))


def _handed_out(request: OfficerRequest, asked: Asked) -> HttpResponse:
    if asked.wrong:
        raise ConditionNotUnderstood(asked.wrong)
    # which rows and in which order is one statement's answer: what changes meanwhile moves no row twice
    keys = list(asked.rows().values_list("pk", flat=True)[: MOST_ROWS + 1])
    if len(keys) > MOST_ROWS:
        raise ListTooLong(asked.rows().count())
    listing, moment, trace = asked.listing, clock.now(), secrets.token_hex(6)
    title = listing.sheet_title(asked.reader)
    columns = listing.columns_on(SHEET)
    rows = list(_rows(asked, columns, keys))
    content = list_workbook(_sheet(request, asked, title, columns, trace, len(rows)), rows)
    record(
        listing.action,
        subject_type="table",
        subject_id=trace,
        by=request.access.user,
        at=moment,
        division=request.focus.region,
        details={"list": listing.code, "rows": len(rows), **_conditions(asked)},
    )
    answer = HttpResponse(content, content_type=XLSX)
    name = quote(f"{title}-{moment.astimezone(clock.SHANGHAI):%Y%m%d}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{name}"
    return answer


def _conditions(asked: Asked) -> dict[str, object]:
    """Return what was asked for as the trail keeps it: codes of choices; of a search only that it was one."""
    order = asked.sort or asked.listing.order
    return {"filter": dict(asked.chosen), "order": order, "searched": bool(asked.text)}


def _sheet(
    request: OfficerRequest, asked: Asked, title: str, columns: Sequence[Column], trace: str, found: int
) -> Sheet:
    user = request.access.user
    maker = f"{user.name}（{user.username}）"
    now = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    said = [f"{label} {value}" if label != value else str(value) for _, label, value in asked.words()]
    said += ["按查找"] if asked.text else []
    column = asked.listing.column(asked.key)
    order = f"{column.heading if column else ''}{'，倒序' if asked.descending else ''}"
    return Sheet(
        title=title,
        made=f"月份 {asked.reader.period}　制表人 {maker}　制表时间 {now}　流水号 {trace}",
        asked=f"筛选：{'；'.join(said) or '无'}　排序：{order}　共 {found} {asked.listing.unit}",
        columns=[(str(each.heading), each.width) for each in columns],
        footer=f"{maker} {trace}",
    )


def _rows(asked: Asked, columns: Sequence[Column], keys: Sequence[Any]) -> Iterator[list[Value]]:
    listing, reader = asked.listing, asked.reader
    make = listing.sheet_lines or listing.lines
    for start in range(0, len(keys), ROWS_AT_ONCE):
        part = keys[start : start + ROWS_AT_ONCE]
        found = {each.pk: each for each in listing.sheet_rows(asked.everything()).filter(pk__in=part)}
        for line in make([found[key] for key in part if key in found], reader):
            yield [_cell(each.value(line)) for each in columns]


def _cell(value: Value) -> Value:
    return value if isinstance(value, int) else words(value)
