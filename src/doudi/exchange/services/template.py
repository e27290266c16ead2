"""Writes the empty workbook of a source that a department may fill in (导入模板)."""

from __future__ import annotations

import io

from doudi.common.workbooks import Workbook
from doudi.recognition.sources import Column, Source, Type

ROWS_PREPARED = 2000
HINTS: dict[Type, str] = {
    Type.IDENTITY: "18 位，设为文本",
    Type.ACCOUNT: "设为文本",
    Type.DATE: "如 2026-03-01",
    Type.MONTH: "如 2026-03",
    Type.MONEY: "元，最多两位小数",
}


def template(source: Source) -> bytes:
    """Return a workbook with the headings of a source, text cells and lists of the allowed values."""
    sink = io.BytesIO()
    book = Workbook(sink)
    head = book.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1})
    must = book.add_format({"bold": True, "bg_color": "#FDE9D9", "border": 1})
    text = book.text
    sheet = book.add_worksheet(source.title[:31])
    for place, column in enumerate(column for column in source.columns if not column.instead_of):
        sheet.write_string(0, place, column.title, must if column.required else head)
        sheet.set_column(place, place, 20, text)
        if hint := _hint(column):
            sheet.write_comment(0, place, hint)
        if column.type == Type.CODE:
            allowed = {"validate": "list", "source": list(dict.fromkeys(column.labels.values()))[:20]}
            sheet.data_validation(1, place, ROWS_PREPARED, place, {**allowed, "error_type": "warning"})
    sheet.freeze_panes(1, 0)
    book.close()
    return sink.getvalue()


def _hint(column: Column) -> str:
    return ("必填；" if column.required else "") + HINTS.get(column.type, "")
