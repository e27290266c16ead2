"""Shows one batch: what it seems to be, how its rows are accounted for, what publishing would change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from doudi.accounts.selectors import signatures
from doudi.audit.selectors import entries_about
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.kit import Happening, Progress, steps_of
from doudi.exchange.catalogue import catalogue, source_named, source_title
from doudi.exchange.forms import MappingForm, SourceForm
from doudi.exchange.models import Batch
from doudi.exchange.rules.masked import masked_cells
from doudi.exchange.selectors.batches import Changes, accounting, changes_of, problem_rows_of, problems_of
from doudi.exchange.selectors.people import rows_without_aid
from doudi.exchange.selectors.placing import leaving_of, place_of
from doudi.exchange.selectors.records import Record, records
from doudi.exchange.services.enrolling import effect_sentence
from doudi.exchange.services.progress import is_stuck
from doudi.exchange.services.receiving import record
from doudi.exchange.states import BatchState, Placing, Task
from doudi.exchange.views.visible import visible_batch
from doudi.recognition.problems import REASONS
from doudi.recognition.sheets import SheetVerdict
from doudi.regions.selectors import division_names

PAGE = 50
MOST_NAMES = 4
VERDICTS = {
    SheetVerdict.LIST.value: ("名单，读入", "ok"),
    SheetVerdict.NOT_A_LIST.value: ("不是名单，不读", ""),
    SheetVerdict.NOT_TAKEN.value: ("不读", ""),
    SheetVerdict.ASK.value: ("请选定", "bad"),
}
WATCHING = frozenset({"poverty_register"})
STAGES = ("接收", "确认列", "检查", "发布")
HERE = {"RECEIVED": 0, "RECOGNISED": 1, "CHECKED": 3, "PUBLISHED": 4, "SUPERSEDED": 4, "REFUSED": 0}
CHECKED_OR_OVER = frozenset({BatchState.CHECKED, BatchState.PUBLISHED, BatchState.SUPERSEDED})
HAPPENINGS = {
    "exchange.file_received": ("接收文件", ""),
    "exchange.batch_recognised": ("识别来源和列", "busy"),
    "exchange.mapping_confirmed": ("确认列的对应关系", "busy"),
    "exchange.batch_checked": ("检查完毕，待发布", "wait"),
    "exchange.batch_published": ("发布", "ok"),
    "exchange.batch_superseded": ("被更正的一批取代", ""),
    "exchange.batch_placed": ("确认与同月名单的关系", "busy"),
    "exchange.batch_restored": ("更正撤回，这一批恢复", "ok"),
    "exchange.batch_withdrawn": ("撤回发布", "wait"),
    "exchange.file_refused": ("退回", "bad"),
    "exchange.problems_downloaded": ("下载问题清单", ""),
    "exchange.changes_viewed": ("查看增减名单", ""),
    "exchange.original_removed": ("原件过保存期，已销毁", ""),
}
WORKING = {
    Task.RECOGNISING: ("正在识别", "认出是哪种名单、每一列是什么，通常几秒钟。"),
    Task.CHECKING: ("正在检查", "逐行核对证件号码、金额、日期和村居，十万行约需十几秒。"),
    Task.PUBLISHING: ("正在发布", "名册人员正在入档，可以离开本页。"),
}


@requires("exchange.view_batches", object_kind="batch", id_parameter="pk")
def batch(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Show a batch in the state it is in."""
    return batch_page(request, visible_batch(request, pk))


def batch_page(
    request: OfficerRequest, shown: Batch, *, mapping: MappingForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw a batch's page, with a form that was filled in wrongly where there is one."""
    context: dict[str, Any] = {
        "batch": shown,
        "title": source_title(shown.source) if shown.source else "来源待定",
        "place": division_names([shown.region]).get(shown.region, shown.region),
        "stages": tuple(steps_of(STAGES, HERE[shown.state])),
        "progress": progress_of(shown) if shown.is_busy else None,
        "is_stuck": is_stuck(shown, at=clock.now()),
        "may_upload": request.access.may("exchange.upload_file"),
        "may_publish": request.access.may("exchange.publish_batch"),
        "effect": effect_sentence(shown.effect) if shown.state == BatchState.PUBLISHED else "",
        "happenings": _happenings(request, shown),
    }
    if shown.state in CHECKED_OR_OVER:
        context |= _checked(shown)
    if shown.state == BatchState.CHECKED and context["may_publish"]:
        context |= _before_publishing(shown)
    elif shown.state == BatchState.RECOGNISED and not shown.is_busy:
        context |= _recognised(shown, mapping)
    return render(request, "exchange/batch.html", context, status=status)


def _checked(shown: Batch) -> dict[str, Any]:
    roles, rows = accounting(shown)
    return {
        "roles": roles,
        "rows": rows,
        "balances": sum(term.count for term in rows) == shown.rows_read == people_of(shown),
        "problem_lines": problems_of(shown),
        "changes": changes_of(shown),
        "columns": _taken_by_group(shown),
        "unread": shown.guess.get("unread", []),
        "unfolded": shown.guess.get("unfolded", 0),
    }


def people_of(shown: Batch) -> int:
    """Return how many people the rows of the list hold: one each, save where rows were unfolded."""
    return int(shown.row_roles.get("DATA", 0)) + int(shown.guess.get("unfolded", 0))


def _before_publishing(shown: Batch) -> dict[str, Any]:
    """Return what publishing would do to the lists of the month and to the people on them."""
    place = place_of(shown)
    leaving = leaving_of(shown, place)
    return {
        "placed": place,
        "seen": str(place.replaces.pk) if place.replaces else "",
        "is_undecided": place.placing == Placing.UNDECIDED,
        "leaving": leaving,
        "may_go_on": place.placing != Placing.UNDECIDED and not leaving.is_steep,
    }


def _taken_by_group(shown: Batch) -> list[dict[str, Any]]:
    """Return what was read of each wording of a header, with the sheets that have it."""
    groups: dict[str, dict[str, Any]] = {}
    for table in shown.guess["tables"]:
        if table.get("taken", True):
            group = groups.setdefault(table.get("group", ""), {"sheets": [], "columns": _taken(shown, table)})
            group["sheets"] += [table["name"]] if table.get("name") else []
    for group in groups.values():
        group["title"] = _sheets_in_words(list(dict.fromkeys(group["sheets"]))) if len(groups) > 1 else ""
    return list(groups.values())


def _taken(shown: Batch, table: dict[str, Any]) -> list[dict[str, str]]:
    source = catalogue().source(shown.source)
    titles = {column.name: column.title for column in source.columns}
    return [
        {"heading": column["heading"], "title": titles[column["column"]]}
        for column in table["columns"]
        if column["column"] in titles
    ]


def _recognised(shown: Batch, mapping: MappingForm | None) -> dict[str, Any]:
    form = mapping or MappingForm(shown)
    guessed, tables = shown.guess, _preview(shown)
    return {
        "guess": guessed,
        "percent": round(guessed.get("confidence", 0) * 100),
        "source_form": SourceForm(initial={"source": shown.source}),
        "mapping": form,
        "sheet_lines": _sheet_lines(shown, form),
        "value_fields": [form[f"value{number}"] for number in range(len(form.unsaid))],
        "groups": _groups(shown, form, _samples(tables)),
        "tables": tables,
        "more_tables": _more(len(guessed.get("tables", ())), len(tables)),
    }


def _sheet_lines(shown: Batch, form: MappingForm) -> list[dict[str, Any]]:
    """Return the workbook's sheets, each with what becomes of it, and the field where a person may say so."""
    fields = {sheet["sheet"]: form[f"sheet{number}"] for number, sheet in enumerate(form.sheets)}
    sheets = shown.guess.get("sheets", [])
    return [
        {"sheet": sheet, "verdict": VERDICTS[sheet["verdict"]], "field": fields.get(sheet["sheet"])}
        for sheet in sheets
        if len(sheets) > 1 or fields
    ]


def _groups(shown: Batch, form: MappingForm, samples: dict[str, str]) -> list[dict[str, Any]]:
    """Return the columns to confirm, those of each wording of a header together under their sheets' names."""
    groups: dict[str, dict[str, Any]] = {}
    for table in shown.guess.get("tables", ()):
        group = groups.setdefault(table.get("group", ""), {"sheets": [], "lines": []})
        name = table.get("name", "")
        group["sheets"] += [name] if name and name not in group["sheets"] else []
    for number, (key, column) in enumerate(form.headings.items()):
        line = {"column": column, "field": form[f"column{number}"], "samples": samples.get(key, "")}
        groups[column["group"]]["lines"].append(line)
    found = list(groups.values())
    for group in found:
        group["title"] = _sheets_in_words(group["sheets"]) if len(found) > 1 else ""
    return found


def _sheets_in_words(names: list[str]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:MOST_NAMES])
    return f"{shown}等 {len(names)} 张表" if len(names) > MOST_NAMES else shown


def _more(tables: int, shown: int) -> str:
    return f"共有 {tables} 张表，下面只列出前 {shown} 张；其余各张同样读取。" if tables > shown else ""


def _samples(tables: list[dict[str, Any]]) -> dict[str, str]:
    """Return a few masked cells of each column, by the key of its heading."""
    samples: dict[str, str] = {}
    for table in tables:
        for place, column in enumerate(table["columns"]):
            cells = [row["cells"][place] for row in table["rows"] if place < len(row["cells"])]
            key = f"{table['group']}:{column['key']}" if table["group"] else column["key"]
            samples.setdefault(key, "、".join(dict.fromkeys(cell for cell in cells[:4] if cell)))
    return samples


def _preview(shown: Batch) -> list[dict[str, Any]]:
    tables = shown.guess.get("tables", ())
    source = source_named(shown.source)
    previews = json.loads(shown.preview or "[]")
    return [
        {
            "sheet": preview["sheet"],
            "group": table.get("group", ""),
            "taken": table.get("taken", True),
            "columns": table["columns"],
            "rows": [
                {"number": number, "cells": masked_cells(source, table["columns"], cells)}
                for number, cells in zip(preview["rows"], preview["cells"], strict=True)
            ],
        }
        for preview, table in zip(previews, tables, strict=False)
    ]


def progress_of(shown: Batch) -> Progress:
    """Return what the worker is doing with a batch."""
    label, sentence = WORKING.get(Task(shown.task), ("处理完毕", ""))
    return Progress(
        label=label,
        done=0,
        total=0,
        address=reverse("exchange:progress", args=[shown.pk]),
        is_over=not shown.is_busy,
        tone="" if shown.is_busy else "ok",
        sentence=sentence,
    )


@requires("exchange.view_batches", object_kind="batch", id_parameter="pk")
def progress(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Answer the page that asks how far the worker is; when it is done the page is drawn anew."""
    shown = visible_batch(request, pk)
    template = "exchange/_progress.html" if "list" not in request.GET else "exchange/_state.html"
    answer = render(request, template, {"progress": progress_of(shown), "batch": shown})
    if not shown.is_busy:
        answer["HX-Refresh"] = "true"
    return answer


@requires("exchange.view_batches", object_kind="batch", id_parameter="pk")
def problems(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """List the rows with a problem, with sheet, row, column and the masked cell."""
    shown = visible_batch(request, pk)
    code = request.GET.get("code", "")
    rows = problem_rows_of(shown, code) if shown.state in CHECKED_OR_OVER else []
    context = {
        "batch": shown,
        "title": source_title(shown.source),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "code": code,
        "reason": REASONS.get(code),
        "codes": [(line.code, f"{line.reason.title}（{line.count}）") for line in problems_of(shown)],
    }
    return render(request, "exchange/problems.html", context)


@requires("exchange.view_batches", object_kind="batch", id_parameter="pk")
def changes(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """List who is new in a batch and who is gone since the one before it; the look is in the trail."""
    shown = visible_batch(request, pk)
    if shown.state not in CHECKED_OR_OVER:
        raise Http404
    side = request.GET.get("side", "added")
    difference = changes_of(shown)
    behind, rows = _side(shown, difference, side)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = records(str(behind.pk), list(page.object_list))
    record(shown, "exchange.changes_viewed", by=request.access.user, at=clock.now())
    names = division_names(_places(list(found.values())))
    context = {
        "batch": shown,
        "title": source_title(shown.source),
        "changes": difference,
        "side": side,
        "watches": shown.source in WATCHING,
        "page": page,
        "lines": [
            {"record": one, "place": names.get(one.values["division"] or "", "")} for one in found.values()
        ],
    }
    return render(request, "exchange/changes.html", context)


def _side(shown: Batch, difference: Changes, side: str) -> tuple[Batch, Sequence[int]]:
    """Return the batch and its rows that one tab lists."""
    if side == "removed" and difference.earlier:
        return difference.earlier, difference.removed
    if side == "unaided" and shown.source in WATCHING:
        return shown, rows_without_aid(shown)
    return shown, difference.added


def _places(found: list[Record]) -> list[str]:
    return [one.values["division"] for one in found if one.values["division"]]


def _happenings(request: OfficerRequest, shown: Batch) -> list[Happening]:
    trail = entries_about("batch", str(shown.pk), scope=request.access.scope)[:20]
    names = signatures((entry.actor, entry.at) for entry in trail)
    return [
        Happening(
            at=entry.at,
            title=HAPPENINGS.get(entry.action, (entry.action, ""))[0],
            by=names[entry.actor, entry.at],
            text=entry.reason,
            tone=HAPPENINGS.get(entry.action, ("", ""))[1],
        )
        for entry in trail
    ]
