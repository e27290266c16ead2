"""Writes several lists as one into a workbook, and keeps in the trail that they were put together."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.workbooks import Workbook
from doudi.exchange.models import Batch
from doudi.exchange.selectors.merging import MergedLine
from doudi.kernel.masking import mask_number

HEADING = ("姓名", "证件号码", "村居", "来源", "状态", "入户日期")


def note_merging(batches: Sequence[Batch], *, region: str, downloaded: bool, by: Actor, at: datetime) -> None:
    """Write into the trail that somebody was shown, or took away, the people of several lists."""
    audit.record(
        "exchange.merged_downloaded" if downloaded else "exchange.merged_viewed",
        subject_type="division",
        subject_id=region,
        by=by,
        at=at,
        division=region,
        details={"batches": sorted(str(batch.pk) for batch in batches)},
    )


def merged_sheet(lines: Sequence[MergedLine], names: Mapping[str, str]) -> bytes:
    """Return the people as a workbook, numbers masked."""
    sink = io.BytesIO()
    book = Workbook(sink)
    sheet = book.add_worksheet("合并名单")
    for number, line in enumerate([HEADING, *(_cells(each, names) for each in lines)]):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    sheet.set_column(0, len(HEADING), 24)
    book.close()
    return sink.getvalue()


def _cells(line: MergedLine, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        line.name,
        mask_number(line.number),
        names.get(line.division, ""),
        "；".join(f"{title}第 {row} 行" for title, row in line.sources),
        line.state,
        line.visited_on.isoformat() if line.visited_on else "",
    )
