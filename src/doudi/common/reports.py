"""Writes a report – headings, sentences, tables, lines to sign on – as PDF, as a Word file and as a workbook.

A module says once what stands in its report; the three forms hold the same words and figures. On paper stand
the first rows of a long table and how many more the workbook holds; the workbook holds all of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable

from doudi.common import clock
from doudi.common.papers import paper
from doudi.common.workbooks import Workbook

Cell = str | int
PRINTED = 200
"""How many rows of a table are printed on paper; nobody reads a list of thousands on paper."""
WORD_FONT = "仿宋_GB2312"  # the face official papers are set in; a machine without it takes its own
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
SHEET_NAME = 31
WORDS = "总述"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report; `rows` are read once for each form, `empty` is said when there are none."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = "无"
    total: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under one heading."""

    heading: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; `made` says who made it and when, under the title and at the foot of each page."""

    title: str
    made: str
    sections: Sequence[Section]
    signatures: Sequence[str] = ()
    warning: str = ""
    """What a reader must know first, such as that the month is not closed."""
    number: str = ""
    """The serial number of an issued report (文号)."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form a report is handed out in."""

    label: str
    suffix: str
    content_type: str
    write: Callable[[Report, datetime], bytes]


def report_pdf(report: Report, at: datetime) -> bytes:
    """Return the report as a PDF on A4."""
    sections = [
        {
            "heading": section.heading,
            "sentences": [*section.sentences],
            "tables": [_printed(table) for table in section.tables],
        }
        for section in report.sections
    ]
    data = {
        "title": report.title,
        "made": report.made,
        "number": report.number,
        "warning": report.warning,
        "sections": sections,
        "signatures": [*report.signatures],
    }
    return paper("common/papers/report.typ", data, at=at)


def _printed(table: Table) -> Mapping[str, object]:
    rows = [[str(value) for value in row] for row in table.rows[:PRINTED]]
    return {
        "title": table.title,
        "headings": [*table.headings],
        "figures": [_is_figure(table, column) for column in range(len(table.headings))],
        "rows": rows,
        "total": [str(value) for value in table.total],
        "note": _note(table),
    }


def _note(table: Table) -> str:
    if not table.rows:
        return table.empty
    more = len(table.rows) - PRINTED
    return f"以上为前 {PRINTED} 行，其余 {more} 行见同名的 Excel。" if more > 0 else ""


def _is_figure(table: Table, column: int) -> bool:
    """Say whether a column holds numbers, which are set to the right."""
    shown = [row[column] for row in table.rows[:PRINTED] if column < len(row)]
    return bool(shown) and all(isinstance(value, int) for value in shown)


def report_word(report: Report, at: datetime) -> bytes:
    """Return the report as a Word file that may be edited on; its metadata name nobody."""
    made = Document()
    _set_page(made)
    made.core_properties.author = "兜底"
    made.core_properties.title = _clean(report.title)
    made.core_properties.created = made.core_properties.modified = at.astimezone(clock.SHANGHAI).replace(
        tzinfo=None
    )
    title = made.add_heading(_clean(report.title), level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in filter(None, (report.number, report.made)):
        made.add_paragraph(_clean(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if report.warning:
        made.add_paragraph().add_run(_clean(report.warning)).bold = True
    for section in report.sections:
        made.add_heading(_clean(section.heading), level=1)
        for sentence in section.sentences:
            made.add_paragraph(_clean(sentence))
        for table in section.tables:
            _add_table(made, table)
    if report.signatures:
        made.add_paragraph()
        made.add_paragraph("　　".join(f"{_clean(name)}：＿＿＿＿＿＿＿＿" for name in report.signatures))
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def _set_page(made: WordFile) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = made.styles[name]
        style.font.name = WORD_FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for face in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(face), WORD_FONT)
        for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    made.styles["Normal"].font.size = Pt(12)


def _add_table(made: WordFile, table: Table) -> None:
    made.add_heading(_clean(table.title), level=2)
    if table.rows:
        rows = [*table.rows[:PRINTED], *([table.total] if table.total else [])]
        drawn = made.add_table(rows=1, cols=len(table.headings), style="Table Grid")
        _fill(drawn, 0, table.headings, bold=True)
        drawn.rows[0]._tr.get_or_add_trPr().append(_repeated())
        for row in rows:
            drawn.add_row()
            _fill(drawn, len(drawn.rows) - 1, row, bold=row is table.total)
    if note := _note(table):
        made.add_paragraph(_clean(note))


def _repeated() -> object:
    from docx.oxml import OxmlElement

    return OxmlElement("w:tblHeader")


def _fill(drawn: WordTable, number: int, values: Iterable[Cell], *, bold: bool) -> None:
    for cell, value in zip(drawn.rows[number].cells, values, strict=False):
        run = cell.paragraphs[0].add_run(_clean(str(value)))
        run.bold, run.font.size = bold, Pt(10)
        if isinstance(value, int):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _clean(text: str) -> str:
    """Leave out characters that XML cannot hold, so that no name of a file can spoil the paper."""
    return _UNPRINTABLE.sub("", text)


def report_workbook(report: Report, at: datetime) -> bytes:
    """Return the report as a workbook: a sheet with what is said, then a sheet a table, with every row."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    _write_words(book, report)
    used = {WORDS}
    for section in report.sections:
        for table in section.tables:
            _add_sheet(book, table, _sheet_name(table.title, used), report.made)
    made_at = at.astimezone(clock.SHANGHAI).replace(tzinfo=None)
    book.set_properties({"title": report.title, "created": made_at})
    book.close()
    return buffer.getvalue()


def _write_words(book: Workbook, report: Report) -> None:
    """Write the first sheet: title, warning, what each section says, where its tables stand."""
    bold = book.add_format({"bold": True, "font_size": 16})
    strong = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    small = book.add_format({"font_size": 9, "font_color": "#556270"})
    page = book.add_worksheet(WORDS)
    page.set_column(0, 0, 100)
    page.write_string(0, 0, report.title, bold)
    page.write_string(1, 0, "　".join(filter(None, (report.number, report.made))), small)
    lines: list[tuple[str, object]] = [(report.warning, strong)] if report.warning else []
    for section in report.sections:
        lines += [("", wrapped), (section.heading, strong), *((said, wrapped) for said in section.sentences)]
        lines += [(f"{table.title}：见后表", wrapped) for table in section.tables]
    if report.signatures:
        lines += [
            ("", wrapped),
            ("　　".join(f"{name}：＿＿＿＿＿＿" for name in report.signatures), wrapped),
        ]
    for number, (text, form) in enumerate(lines, start=3):
        page.write_string(number, 0, text, form)


def _sheet_name(title: str, used: set[str]) -> str:
    plain = _FORBIDDEN.sub("", title)[:SHEET_NAME] or "表"
    names = (plain, *(f"{plain[: SHEET_NAME - 4]}（{number}）" for number in range(2, 100)))
    name = next(name for name in names if name not in used)
    used.add(name)
    return name


def _add_sheet(book: Workbook, table: Table, name: str, made: str) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    figure = book.add_format({"border": 1, "num_format": "0", "valign": "top"})
    page.write_string(0, 0, f"{table.title}（{len(table.rows)} 行）")
    page.write_string(1, 0, made)
    for column, label in enumerate(table.headings):
        page.set_column(column, column, 24 if column else 16)
        page.write_string(2, column, label, head)
    rows = [*table.rows, *([table.total] if table.total else [])]
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(islice(row, len(table.headings))):
            if isinstance(value, int):
                page.write_number(number, column, value, figure)
            else:
                page.write_string(number, column, value, cell)
    if not rows:
        page.write_string(3, 0, table.empty)
    page.freeze_panes(3, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


FORMS: Mapping[str, Form] = {
    "pdf": Form("PDF", "pdf", "application/pdf", report_pdf),
    "word": Form(
        "Word",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        report_word,
    ),
    "excel": Form(
        "Excel",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        report_workbook,
    ),
}
"""The forms a report is handed out in, by what an address calls them."""
