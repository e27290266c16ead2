"""Recognises what a file is, and takes a person's word for it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import catalogue
from doudi.exchange.models import Batch, SourceMapping
from doudi.exchange.services.parsing import Parsed, parse
from doudi.exchange.services.receiving import record
from doudi.exchange.states import LIVE, BatchState, Task
from doudi.reading.refusals import FileRefused
from doudi.recognition.guess import Guess, unread_columns
from doudi.recognition.raw import RawFile
from doudi.recognition.sheets import LEAVE, TAKE, SheetGuess, sheet_key
from doudi.recognition.tables import TableGuess

PREVIEWED_ROWS = 10
PREVIEWED_TABLES = 6
MONTH_SAID = re.compile(r"(20\d\d)[年.-]?(0?[1-9]|1[0-2])(?:月|(?!\d))")
NOTHING_TO_READ = frozenset({"NO_HEADER", "NO_LIST"})
PUBLISHED_OR_OVER = frozenset({BatchState.PUBLISHED, BatchState.SUPERSEDED, BatchState.REFUSED})


class NotRecognised(Refusal):
    """Source or columns of the file are still in doubt."""

    status = 422

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))


class SheetUnknown(Refusal):
    """The file has no sheet of this name."""

    def __init__(self, sheet: str, names: Sequence[str]) -> None:
        known = "、".join(f"“{name}”" for name in names if name) or "没有名称的一张表"
        super().__init__(f"文件里没有名为“{sheet}”的工作表。有：{known}。", field="sheet")


class ColumnUnknown(Refusal):
    """A choice names a column the source does not have."""

    def __init__(self, column: str) -> None:
        super().__init__(f"来源里没有名为 {column} 的列。请刷新页面后重新选择。")


def recognise_batch(
    batch: Batch,
    *,
    by: Actor,
    at: datetime,
    source: str = "",
    sheets: Sequence[str] = (),
    parsed: Parsed | None = None,
) -> Batch:
    """Guess what a batch is and show it to a person; `source` is a person's word for it.

    `sheets` are the names of the sheets to read, where a person has said so; the others are left.

    An unreadable file ends here, with the reason. What this sender's header meant before it means again.
    """
    try:
        parsed = parsed or parse(batch)
    except FileRefused as refusal:
        return refuse_batch(batch, str(refusal), by=by, at=at)
    asked = source or batch.asked_source
    fingerprint = _fingerprint(parsed)
    memory = SourceMapping.objects.filter(sender=batch.sender, fingerprint=fingerprint).first()
    choices: Mapping[str, str] = {}
    if memory is not None and asked in {"", memory.source}:
        asked, choices = memory.source, memory.choices
    choices = {**choices, **_sheet_choices(parsed, sheets)}
    guess = parsed.guess(name=batch.file_name, source=asked, choices=choices, period=batch.period)
    if any(doubt.code in NOTHING_TO_READ for doubt in guess.doubts):
        return refuse_batch(batch, guess.doubts[0].sentence, by=by, at=at)
    return _keep_guess(batch, parsed, guess, choices, remembered=memory is not None, by=by, at=at)


@transaction.atomic
def _keep_guess(
    batch: Batch,
    parsed: Parsed,
    guess: Guess,
    choices: Mapping[str, str],
    *,
    remembered: bool,
    by: Actor,
    at: datetime,
) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in PUBLISHED_OR_OVER:
        return batch
    batch.move_to(BatchState.RECOGNISED)
    batch.source = guess.source
    batch.file_kind = parsed.file.kind
    batch.guess = {**guess_json(guess), "fingerprint": _fingerprint(parsed), "remembered": remembered}
    batch.choices = dict(choices)
    batch.doubts = [{"code": doubt.code, "sentence": doubt.sentence} for doubt in guess.doubts]
    batch.content_digest = parsed.content_digest()
    batch.notices = _notices(batch, parsed, guess)
    batch.row_roles, batch.hidden = parsed.row_roles(guess), parsed.hidden()
    batch.preview = json.dumps(_preview(parsed, guess), ensure_ascii=False)
    batch.task = Task.NONE
    batch.save()
    record(batch, "exchange.batch_recognised", by=by, at=at, details={"source": guess.source})
    return batch


@transaction.atomic
def confirm_mapping(
    batch: Batch, choices: Mapping[str, str], *, by: Actor, at: datetime, source: str = ""
) -> Batch:
    """Take a person's word for a batch's columns, and remember it for this sender's next file.

    `choices` names a column of the source for each heading's key, '' for a heading that is not taken.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    batch.move_to(BatchState.RECOGNISED)
    batch.source = source or batch.source
    if batch.source not in catalogue().sources:
        raise NotRecognised([doubt["sentence"] for doubt in batch.doubts] or ["请先选定来源。"])
    known = {column.name for column in catalogue().source(batch.source).columns}
    for key, column in choices.items():
        if column and not key.startswith("@") and column not in known:
            raise ColumnUnknown(column)
    batch.choices = dict(choices)
    batch.doubts = []
    batch.save()
    SourceMapping.objects.update_or_create(
        sender=batch.sender,
        fingerprint=batch.guess.get("fingerprint", ""),
        defaults={
            "source": batch.source,
            "choices": {key: column for key, column in choices.items() if not key.startswith("@")},
            "confirmed_by": by.username,
            "confirmed_at": at,
        },
    )
    record(batch, "exchange.mapping_confirmed", by=by, at=at, details={"choices": dict(choices)})
    return batch


@transaction.atomic
def refuse_batch(batch: Batch, sentence: str, *, by: Actor, at: datetime) -> Batch:
    """Send a file back with the reason; nothing of it was taken."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state in PUBLISHED_OR_OVER:
        return batch
    batch.move_to(BatchState.REFUSED)
    batch.problem, batch.task = sentence, Task.NONE
    batch.save()
    record(batch, "exchange.file_refused", by=by, at=at, reason=sentence)
    return batch


def guess_json(guess: Guess) -> dict[str, Any]:
    """Return a guess as it is kept with the batch; it holds names of sheets and headings, never cells."""
    names = {sheet.sheet: sheet.name for sheet in guess.sheets}
    return {
        "source": guess.source,
        "confidence": guess.confidence,
        "reasons": list(guess.reasons),
        "runners_up": list(guess.runners_up),
        "sheets": [_sheet_json(sheet) for sheet in guess.sheets],
        "tables": [_table_json(table, names[table.sheet]) for table in guess.tables],
        "unread": unread_columns(guess),
    }


def _sheet_json(sheet: SheetGuess) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "name": sheet.shown_name,
        "hidden": sheet.hidden,
        "verdict": sheet.verdict.value,
        "why": sheet.why,
        "tables": len(sheet.blocks),
    }


def _table_json(table: TableGuess, name: str) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "name": name,
        "group": table.group,
        "taken": table.is_taken,
        "unsaid": table.unsaid,
        "columns": [
            {
                "place": column.place,
                "letter": column.letter,
                "heading": column.heading,
                "key": column.key,
                "column": column.column,
                "member": column.member,
                "ticked": column.ticked,
                "confidence": column.confidence,
                "reason": column.reason,
            }
            for column in table.columns
        ],
    }


def unfolded(raw: RawFile) -> int:
    """Return how many people more than rows a list has, whose rows hold several."""
    return int((raw.member > 0).sum())


def _sheet_choices(parsed: Parsed, sheets: Sequence[str]) -> dict[str, str]:
    """Return a person's word for the sheets to read as choices; the others are left."""
    if not sheets:
        return {}
    names = {layout.grid.sheet.name: layout.grid.sheet.index for layout in parsed.layouts}
    for sheet in sheets:
        if sheet not in names:
            raise SheetUnknown(sheet, list(names))
    return {sheet_key(index): TAKE if name in sheets else LEAVE for name, index in names.items()}


def _fingerprint(parsed: Parsed) -> str:
    """Return a digest of the headers' wording, which is what a sender keeps from month to month."""
    said = sorted({block.header.wordings for layout in parsed.layouts for block in layout.blocks})
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _notices(batch: Batch, parsed: Parsed, guess: Guess) -> list[str]:
    kept = [notice for notice in batch.notices if notice.startswith("这份文件与")]
    told = [*kept, *parsed.file.notices, *parsed.told_of_cells(), *guess.notices]
    told += [*_same_content(batch), *_other_month(batch, parsed)]
    hidden = parsed.hidden()
    if hidden["rows"]:
        told.append(f"有 {hidden['rows']} 行名单被隐藏，已一并读取。")
    if hidden["columns"]:
        told.append(f"有 {hidden['columns']} 列被隐藏，已一并读取。")
    return list(dict.fromkeys(told))


def _same_content(batch: Batch) -> list[str]:
    """Return a notice when a batch of the same month says the same, cell by cell, in another file."""
    same = Batch.objects.filter(
        content_digest=batch.content_digest, region=batch.region, period=batch.period, state__in=LIVE
    ).exclude(pk=batch.pk)
    return [f"重复批次：内容与已接收的“{one.file_name}”完全相同，只是另存过一次。" for one in same[:1]]


def _other_month(batch: Batch, parsed: Parsed) -> list[str]:
    """Return a notice when the file's name and titles speak of other months only."""
    said = " ".join([batch.file_name, *(title for layout in parsed.layouts for title in layout.titles)])
    months = {f"{year}-{int(month):02d}" for year, month in MONTH_SAID.findall(said)}
    if not months or batch.period in months:
        return []
    shown = "、".join(sorted(months))
    return [f"文件名或标题里写的是 {shown}，这一批却归在 {batch.period}，请确认没有传错月份。"]


def _preview(parsed: Parsed, guess: Guess) -> list[dict[str, Any]]:
    """Return the first rows of each table as they stand; kept sealed, shown masked."""
    by_sheet = {layout.grid.sheet.index: layout for layout in parsed.layouts}
    shown: list[dict[str, Any]] = []
    for table in guess.tables[:PREVIEWED_TABLES]:
        layout = by_sheet[table.sheet]
        rows = layout.data_rows(layout.blocks[table.block])[:PREVIEWED_ROWS]
        shown.append(
            {
                "sheet": layout.grid.sheet.name,
                "rows": [int(row) + layout.grid.sheet.first_row for row in rows],
                "cells": list(layout.grid.rows_at(rows)),
            }
        )
    return shown
