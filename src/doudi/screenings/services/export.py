"""Writes a screening round as a workbook: its people with why they are in it and what came of them."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from doudi.common import clock
from doudi.common.workbooks import Workbook as Book
from doudi.kernel.masking import mask_number
from doudi.monitoring.services.ledger_export import Sheet, Workbook
from doudi.registry.models import Identity
from doudi.screenings.models import Screening, ScreeningMember
from doudi.screenings.selectors.rounds import member_lines
from doudi.screenings.states import ScreeningKind

WHO = (("序号", 6), ("乡镇（街道）", 16), ("村（居）", 20), ("姓名", 10), ("证件号码", 22), ("列入缘由", 26))
CONCLUDED = (("结论", 16), ("依据", 40), ("结论人", 10), ("结论时间", 17))
COMPARED = (("已比对", 8), ("低保", 8), ("特困", 8))
RELIEF = (("临时救助", 10),)
COLUMNS = {
    ScreeningKind.TEKUN: (*WHO, *CONCLUDED),
    ScreeningKind.THREE_CLASSES: (*WHO, *COMPARED, *RELIEF),
    ScreeningKind.JOINT: (*WHO, *COMPARED, *CONCLUDED),
}


def screening_workbook(screening: Screening, members: QuerySet[ScreeningMember], sheet: Sheet) -> Workbook:
    """Write people of a round as an xlsx file; every cell is text, numbers are masked."""
    buffer, trace = io.BytesIO(), secrets.token_hex(6)
    book = Book(buffer)
    page = book.add_worksheet("排查名单")
    kind = ScreeningKind(screening.kind)
    headings = COLUMNS[kind]
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True, "align": "center"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    page.merge_range(0, 0, 0, len(headings) - 1, sheet.title, title)
    made = f"{sheet.made_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    line = f"名册月份 {sheet.period}　制表人 {sheet.made_by}　制表时间 {made}　流水号 {trace}"
    page.merge_range(1, 0, 1, len(headings) - 1, line, book.add_format({"font_size": 9}))
    for column, (label, width) in enumerate(headings):
        page.set_column(column, column, width)
        page.write_string(2, column, label, head)
    count = 0
    for count, values in enumerate(_rows(members, kind), start=1):
        for column, value in enumerate((str(count), *values)):
            page.write_string(count + 2, column, value, cell)
    page.freeze_panes(3, 4)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.set_footer(f"&L{sheet.made_by} {trace}&R第 &P 页 共 &N 页")
    book.close()
    return Workbook(content=buffer.getvalue(), rows=count, trace=trace)


def _rows(members: QuerySet[ScreeningMember], kind: ScreeningKind) -> Iterator[Sequence[str]]:
    listed = list(members.defer(None))
    people = {member.person_id for member in listed}
    numbers = {
        person: number
        for person, number in Identity.objects.filter(person__in=members.order_by().values("person"))
        .order_by("-standing", "-id")
        .values_list("person_id", "number")
        if person in people
    }
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
