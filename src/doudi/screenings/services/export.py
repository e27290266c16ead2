"""Writes a screening round as a workbook: its people with why they are in it and what came of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from doudi.common import clock
from doudi.common.workbooks import Sheet, list_workbook
from doudi.kernel.masking import mask_number
from doudi.registry.selectors.numbers import newest_numbers
from doudi.screenings.models import Screening, ScreeningMember
from doudi.screenings.selectors.rounds import member_lines
from doudi.screenings.states import ScreeningKind

WHO = (("乡镇（街道）", 16), ("村（居）", 20), ("姓名", 10), ("证件号码", 22), ("列入缘由", 26))
CONCLUDED = (("结论", 16), ("依据", 40), ("结论人", 10), ("结论时间", 17))
COMPARED = (("已比对", 8), ("低保", 8), ("特困", 8))
RELIEF = (("临时救助", 10),)
COLUMNS = {
    ScreeningKind.TEKUN: (*WHO, *CONCLUDED),
    ScreeningKind.THREE_CLASSES: (*WHO, *COMPARED, *RELIEF),
    ScreeningKind.JOINT: (*WHO, *COMPARED, *CONCLUDED),
}


@dataclass(frozen=True, slots=True)
class Workbook:
    """A finished workbook; `trace` is printed on it and written into the audit trail."""

    content: bytes
    rows: int
    trace: str


def screening_workbook(
    screening: Screening, members: QuerySet[ScreeningMember], *, title: str, made_by: str, at: datetime
) -> Workbook:
    """Write people of a round as an xlsx file; every cell is text, numbers are masked."""
    trace, kind = secrets.token_hex(6), ScreeningKind(screening.kind)
    rows = list(_rows(members, kind))
    made = f"制表人 {made_by}　制表时间 {at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}　流水号 {trace}"
    sheet = Sheet(
        title=title,
        made=f"名册月份 {screening.period}　{made}",
        asked="",
        columns=COLUMNS[kind],
        footer=f"{made_by} {trace}",
    )
    return Workbook(list_workbook(sheet, rows), len(rows), trace)


def _rows(members: QuerySet[ScreeningMember], kind: ScreeningKind) -> Iterator[Sequence[str]]:
    listed = list(members.defer(None))
    numbers = newest_numbers(member.person_id for member in listed)
    for member, line in zip(listed, member_lines(listed), strict=True):
        number = numbers.get(member.person_id, "")
        who = (line.township, line.village, line.name, mask_number(number) if number else "", line.grounds)
        yield (*who, *_came_of(member, kind))


def _came_of(member: ScreeningMember, kind: ScreeningKind) -> Sequence[str]:
    if kind == ScreeningKind.TEKUN:
        return _concluded(member)
    compared = _compared(member)
    return compared if kind == ScreeningKind.THREE_CLASSES else (*compared[:3], *_concluded(member))


def _concluded(member: ScreeningMember) -> Sequence[str]:
    at = member.concluded_at
    is_aided = member.screening.kind == ScreeningKind.JOINT and member.found
    said = str(member.get_outcome_display()) if member.outcome else ""
    return (
        "已在保" if is_aided else said,
        member.reason,
        member.concluded_by.name if member.concluded_by else "",
        f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if at else "",
    )


def _compared(member: ScreeningMember) -> Sequence[str]:
    if member.compared_at is None:
        return ("否", "", "", "")
    lists = ("DIBAO", "TEKUN", "TEMPORARY_RELIEF")
    return ("是", *("命中" if each in member.found else "无" for each in lists))
