"""A list for tests of the kit: divisions, with blanks, equal values and names no collation agrees on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Q
from django.http import HttpRequest

from doudi.common.access import OfficerRequest
from doudi.common.lists.declaring import SHEET, Column, Filter, Group, Listing, Reader, Search, flag
from doudi.common.lists.ordering import by_code_point, by_rank
from doudi.common.scope import Scope
from doudi.regions.models import Division
from doudi.regions.states import Level

NAMES = ("阿坝", "重庆", "长沙", "乐山", "Ａ区", "Zoo", "abc", "阿坝", "龟兹", "𠮷林", "单县", "A-1")


def divisions(count: int = 12) -> list[Division]:
    """Make divisions of one county; every third has no end, names repeat."""
    rows = [
        Division(
            code=f"440204{number:03d}",
            name=NAMES[number % len(NAMES)],
            level=Level.TOWNSHIP if number % 2 else Level.VILLAGE,
            valid_from=date(2020, 1, 1 + number % 4),
            valid_to=None if number % 3 == 0 else date(2027, 1, 1 + number % 5),
        )
        for number in range(count)
    ]
    # stored in another order than that of their keys, as rows come in life
    Division.objects.bulk_create(sorted(rows, key=lambda row: row.code[::-1], reverse=True))
    return rows


def _lines(rows: Sequence[Any], _reader: Reader) -> list[Division]:
    return list(rows)


SAMPLE = Listing(
    code="sample",
    title="区划",
    unit="个",
    page="desk:style",
    rows=lambda reader: Division.objects.filter(reader.scope.q("code")),
    lines=_lines,
    columns=(
        Column("name", "名称", lambda line: line.name, sort=(by_code_point("name"),)),
        Column(
            "level", "层级", lambda line: line.get_level_display(), sort=(by_rank("level", Level.values),)
        ),
        Column("begins", "启用", lambda line: line.valid_from, sort=("valid_from",)),
        Column("ends", "停用", lambda line: line.valid_to, sort=("valid_to",)),
        Column("code", "代码", lambda line: line.code, sort=("code",)),
        Column("plain", "说明", lambda _line: "无"),
        Column("only", "只在表里", lambda line: len(line.name), on=SHEET),
    ),
    order="ends",
    filters=(
        Filter(
            "level",
            "层级",
            lambda _reader: [("TOWNSHIP", "乡镇"), ("VILLAGE", "村")],
            lambda rows, value, _reader: rows.filter(level=value),
        ),
        flag("ended", "已停用", lambda rows, _reader: rows.filter(valid_to__isnull=False)),
    ),
    groups=(Group("level", "按层级", ("level",), lambda line: line.level),),
    search=Search("q", "查找", "名称", lambda rows, text, _reader: rows.filter(Q(name__contains=text))),
    choose="row",
    export_page="desk:style",
    export="regions.view_divisions",
    action="regions.table_exported",
    sheet_title=lambda reader: f"{reader.region_name}区划",
)


class Somebody:
    """A user as far as a list looks at one."""

    pk = 7
    name = "陈一"
    username = "chenyi"


def asking(request: HttpRequest, scope: Scope, *, user: object | None = None) -> OfficerRequest:
    """Return a request as the guard hands it on, with the whole of a scope in focus."""
    focus = {"scope": scope, "region": "440204", "region_name": "浈江区", "period": "2026-10"}
    access = {"user": user or Somebody(), "scope": scope, "may": lambda _permission: True}
    asked = cast("OfficerRequest", request)
    asked.access = SimpleNamespace(**access)
    asked.focus = SimpleNamespace(**focus)
    return asked
