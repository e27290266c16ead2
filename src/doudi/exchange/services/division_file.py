"""Takes a notice of changed divisions in from a file: all its rows or none, each mistake by its row."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from doudi.audit.actors import Actor
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.common.workbooks import Workbook
from doudi.kernel.dates import NotADate, day_of
from doudi.kernel.writing import without_invisible
from doudi.reading.grid import Grid
from doudi.reading.process import ReadFile, read_file
from doudi.reading.refusals import FileRefused
from doudi.regions.rules.changes import Draft, Fault
from doudi.regions.services.changes import ChangesRefused, Recorded, record_changes

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "day": ("生效日期", "变更日期", "生效日", "启用日期", "变更时间"),
    "old": ("原区划代码", "旧区划代码", "原代码", "旧代码", "变更前代码"),
    "old_name": ("原区划名称", "旧区划名称", "原名称", "旧名称", "变更前名称"),
    "new": ("新区划代码", "现区划代码", "新代码", "现代码", "变更后代码"),
    "new_name": ("新区划名称", "现区划名称", "新名称", "现名称", "变更后名称"),
    "document": ("依据文件", "依据", "批复文号", "批准文件", "文号"),
}
NEEDED = ("day", "old", "new", "document")
MOST_ROWS = 20_000
HEADING_ROWS = 10


class NoticeUnreadable(Refusal):
    """The file is not a table of changed divisions."""

    status = 422


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]


def take_division_file(
    data: bytes, *, name: str, by: Actor, at: datetime, scope: Scope | None = None
) -> Recorded:
    """Record every row of a notice; a row that cannot be read or cannot be stops the whole."""
    try:
        file = read_file(data, name)
    except FileRefused as refusal:
        raise NoticeUnreadable(str(refusal)) from refusal
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for row in _rows(file):
        draft, why = _draft(row, file.epoch_1904)
        if draft is None:
            faults.append(Fault(row.number, f"{'；'.join(why)}。"))
        else:
            drafts.append(draft)
    if faults:
        raise ChangesRefused(faults)
    if not drafts:
        raise NoticeUnreadable("文件里没有一行区划变更。请按模板一行填写一条变更。")
    return record_changes(drafts, by=by, at=at, scope=scope)


def notice_template() -> bytes:
    """Return the empty table of a notice as a workbook, every column as text so that codes stay whole."""
    buffer = io.BytesIO()
    with Workbook(buffer) as book:
        text, head = (
            book.text,
            book.add_format({"bold": True, "bg_color": "#EAF1FA"}),
        )
        sheet = book.add_worksheet("区划变更")
        sheet.set_column(0, len(COLUMNS) - 1, 20, text)
        for column, names in enumerate(COLUMNS.values()):
            sheet.write_string(0, column, names[0], head)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _rows(file: ReadFile) -> Iterator[_Row]:
    """Yield the filled rows below the headings of the first sheet that has them."""
    for sheet in file.sheets:
        grid = Grid(sheet)
        found = _headings(grid.head(min(grid.rows, HEADING_ROWS)))
        if found is None:
            continue
        if grid.rows > MOST_ROWS:
            raise NoticeUnreadable(f"文件超过 {MOST_ROWS} 行，不像区划变更表。请只留变更的行再传。")
        heading, places = found
        for at, cells in enumerate(grid.head(grid.rows)[heading + 1 :], start=heading + 1):
            texts = {key: without_invisible(cells[place]).strip() for key, place in places.items()}
            if any(texts.values()):
                yield _Row(sheet.first_row + at, texts)
        return
    titles = "、".join(COLUMNS[key][0] for key in COLUMNS)
    raise NoticeUnreadable(f"没有找到表头。请保留这些列：{titles}。")


def _headings(texts: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, int]] | None:
    for number, cells in enumerate(texts):
        said = ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells]
        places = {
            key: next(said.index(name) for name in names if name in said)
            for key, names in COLUMNS.items()
            if any(name in said for name in names)
        }
        if all(key in places for key in NEEDED):
            return number, places
    return None


def _draft(row: _Row, epoch_1904: bool) -> tuple[Draft | None, list[str]]:
    """Return a row as a draft, or what is wrong with it."""
    faults: list[str] = []
    day = _day(row.cells["day"], epoch_1904, faults)
    old, new = (_code(row.cells[key], COLUMNS[key][0], faults) for key in ("old", "new"))
    if faults or day is None:
        return None, faults
    old_name, new_name = (row.cells.get(key, "") for key in ("old_name", "new_name"))
    return Draft(row.number, day, old, new, row.cells["document"], old_name, new_name), []


def _day(text: str, epoch_1904: bool, faults: list[str]) -> date | None:
    try:
        return day_of(text, epoch_1904)
    except NotADate:
        faults.append(f"生效日期“{text}”要写成 2026-11-01 这样" if text else "生效日期没有填")
        return None


def _code(text: str, title: str, faults: list[str]) -> str:
    """Return a code as digits; noughts that fill a code up to twelve are taken off."""
    digits = re.sub(r"[\s'’`\"]", "", unicodedata.normalize("NFKC", text))
    if not (digits.isascii() and digits.isdigit()):
        faults.append(f"{title}“{text[:20]}”不是数字代码" if text else f"{title}没有填")
        return ""
    if len(digits) == 12 and digits.endswith("000"):
        digits = digits[:6] if digits.endswith("000000") else digits[:9]
    return digits
