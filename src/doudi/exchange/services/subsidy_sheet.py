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
from doudi.exchange.selectors.records import Record, records
from doudi.kernel.dates import Period

HEADING = ("姓名", "身份证号", "名单行号", "要补的", "更新指令", "证件变动日")


def opened(judged: Sequence[Judged]) -> Mapping[tuple[str, int], Record]:
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
    sink = io.BytesIO()
    book = Workbook(sink)
    sheet = book.add_worksheet("更新指令")
    lines = [HEADING, *(_line(each, people[each.line.batch, each.line.row]) for each in judged)]
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    sheet.set_column(0, len(HEADING), 22)
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
