"""Give every row of a sheet its role, so that rows read equal rows in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.reading.grid import IDENTITY_LIKE, Grid
from doudi.recognition.header import SEARCHED_ROWS, Header, Headings, find_header
from doudi.recognition.headings import level_heading, level_value
from doudi.recognition.sources import DIVISION_TYPES, Type, Words

MOST_REPEATS = 20_000
WIDE = 5
RUNNING_NUMBER = re.compile(r"[0-9０-９]{1,6}")

MOST_TITLES = 8
SHORTEST_TITLE = 3
PAGE_MARKS = re.compile(r"[0-9]+|续|第.{0,4}页|[()（）]")
LABELLED = re.compile(r"[^\d:：]{2,10}[:：][^:：]{0,20}")
EXAMPLE = r"^\s*[(（]?(?:填写|填表|填报)?(?:示例|样例|范例|举例)[0-9一二三]?[)）]?[:：]?\s*$"
PLAUSIBLE_NAME = re.compile(r"[^\d:：]{2,15}")
LIKE_A_TITLE = re.compile(r"\d|[表册]$|名单|名册|[:：]")

Roles = NDArray[np.uint8]
Counts = NDArray[np.int32]


class Role(IntEnum):
    """What a row of a sheet is; only DATA rows name people."""

    DATA = 0
    HEADER = 1
    TITLE = 2
    TOTAL = 3
    BLANK = 4
    NOTE = 5
    UNREAD = 6
    NOT_TAKEN = 7


ROLE_NAMES: dict[Role, str] = {
    Role.DATA: "名单行",
    Role.HEADER: "表头",
    Role.TITLE: "标题",
    Role.TOTAL: "合计",
    Role.BLANK: "空行",
    Role.NOTE: "说明",
    Role.UNREAD: "未认出",
    Role.NOT_TAKEN: "不读的表",
}


ABOVE_A_TABLE = frozenset({Role.TITLE, Role.NOTE, Role.BLANK})


@dataclass(frozen=True, slots=True)
class Block:
    """A table in a sheet: its header, and the rows that belong to it, up to the next header."""

    header: Header
    first: int
    end: int
    identity: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with its tables and a role for every row."""

    grid: Grid
    blocks: tuple[Block, ...]
    roles: Roles

    @property
    def titles(self) -> list[str]:
        """Return the texts above the first header, which often say what the list is."""
        rows = np.flatnonzero(self.roles == Role.TITLE)[:MOST_TITLES]
        return [self._text(int(row)) for row in rows]

    def titles_of(self, block: Block) -> list[str]:
        """Return the texts right above a table's own header, up to the rows of the table before it."""
        found: list[str] = []
        for row in range(block.header.first - 1, max(block.header.first - 1 - MOST_TITLES, -1), -1):
            if self.roles[row] not in ABOVE_A_TABLE:
                break
            found += [self._text(row)] if self.roles[row] != Role.BLANK else []
        return found[::-1]

    def _text(self, row: int) -> str:
        return " ".join(cell for cell in self.grid.row(row) if cell)

    def counts(self, roles: Roles | None = None) -> dict[str, int]:
        """Return how many rows have each role; rows above the sheet's first filled one are blank."""
        roles = self.roles if roles is None else roles
        found = {role.name: int((roles == role).sum()) for role in Role}
        found[Role.BLANK.name] += self.grid.sheet.first_row - 1
        return found

    def data_rows(self, block: Block) -> NDArray[np.int64]:
        """Return the rows of a block that name people."""
        return np.flatnonzero(self.roles[block.first : block.end] == Role.DATA) + block.first


def lay_out(grid: Grid, headings: Headings) -> Layout:
    """Find the tables of a sheet and give every row its role."""
    roles = np.full(grid.rows, Role.UNREAD, np.uint8)
    filled = grid.filled_per_row()
    roles[filled == 0] = Role.BLANK
    first_row = grid.sheet.first_row
    merges = [(a - first_row, b, c - first_row, d) for a, b, c, d in grid.sheet.merges]
    header = find_header(grid.head(SEARCHED_ROWS + 4), headings, merges)
    if header is None:
        return Layout(grid, (), roles)
    roles[: header.first][filled[: header.first] > 0] = Role.TITLE
    blocks = _blocks(grid, header, headings, roles, filled)
    for block in blocks:
        _Sorter(grid, block, headings, roles, filled).sort()
    return Layout(grid, tuple(blocks), roles)


def _blocks(grid: Grid, header: Header, headings: Headings, roles: Roles, filled: Counts) -> list[Block]:
    """Return the tables below each other, marking headers repeated at page breaks on the way."""
    headers = [header]
    roles[header.first : header.last + 1] = Role.HEADER
    for row in _header_like(grid, header, headings, filled):
        if roles[row] == Role.HEADER:
            continue
        rows = [grid.row(at) for at in range(row, min(row + 4, grid.rows))]
        found = find_header(rows, headings)
        if found is None or found.first != 0:
            continue
        moved = Header(row, row + found.last, found.shown, found.wordings)
        roles[moved.first : moved.last + 1] = Role.HEADER
        if moved.wordings != headers[-1].wordings or _is_other_list(grid, headers[-1], moved):
            headers.append(moved)
    ends = [one.first for one in headers[1:]] + [grid.rows]
    return [
        Block(one, one.last + 1, end, _identity_place(grid, one, headings, one.last + 1, end))
        for one, end in zip(headers, ends, strict=True)
    ]


def _is_other_list(grid: Grid, before: Header, moved: Header) -> bool:
    """Say whether a repeated header stands under a title of its own: another list, not the next page."""
    title = _title_above(grid, moved.first)
    return bool(title) and title != _title_above(grid, before.first)


def _title_above(grid: Grid, first: int) -> str:
    """Return the title right above a header as it is compared: without the marks of a page."""
    for row in range(first - 1, max(first - 4, -1), -1):
        cells = [cell for cell in grid.row(row) if cell]
        if len(cells) == 1 and len(cells[0]) >= SHORTEST_TITLE:
            return PAGE_MARKS.sub("", level_heading(cells[0]))
        if len(cells) > 1:
            break
    return ""


def _header_like(grid: Grid, header: Header, headings: Headings, filled: Counts) -> Sequence[int]:
    """Return the rows below a header in which most cells are headings."""
    said = {cell for row in range(header.first, header.last + 1) for cell in grid.row(row) if cell}
    wanted = pa.array(sorted(said | headings.known), pa.string())
    hits = np.zeros(grid.rows, np.int32)
    for texts in grid.texts:
        hits += pc.is_in(texts, value_set=wanted).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero((hits >= 3) & (hits * 5 >= filled * 3))
    return [int(row) for row in rows[rows > header.last][:MOST_REPEATS]]


def _identity_place(grid: Grid, header: Header, headings: Headings, first: int, end: int) -> int:
    """Return the column of identity numbers: by its heading, else by its content; -1 when there is none."""
    rows = np.arange(first, min(end, first + 2000), dtype=np.int64)
    identity = frozenset({Type.IDENTITY, Type.CERTIFICATE})
    named = [place for place, words in enumerate(header.wordings) if _names(headings, words, identity)]
    shares = {place: grid.identity_share(place, rows) for place in named or range(len(grid.texts))}
    best = max(shares, key=lambda place: (shares[place], -place), default=-1)
    return best if named or (shares and shares[best] >= 0.5) else -1


class _Sorter:
    """Sorts the rows of one table into people, totals, notes and blanks."""

    def __init__(
        self,
        grid: Grid,
        block: Block,
        headings: Headings,
        roles: Roles,
        filled: Counts,
    ) -> None:
        self.grid, self.block, self.roles, self.filled = grid, block, roles, filled
        self.words: Words = headings.catalogue.words
        self.total = total_pattern(self.words.total)
        self.note = rf"^(?:{'|'.join(map(re.escape, sorted(self.words.note)))})\s*[:：]"
        columns = list(enumerate(block.header.wordings))
        names = frozenset({Type.NAME})
        self.division_columns = {at for at, words in columns if _names(headings, words, DIVISION_TYPES)}
        self.name_columns = {at for at, words in columns if _names(headings, words, names)}
        self.side_columns = {
            at for at, words in columns if headings.is_ignored(words)
        } | self.division_columns

    def sort(self) -> None:
        """Give every row of the table that is not a header or blank its role."""
        block = slice(self.block.first, self.block.end)
        open_rows = self.roles[block] == Role.UNREAD
        examples = _matches(self.grid.texts[0], EXAMPLE)[block] & open_rows
        self.roles[block][examples] = Role.NOTE
        open_rows &= ~examples
        numbered = open_rows & self._has_number()[block]
        self.roles[block][numbered] = Role.DATA
        doubtful = np.flatnonzero(open_rows & ~numbered) + self.block.first
        people = self._names_person(doubtful)
        people[people] = ~self._signs(doubtful[people])
        self.roles[doubtful[people]] = Role.DATA
        doubtful = doubtful[~people]
        for row, cells in zip(doubtful, self.grid.rows_at(doubtful), strict=True):
            self.roles[row] = self._role(cells)

    def _has_number(self) -> NDArray[np.bool_]:
        """Return which rows name a person beyond doubt: by a whole number."""
        if self.block.identity < 0:
            return np.zeros(self.grid.rows, bool)
        return _matches(self.grid.texts[self.block.identity], IDENTITY_LIKE)

    def _names_person(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of some rows are well filled – with digits for a number – and sum nothing up."""
        enough = self.filled[rows] >= min(3, sum(bool(shown) for shown in self.block.header.shown))
        if self.block.identity >= 0:
            digits = self.grid.texts[self.block.identity].take(pa.array(rows))
            enough &= _matches(digits, r"[0-9０-９]{6}") & ~_matches(digits, self.note)
        chosen = rows[enough]
        sums = np.zeros(chosen.size, bool)
        for place, texts in enumerate(self.grid.texts):
            if place not in self.name_columns:
                sums |= _matches(texts.take(pa.array(chosen)), self.total)
        enough[np.flatnonzero(enough)[sums]] = False
        return enough

    def _signs(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of some rows only sign the list, whatever columns that falls under: 制表人：…."""
        signs = [self._is_signature([cell for cell in cells if cell]) for cells in self.grid.rows_at(rows)]
        return np.array(signs, bool)

    def _is_signature(self, cells: Sequence[str]) -> bool:
        """Say whether a row is labels, each perhaps with what is filled in to its right: 制表人： | 王芳."""
        if len(cells) > 1 and all(LABELLED.fullmatch(cell.strip()) for cell in cells):
            return True
        labels = [self._is_note(cell) for cell in cells]
        answers = (
            before and cells[at].rstrip().endswith((":", "："))
            for at, before in enumerate(labels[:-1])
            if not labels[at + 1]
        )
        return bool(labels) and labels[0] and all(answers)

    def _role(self, row: Sequence[str]) -> Role:
        cells = [(place, cell) for place, cell in enumerate(row) if cell]
        if self._totals(cells):
            return Role.TOTAL
        if self._is_signature([cell for _, cell in cells]):
            return Role.NOTE
        telling = [(place, cell) for place, cell in cells if place not in self.side_columns]
        if not telling:
            return Role.BLANK if all(self._is_prepared(*cell) for cell in cells) else Role.NOTE
        if len(cells) == 1:
            return Role.DATA if self._is_lone_name(*cells[0]) else Role.NOTE
        if all(level_value(cell) in self.words.blank for _, cell in telling):
            return Role.BLANK
        if len(telling) == 1 and len(row) >= WIDE and self._is_note(telling[0][1]):
            return Role.NOTE
        return Role.DATA

    def _is_lone_name(self, place: int, cell: str) -> bool:
        """Say whether the only cell of a row is somebody's name, and no title of the list below."""
        return place in self.name_columns and place > 0 and not LIKE_A_TITLE.search(cell)

    def _is_prepared(self, place: int, cell: str) -> bool:
        """Say whether a cell is what a form has before anybody fills it in: a running number, a place."""
        return place in self.division_columns or bool(RUNNING_NUMBER.fullmatch(cell))

    def _totals(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Say whether a row sums up: a word for a total ends a cell, and nobody else is named beside it."""
        said = [(place, cell) for place, cell in cells if re.search(self.total, cell)]
        if not said:
            return False
        if said[0] == cells[0] and level_heading(cells[0][1]) in self.words.total:
            return True
        named = [cell for place, cell in cells if place in self.name_columns and (place, cell) not in said]
        return not any(PLAUSIBLE_NAME.fullmatch(cell) for cell in named)

    def _is_note(self, cell: str) -> bool:
        leveled = level_heading(cell)
        return any(
            leveled.startswith(word)
            for word in self.words.note
            if len(word) > 1 or ":" in cell or "：" in cell
        )


@lru_cache(maxsize=8)
def total_pattern(words: frozenset[str]) -> str:
    """Return a pattern of cells that end in a word for a total: 犁市镇小计, 小  计, 总计(人), 合计3户5人."""
    spelled = "|".join(
        r"[\s　]*".join(map(re.escape, word)) for word in sorted(words, key=lambda word: (-len(word), word))
    )
    tail = r"(?:[(（][^)）]{0,12}[)）])?[\s　:：0-9.,，、;；。人户元名个万数额金共]*"
    return rf"^.{{0,40}}?(?:(?:{spelled}){tail}|共[\s　]*[0-9]+[\s　]*[户人].{{0,12}})$"


def _names(headings: Headings, wordings: Sequence[str], types: frozenset[Type]) -> bool:
    """Say whether a column is, in any source, of one of these types."""
    return any(
        wording in known and known[wording].type in types
        for known in headings.by_source.values()
        for wording in wordings
    )


def names_any(
    headings: Headings, header: Header, types: frozenset[Type], *, only: Sequence[str] | None = None
) -> bool:
    """Say whether a header – or one column of it – names a column of one of these types in any source."""
    columns = header.wordings if only is None else [only]
    return any(_names(headings, words, types) for words in columns)


def _matches(texts: pa.Array, pattern: str) -> NDArray[np.bool_]:
    found = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
    return np.asarray(found.to_numpy(zero_copy_only=False))
