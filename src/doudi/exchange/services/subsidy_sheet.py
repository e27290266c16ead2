"""Writes the workbook of what to update in the subsidies' own system (更新指令)."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.workbooks import Workbook
from doudi.exchange.rules.subsidies import Judged
from doudi.exchange.rules.subsidy_changes import CAUSES, ChangeRules, SubsidyChange
from doudi.exchange.selectors.records import Record, records
from doudi.kernel.dates import Period

HEADING = ("姓名", "身份证号", "名单行号", "要补的", "更新指令", "证件变动日")


def opened(judged: Sequence[Judged | SubsidyChange]) -> Mapping[tuple[str, int], Record]:
    """Open the rows behind judged lines: whom they name; the caller writes the trail."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for each in judged:
        rows[each.line.batch].append(each.line.row)
    return {
        (batch, row): record
        for batch, wanted in rows.items()
        for row, record in records(batch, wanted).items()
    }


def note_look(region: str, *, period: Period, by: Actor, at: datetime) -> None:
    """Write into the trail that somebody was shown the people whose subsidies' data are wrong."""
    audit.record(
        "exchange.subsidies_viewed",
        subject_type="division",
        subject_id=region,
        by=by,
        at=at,
        division=region,
        details={"period": str(period)},
    )


@transaction.atomic
def subsidy_sheet(judged: Sequence[Judged], *, region: str, period: Period, by: Actor, at: datetime) -> bytes:
    """Return what to update as a workbook with whole numbers, as the other system needs them; trailed."""
    audit.record(
        "exchange.instructions_downloaded",
        subject_type="division",
        subject_id=region,
        by=by,
        at=at,
        division=region,
        details={"period": str(period), "rows": len(judged)},
    )
    people = opened(judged)
    lines = [HEADING, *(_line(each, people[each.line.batch, each.line.row]) for each in judged)]
    return _written("更新指令", lines)


@transaction.atomic
def change_sheet(
    changes: Sequence[SubsidyChange],
    rules: ChangeRules,
    *,
    region: str,
    period: Period,
    by: Actor,
    at: datetime,
) -> bytes:
    """Return the change list in the template of the system it goes back to, with whole numbers; trailed."""
    audit.record(
        "exchange.subsidy_changes_downloaded",
        subject_type="division",
        subject_id=region,
        by=by,
        at=at,
        division=region,
        details={"period": str(period), "rows": len(changes)},
    )
    people = opened(changes)
    lines = [tuple(column.heading for column in rules.template.columns)]
    for each in changes:
        cells = _cells(each, people[each.line.batch, each.line.row])
        lines.append(tuple(cells[column.field] for column in rules.template.columns))
    return _written(rules.template.sheet, lines)


def _cells(change: SubsidyChange, person: Record) -> Mapping[str, str]:
    said = {name: text for name, _, text in person.shown(("disability_kind", "disability_level"))["fields"]}
    return {
        "name": person.name,
        "number": person.number,
        "certificate": str(person.private.get("certificate_number") or ""),
        "kind": said.get("disability_kind", ""),
        "level": said.get("disability_level", ""),
        "subsidies": "、".join(change.line.subsidies),
        "change": change.change,
        "reason": f"{CAUSES[change.cause]}（{change.said}）",
        "day": change.day.isoformat() if change.day else "",
        "month": str(change.month or ""),
    }


def _written(title: str, lines: Sequence[Sequence[str]]) -> bytes:
    sink = io.BytesIO()
    book = Workbook(sink)
    sheet = book.add_worksheet(title)
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    sheet.set_column(0, len(lines[0]), 22)
    book.close()
    return sink.getvalue()


def _line(each: Judged, person: Record) -> tuple[str, ...]:
    return (
        person.name,
        person.number,
        str(each.line.sheet_row),
        "、".join(each.lacking),
        each.instruction,
        each.changed_on.isoformat() if each.changed_on else "",
    )
