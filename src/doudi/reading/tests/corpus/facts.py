"""Facts beside the cells, in every format: hidden, merged, filtered, failed, not calculated."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

import xlsxwriter
import xlwt

from doudi.reading.cells import Kind
from doudi.reading.sheets import Sheet
from doudi.reading.tests.corpus.base import INSIDE, LIST, PLACES, TOP, Case, Cells, Place, rows_at
from doudi.reading.tests.corpus.open_document import changed
from doudi.reading.tests.corpus.xlsx import SHEET, Change, made, swap, swap_once

TAIL = "</sheetData>"
XLSX: dict[str, tuple[Callable[[Place], Change], Callable[[Place], Callable[[Sheet], object]]]] = {
    "隐藏行": (
        lambda place: swap(SHEET, (f'<row r="{place.row + 2}"', f'<row r="{place.row + 2}" hidden="1"')),
        lambda place: lambda sheet: sheet.hidden_rows == {place.row + 2},
    ),
    "隐藏列": (
        lambda place: swap(
            SHEET,
            (
                "<sheetData>",
                f'<cols><col min="{place.column + 2}" max="16384" hidden="1"/></cols><sheetData>',
            ),
        ),
        lambda place: lambda sheet: sheet.hidden_places == set(range(place.column + 1, place.column + 5)),
    ),
    "筛选没有取消": (
        lambda _: swap(
            SHEET, (TAIL, f'{TAIL}<autoFilter ref="A1:E7"><filterColumn colId="3"/></autoFilter>')
        ),
        lambda _: lambda sheet: sheet.filtered,
    ),
    "有筛选按钮没有筛选": (
        lambda _: swap(SHEET, (TAIL, f'{TAIL}<autoFilter ref="A1:E7"/>')),
        lambda _: lambda sheet: not sheet.filtered,
    ),
    "合并": (
        lambda place: swap(
            SHEET, (TAIL, f'{TAIL}<mergeCells><mergeCell ref="C{place.row}:D{place.row + 1}"/></mergeCells>')
        ),
        lambda place: lambda sheet: sheet.merges == ((place.row, 2, place.row + 1, 3),),
    ),
}
Value = tuple[str, str, Kind]
CELLS: dict[str, Value] = {
    "公式没有值": ("<c{r}><f>A1+1</f></c>", "=A1+1", Kind.UNCALCULATED),
    "公式值是空元素": ("<c{r}><f>A1&amp;B1</f><v></v></c>", "=A1&B1", Kind.UNCALCULATED),
    "错误值": ('<c{r} t="e"><f>A1</f><v>#N/A</v></c>', "#N/A", Kind.ERROR),
    "错误文字": ('<c{r} t="str"><v>#REF!</v></c>', "#REF!", Kind.ERROR),
    "是否": ('<c{r} t="b"><v>1</v></c>', "是", Kind.LOGICAL),
    "日期文字": ('<c{r} t="d"><v>2026-10-01T00:00:00</v></c>', "2026-10-01", Kind.DATE),
    "极大的数": ("<c{r}><v>1E999999</v></c>", "1E999999", Kind.TEXT),
    "不是数的数": ("<c{r}><v>六百</v></c>", "六百", Kind.TEXT),
    "失了位的号码": ("<c{r}><v>440204196001010076</v></c>", "4.4020419600101005e+17", Kind.NUMBER),
    "公式得文字": ('<c{r} t="str"><f>A1</f><v>甲 &amp; 乙</v></c>', "甲 & 乙", Kind.TEXT),
    "NUL": ('<c{r} t="inlineStr"><is><t>张_x0000_三</t></is></c>', "张\x00三", Kind.TEXT),
    "一万字": (f'<c{{r}} t="inlineStr"><is><t>{"长" * 10_000}</t></is></c>', "长" * 10_000, Kind.TEXT),
    "像公式的文字": ('<c{r} t="inlineStr"><is><t>=1+1</t></is></c>', "=1+1", Kind.TEXT),
    "双向标记": ('<c{r} t="inlineStr"><is><t>\u202e张三</t></is></c>', "\u202e张三", Kind.TEXT),
}


def cases() -> Iterator[Case]:
    """Yield every fact in every format."""
    for place in PLACES:
        for name, (change, check) in XLSX.items():
            yield Case(
                f"xlsx {name} {place.name}",
                "名单.xlsx",
                made(change(place), place),
                rows_at(place),
                check=check(place),
            )
        for name, (xml, text, kind) in CELLS.items():
            yield _one_cell(f"xlsx {name} {place.name}", place, xml, text, kind)
    yield from _other_formats()


def _one_cell(name: str, place: Place, xml: str, text: str, kind: Kind) -> Case:
    """Return a workbook with one more cell at the end of its first row, of a value and a kind."""
    at = place.column + 5
    cell = xml.replace("{r}", f' r="{chr(65 + at)}{place.row}"')
    rows = rows_at(place)
    rows[place.row] = (*rows[place.row], text)
    told = {Kind.ERROR: (1, 0), Kind.UNCALCULATED: (0, 1)}.get(kind, (0, 0))

    def check(sheet: Sheet) -> bool:
        found = sheet.cells.column(f"k{at}")[place.row - sheet.first_row].as_py()
        return found == kind and (sheet.errors, sheet.uncalculated) == told

    return Case(
        name, "名单.xlsx", made(swap_once(SHEET, "</row>", f"{cell}</row>"), place), rows, check=check
    )


def _other_formats() -> Iterator[Case]:
    rows = rows_at(INSIDE)
    filtered = changed(
        lambda text: text.replace("<table:table-row", '<table:table-row table:visibility="filter"', 9), INSIDE
    )
    yield Case("ods 筛选没有取消", "名单.ods", filtered, rows, check=lambda sheet: sheet.filtered)
    spanned = changed(
        lambda text: text.replace(
            '<table:table-cell office:value-type="string"><text:p>张1',
            '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>张1',
        ),
        INSIDE,
    )
    merge = ((INSIDE.row + 1, 2, INSIDE.row + 2, 2),)
    yield Case("ods 合并", "名单.ods", spanned, rows, check=lambda sheet: sheet.merges == merge)
    columns = changed(
        lambda text: text.replace(
            "<table:table-row",
            '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-row',
            1,
        ),
        INSIDE,
    )
    yield Case("ods 隐藏列", "名单.ods", columns, rows, check=lambda sheet: sheet.hidden_places == {1})
    bare = changed(
        lambda text: text.replace(
            "</table:table>", f"<table:table-row>{BARE}</table:table-row></table:table>"
        ),
        TOP,
    )
    uncalculated: dict[int, Cells] = rows_at(TOP) | {len(LIST) + 1: ("=[.A1]+1",)}
    yield Case("ods 公式没有值", "名单.ods", bare, uncalculated, check=lambda sheet: sheet.uncalculated == 1)
    yield from _of_programs()


def _of_programs() -> Iterator[Case]:
    """Yield workbooks as common programs write them."""
    yield Case("xls 合并隐藏日期", "名单.xls", _old_book, OLD_ROWS, check=_is_old)
    yield Case(
        "xlsx 未重算的公式",
        "名单.xlsx",
        _never_calculated,
        {1: ("=1+1",)},
        check=lambda sheet: sheet.uncalculated == 1,
    )
    for epoch in (False, True):
        dated = {1: ("姓名", "死亡日期", "时间"), 2: ("张三", "2026-03-01", "2026-03-01 08:30:00")}
        yield Case(f"xlsx 日期 {1904 if epoch else 1900}", "名单.xlsx", partial(_dated, epoch), dated)


BARE = '<table:table-cell table:formula="of:=[.A1]+1"/>'
OLD_ROWS: dict[int, Cells] = {
    3: (None, "户号", "姓名", "日期"),
    4: (None, "H1", "甲", "2026-03-01"),
    5: (None, None, "乙"),
}


def _is_old(sheet: Sheet) -> bool:
    hidden = (sheet.hidden_rows, sheet.hidden_places)
    return sheet.merges == ((4, 1, 5, 1),) and hidden == (frozenset({5}), frozenset({2}))


def _old_book() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for at, heading in enumerate(("户号", "姓名", "日期"), 1):
        sheet.write(2, at, heading)
    sheet.write_merge(3, 4, 1, 1, "H1")
    sheet.write(3, 2, "甲")
    sheet.write(3, 3, date(2026, 3, 1), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.write(4, 2, "乙")
    sheet.row(4).hidden = True
    sheet.col(2).hidden = True
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _never_calculated() -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    book.add_worksheet("名单").write_formula(0, 0, "=1+1")
    book.close()
    return sink.getvalue()


def _dated(epoch_1904: bool) -> bytes:
    moment = datetime(2026, 3, 1, 8, 30)  # noqa: DTZ001 – a workbook knows no zones
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"date_1904": epoch_1904})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ["姓名", "死亡日期", "时间"])
    sheet.write_string(1, 0, "张三")
    sheet.write_datetime(1, 1, date(2026, 3, 1), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    sheet.write_datetime(1, 2, moment, book.add_format({"num_format": "[$-804]yyyy/m/d hh:mm;@"}))
    book.close()
    return sink.getvalue()
