"""What every file of the corpus is made of: a small list, where it stands, and what must come of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from doudi.reading.detection import kind_of, renamed_notice
from doudi.reading.formats import read_kind
from doudi.reading.frames import HEAD, Tag
from doudi.reading.limits import STANDARD, Limits
from doudi.reading.refusals import FileRefused
from doudi.reading.sheets import ReadFile, Sheet, Sheets
from doudi.reading.sink import Sink
from doudi.reading.tests.workbooks import number_of

Cells = tuple[str | None, ...]
Rows = Mapping[int, Cells]

LIST: tuple[tuple[str, ...], ...] = (
    ("序号", "姓名", "身份证号", "乡镇", "金额"),
    *((str(at), f"张{at}", number_of(at), "新韶镇", f"{600 + at}.5") for at in range(1, 7)),
)


@dataclass(frozen=True)
class Place:
    """Where the list stands in its sheet: its first row, from 1, and its first column, from 0."""

    name: str
    row: int = 1
    column: int = 0


TOP = Place("左上角")
LOWER = Place("第四行", 4)
RIGHT = Place("C 列", 1, 2)
INSIDE = Place("第七行 B 列", 7, 1)
PLACES = (TOP, LOWER, RIGHT, INSIDE)


def rows_at(place: Place, table: tuple[tuple[str, ...], ...] = LIST) -> dict[int, Cells]:
    """Return what must be read of a list at a place: its rows by number, cells from column A on."""
    return {place.row + at: (None,) * place.column + row for at, row in enumerate(table)}


@dataclass(frozen=True)
class Case:
    """A file and what must come of it: these rows, or one of these refusals, or (both given) either."""

    name: str
    file_name: str
    make: Callable[[], bytes]
    rows: Rows | None = None
    refused: frozenset[str] = frozenset()
    check: Callable[[Sheet], object] = field(default=lambda _: True)

    def fault(self, read: Callable[[bytes, str], ReadFile]) -> str:
        """Read the file; return what is wrong with what came of it, or nothing."""
        try:
            file = read(self.make(), self.file_name)
        except FileRefused as refusal:
            return "" if refusal.code in self.refused else f"refused: {refusal.code} {refusal}"
        if self.rows is None:
            return f"read, not refused: {found_rows(file)}"
        if (found := found_rows(file)) != dict(self.rows):
            return f"other rows: {found}"
        listed = next(sheet for sheet in file.sheets if sheet.rows)
        return "" if self.check(listed) else f"other facts: {listed}"


def cut(make: Callable[[], bytes], share: int) -> bytes:
    """Return the first hundredths of a file."""
    data = make()
    return data[: len(data) * share // 100]


def found_rows(file: ReadFile) -> dict[int, Cells]:
    """Return the filled rows of a file's first filled sheet by number, blanks at the end cut off."""
    sheet = next(sheet for sheet in file.sheets if sheet.rows)
    columns = [sheet.cells.column(f"t{at}").to_pylist() for at in range(sheet.columns)]
    rows = {}
    for number, row in enumerate(zip(*columns, strict=True), sheet.first_row):
        if any(row):
            last = max(at for at, cell in enumerate(row) if cell)
            rows[number] = row[: last + 1]
    return rows


def read_here(data: bytes, name: str, limits: Limits = STANDARD) -> ReadFile:
    """Read a file in this process, as the child does, and put its frames together as the parent does."""
    out = io.BytesIO()
    sink, kind = Sink(out, limits), kind_of(data, limits)
    epoch_1904 = read_kind(kind, data, limits, sink)
    if not sink.rows:
        raise FileRefused("NO_ROWS")
    sheets, answer, at = Sheets(limits), memoryview(out.getvalue()), 0
    while at < len(answer):
        tag, size = HEAD.unpack_from(answer, at)
        sheets.take(Tag(tag), answer[at + HEAD.size : at + HEAD.size + size])
        at += HEAD.size + size
    notice = renamed_notice(name, kind)
    return sheets.file({"kind": kind.value, "notices": [notice] if notice else [], "epoch_1904": epoch_1904})
