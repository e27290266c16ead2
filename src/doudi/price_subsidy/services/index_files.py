"""Takes a table of monthly indices: all its rows or none, each mistake named with its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.common.problems import Refusal
from doudi.kernel.dates import NotADate, Period, day_of
from doudi.price_subsidy.services.indices import IndexDraft, record_index
from doudi.reading.grid import Grid
from doudi.reading.process import ReadFile, read_file
from doudi.reading.refusals import FileRefused
from doudi.rulebook.rules.rises import NotARise, points_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "period": ("月份", "所属月份", "指数月份"),
    "cpi": ("居民消费价格涨幅", "CPI涨幅", "CPI同比涨幅", "CPI"),
    "food": ("食品价格涨幅", "食品涨幅", "食品同比涨幅", "食品"),
    "scpi": ("低收入居民价格涨幅", "SCPI涨幅", "SCPI同比涨幅", "SCPI"),
    "published_on": ("公布日期", "发布日期"),
    "document": ("来源文件", "来源", "出处"),
}
NEEDED = ("period", "published_on", "document")
MOST_ROWS = 600


class IndexFileUnreadable(Refusal):
    """The file is not a table of indices."""

    status = 422


class IndexRowsWrong(Refusal):
    """Rows of a table of indices cannot be taken; none was."""

    status = 422

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"有 {len(problems)} 行读不懂，整份没有录入。请改好这几行再传：")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]


def import_indices(data: bytes, *, name: str, region: str, by: User, at: datetime) -> tuple[int, int]:
    """Record every row of a table and return how many months and how many suggestions there are."""
    try:
        file = read_file(data, name)
    except FileRefused as refusal:
        raise IndexFileUnreadable(str(refusal)) from refusal
    rows = list(_rows(file))
    if not rows:
        raise IndexFileUnreadable("文件里没有一行指数。请按模板填写月份、涨幅、公布日期和来源文件。")
    drafts, problems = _drafts(rows, file.epoch_1904, on=at.date())
    if problems:
        raise IndexRowsWrong(problems)
    return _recorded(region, drafts, by=by, at=at)


@transaction.atomic
def _recorded(
    region: str, drafts: Sequence[tuple[int, IndexDraft]], *, by: User, at: datetime
) -> tuple[int, int]:
    suggested = 0
    for number, draft in sorted(drafts, key=lambda pair: str(pair[1].period)):
        try:
            suggested += record_index(region, draft, by=by, at=at)[1]
        except Refusal as refusal:
            raise IndexRowsWrong([f"第 {number} 行：{refusal.sentence}"]) from refusal
    return len(drafts), suggested


def _rows(file: ReadFile) -> Iterator[_Row]:
    """Yield the rows of the first sheet below its headings, as texts by what they mean."""
    if not file.sheets:
        raise IndexFileUnreadable("文件里没有内容。请按模板填写以后再传。")
    sheet = file.sheets[0]
    grid = Grid(sheet)
    if grid.rows > MOST_ROWS:
        raise IndexFileUnreadable(f"文件超过 {MOST_ROWS} 行，不像月度指数表。请只留指数再传。")
    texts = grid.head(grid.rows)
    heading, places = _headings(texts)
    for number, cells in enumerate(texts[heading + 1 :], start=heading + 1):
        found = {key: cells[place].strip() for key, place in places.items()}
        if any(found.values()):
            yield _Row(sheet.first_row + number, found)


def _headings(texts: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, int]]:
    for number, cells in enumerate(texts[:10]):
        said = [cell.replace("（%）", "").replace("(%)", "").strip() for cell in cells]
        places = {
            key: next(said.index(name) for name in names if name in said)
            for key, names in COLUMNS.items()
            if any(name in said for name in names)
        }
        if all(key in places for key in NEEDED):
            return number, places
    raise IndexFileUnreadable("没有找到表头。请保留“月份、公布日期、来源文件”和至少一列涨幅的标题。")


def _drafts(
    rows: Sequence[_Row], epoch_1904: bool, *, on: date
) -> tuple[list[tuple[int, IndexDraft]], list[str]]:
    drafts: list[tuple[int, IndexDraft]] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for row in rows:
        draft, faults = _draft(row, epoch_1904, on=on)
        if draft is not None and str(draft.period) in seen:
            faults = [f"{draft.period} 在第 {seen[str(draft.period)]} 行已经有了"]
        if draft is None or faults:
            problems.append(f"第 {row.number} 行：{'；'.join(faults)}。")
            continue
        seen[str(draft.period)] = row.number
        drafts.append((row.number, draft))
    return drafts, problems


def _draft(row: _Row, epoch_1904: bool, *, on: date) -> tuple[IndexDraft | None, list[str]]:
    """Return a row as a draft, or what is wrong with it."""
    faults: list[str] = []
    period = _period(row.cells["period"], epoch_1904, faults)
    published = _day(row.cells["published_on"], epoch_1904, faults)
    rises = {key: _points(row.cells.get(key, ""), COLUMNS[key][0], faults) for key in ("cpi", "food", "scpi")}
    if not faults and all(value is None for value in rises.values()):
        faults.append("三项涨幅至少填一项")
    if not row.cells["document"]:
        faults.append("来源文件没有填")
    if period and published and not period.first_day <= published <= on:
        faults.append("公布日期要在所属月之后、今天之前")
    if faults or period is None or published is None:
        return None, faults
    draft = IndexDraft(
        period, rises["cpi"], rises["food"], rises["scpi"], published, row.cells["document"][:120]
    )
    return draft, []


def _period(text: str, epoch_1904: bool, faults: list[str]) -> Period | None:
    try:
        return Period.of(day_of(text, epoch_1904))
    except NotADate:
        faults.append(f"月份“{text}”要写成 2026-10 这样" if text else "月份没有填")
        return None


def _day(text: str, epoch_1904: bool, faults: list[str]) -> date | None:
    try:
        return day_of(text, epoch_1904)
    except NotADate:
        faults.append(f"公布日期“{text}”要写成 2026-11-09 这样" if text else "公布日期没有填")
        return None


def _points(text: str, label: str, faults: list[str]) -> int | None:
    if not text:
        return None
    try:
        return points_of(text)
    except NotARise:
        faults.append(f"{label}“{text}”要写成 3.5 这样的百分数，最多两位小数")
        return None
