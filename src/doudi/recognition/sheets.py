"""Say of every sheet whether it is read: a list, not a list, another month's, or a person must say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.masking import mask_number
from doudi.recognition.header import SEARCHED_ROWS, Headings
from doudi.recognition.headings import level_heading
from doudi.recognition.layout import Block, Layout, Role, names_any
from doudi.recognition.months import different_months, is_of, month_in_words, month_of
from doudi.recognition.sources import DIVISION_TYPES, Kind, Source, Type

SHEET_CHOICE = "@sheet:"
TAKE, LEAVE = "take", "leave"
SAMPLED_ROWS = 2000
FEWEST_STRAY_NUMBERS = 2
FEWEST_HEADINGS = 3
MOST_STRAY_NUMBERS = 0.2
NAMES_LOOK_LIKE = r"^[\p{Han}·•・.\s]{2,15}$"
FEWEST_NAMES = 0.5
ALIKE = 0.5
CERTIFICATE = r"^['’]?[0-9]{17}[0-9Xx][1-7][1-4](?:[Bb]?[0-9]{1,2})?$"
MOSTLY = 0.9
NUMBER_IN_NAME = re.compile(r"[0-9]{11,}[xX]?")
LEAVERS = re.compile(r"退出|停发|停保|取消|注销|终止|清退|核减|减少|退保|已故|死亡")
NEWCOMERS = re.compile(r"新增|新纳入|拟纳入|申请|受理")
PERSON = frozenset({Type.NAME})
NUMBER = frozenset({Type.IDENTITY, Type.CERTIFICATE})
MONEY = frozenset({Type.MONEY, Type.INTEGER}) | DIVISION_TYPES


class SheetVerdict(StrEnum):
    """What becomes of a sheet."""

    LIST = "LIST"
    NOT_A_LIST = "NOT_A_LIST"
    NOT_TAKEN = "NOT_TAKEN"
    ASK = "ASK"


@dataclass(frozen=True, slots=True)
class SheetGuess:
    """One sheet: what becomes of it and why; `blocks` are its tables that are read."""

    sheet: int
    name: str
    hidden: bool
    verdict: SheetVerdict
    why: str
    blocks: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    @property
    def shown_name(self) -> str:
        """Return the sheet's name without whole numbers of people."""
        return NUMBER_IN_NAME.sub(lambda found: mask_number(found.group(0)), self.name)

    @property
    def shown(self) -> str:
        """Return what to call the sheet."""
        return f"工作表“{self.shown_name}”" if self.name else "这张表"


def judge_sheets(
    layouts: Sequence[Layout],
    headings: Headings,
    *,
    source: Source | None = None,
    period: str = "",
    choices: Mapping[str, str] | None = None,
    strangers: Mapping[int, str] | None = None,
) -> list[SheetGuess]:
    """Return a verdict for every sheet; a person's word (`@sheet:2`) goes before everything else.

    `strangers` are the sheets that look like another source's list, and like which.
    """
    choices, strangers = choices or {}, strangers or {}
    guesses = [_judge(layout, headings) for layout in layouts]
    lists = sum(bool(guess.blocks) for guess in guesses)
    guesses = [
        _doubted(guess, layout, source, alone=lists < 2)
        for guess, layout in zip(guesses, layouts, strict=True)
    ]
    guesses = [
        _as(guess, SheetVerdict.ASK, strangers[guess.sheet])
        if guess.sheet in strangers and guess.verdict == SheetVerdict.LIST
        else guess
        for guess in guesses
    ]
    guesses = _by_month(guesses, layouts, source, period)
    return [_chosen(guess, choices.get(sheet_key(guess.sheet), "")) for guess in guesses]


def sheet_key(sheet: int) -> str:
    """Return under which key a person says whether a sheet is read."""
    return f"{SHEET_CHOICE}{sheet}"


def _chosen(guess: SheetGuess, choice: str) -> SheetGuess:
    if choice == LEAVE and guess.verdict != SheetVerdict.NOT_A_LIST:
        return _as(guess, SheetVerdict.NOT_TAKEN, "由人指定不读")
    if choice == TAKE and guess.blocks:
        return _as(guess, SheetVerdict.LIST, "由人指定读入")
    return guess


def _as(guess: SheetGuess, verdict: SheetVerdict, why: str) -> SheetGuess:
    return SheetGuess(guess.sheet, guess.name, guess.hidden, verdict, why, guess.blocks, guess.left)


def _judge(layout: Layout, headings: Headings) -> SheetGuess:
    """Say what one sheet is by itself."""
    sheet = layout.grid.sheet
    taken = tuple(at for at, block in enumerate(layout.blocks) if names_people(layout, block, headings))
    left = tuple(at for at in range(len(layout.blocks)) if at not in taken)
    if taken:
        return SheetGuess(sheet.index, sheet.name, sheet.hidden, SheetVerdict.LIST, "", taken, left)
    named = tuple(at for at, block in enumerate(layout.blocks) if _has_names(layout, block, headings))
    if named:
        why = "有姓名，没有身份证号，分不清是不是名单"
        return SheetGuess(sheet.index, sheet.name, sheet.hidden, SheetVerdict.ASK, why, named)
    if _has_numbers(layout):
        unread = int((layout.roles != Role.BLANK).sum())
        why = f"有 {unread} 行像名单，但认不出表头"
        return SheetGuess(sheet.index, sheet.name, sheet.hidden, SheetVerdict.ASK, why)
    why = _what_it_is(layout, headings)
    return SheetGuess(sheet.index, sheet.name, sheet.hidden, SheetVerdict.NOT_A_LIST, why, (), left)


def _doubted(guess: SheetGuess, layout: Layout, source: Source | None, *, alone: bool) -> SheetGuess:
    """Ask about a list that is hidden, or of people who have left."""
    if guess.verdict != SheetVerdict.LIST:
        return guess
    if guess.hidden:
        return _as(guess, SheetVerdict.ASK, "是隐藏的工作表，里面有名单")
    roster = source is not None and source.kind == Kind.ROSTER
    said = LEAVERS.search(guess.name)
    if roster and said and not alone:
        return _as(guess, SheetVerdict.ASK, f"名称里有“{said.group(0)}”，像是退出人员，不是在册名单")
    if roster and not alone and (said := NEWCOMERS.search(guess.name)):
        return _as(guess, SheetVerdict.ASK, f"名称里有“{said.group(0)}”，可能在册名单里已经有了")
    return guess


def names_people(layout: Layout, block: Block, headings: Headings) -> bool:
    """Say whether a table is of people: it has their numbers, or columns for names and numbers."""
    if names_any(headings, block.header, PERSON) and names_any(headings, block.header, NUMBER):
        return True
    rows = layout.data_rows(block)[:SAMPLED_ROWS]
    places = range(len(layout.grid.texts))
    if any(layout.grid.identity_share(place, rows) > 0 for place in places):
        return True
    return any(_holds_certificates(layout, place, rows) for place in places)


def _holds_certificates(layout: Layout, place: int, rows: NDArray[np.int64]) -> bool:
    """Say whether a column is of disability certificates, whose numbers begin with identity numbers."""
    texts = layout.grid.texts[place].take(pa.array(rows[layout.grid.filled[place][rows]]))
    alike = pc.fill_null(pc.match_substring_regex(texts, CERTIFICATE), False)
    return bool(len(texts)) and float(pc.mean(alike.cast(pa.float64())).as_py()) >= MOSTLY


def _has_names(layout: Layout, block: Block, headings: Headings) -> bool:
    """Say whether a table names people in a column, though it has no numbers."""
    rows = layout.data_rows(block)[:SAMPLED_ROWS]
    for place, words in enumerate(block.header.wordings):
        if rows.size and names_any(headings, block.header, PERSON, only=words):
            texts = layout.grid.texts[place].take(pa.array(rows))
            alike = pc.fill_null(pc.match_substring_regex(texts, NAMES_LOOK_LIKE), False)
            if float(pc.mean(alike.cast(pa.float64())).as_py()) >= FEWEST_NAMES:
                return True
    return False


def _has_numbers(layout: Layout) -> bool:
    """Say whether a sheet in which no header was found is full of numbers of people all the same."""
    rows = np.arange(min(layout.grid.rows, SAMPLED_ROWS), dtype=np.int64)
    for place in range(len(layout.grid.texts)):
        share = layout.grid.identity_share(place, rows)
        filled = int(layout.grid.filled[place][rows].sum())
        if share > MOST_STRAY_NUMBERS or share * min(filled, 300) >= FEWEST_STRAY_NUMBERS:
            return True
    return False


def _what_it_is(layout: Layout, headings: Headings) -> str:
    if not layout.grid.rows or not (layout.roles != Role.BLANK).any():
        return "空表"
    counted = layout.blocks and names_any(headings, layout.blocks[0].header, MONEY)
    if counted or (not layout.blocks and _has_headings(layout, headings)):
        return "汇总表，没有姓名和身份证号"
    if not layout.blocks:
        return "封面或说明，没有表头"
    return "对照表，没有姓名和身份证号"


def _has_headings(layout: Layout, headings: Headings) -> bool:
    """Say whether a row of a sheet is made of headings, though none of them is of a person."""
    return any(
        sum(level_heading(cell) in headings.known for cell in row if cell) >= FEWEST_HEADINGS
        for row in layout.grid.head(SEARCHED_ROWS)
    )


def _by_month(
    guesses: Sequence[SheetGuess], layouts: Sequence[Layout], source: Source | None, period: str
) -> list[SheetGuess]:
    """Where there is a list for each of several months, read the one of the batch's month only, or ask."""
    months = {
        guess.sheet: month_of([guess.name, *layout.titles])
        for guess, layout in zip(guesses, layouts, strict=True)
        if guess.verdict == SheetVerdict.LIST
    }
    if not period or len(different_months(months.values())) < 2:
        return list(guesses)
    mine = {sheet for sheet, month in months.items() if month and is_of(month, period)}
    clear = bool(mine) and None not in months.values() and _is_clear(guesses, layouts, mine, source)
    return [_of_month(guess, months, mine, period, clear=clear) for guess in guesses]


def _of_month(
    guess: SheetGuess,
    months: Mapping[int, tuple[int, int] | None],
    mine: set[int],
    period: str,
    *,
    clear: bool,
) -> SheetGuess:
    if guess.sheet not in months:
        return guess
    month = months[guess.sheet]
    if guess.sheet in mine:
        return _as(guess, SheetVerdict.LIST, f"是 {period} 的名单")
    if clear and month:
        return _as(guess, SheetVerdict.NOT_TAKEN, f"是{month_in_words(month)}的名单，这一批是 {period}")
    told = f"写的是{month_in_words(month)}" if month else "没有写是哪个月"
    return _as(guess, SheetVerdict.ASK, f"{told}，这一批是 {period}")


def _is_clear(
    guesses: Sequence[SheetGuess], layouts: Sequence[Layout], mine: set[int], source: Source | None
) -> bool:
    """Say whether the months' sheets are one list again and again, and not the events of each month."""
    if source is not None and source.kind == Kind.ROSTER and source.each == "person":
        return True
    by_sheet = {layout.grid.sheet.index: layout for layout in layouts}
    people = {guess.sheet: _numbers(by_sheet[guess.sheet], guess.blocks) for guess in guesses if guess.blocks}
    own = set().union(*(people[sheet] for sheet in mine))
    others = [people[sheet] for sheet in people if sheet not in mine]
    return bool(own) and any(
        other and len(own & other) >= ALIKE * min(len(own), len(other)) for other in others
    )


def _numbers(layout: Layout, blocks: Sequence[int]) -> set[str]:
    found: set[str] = set()
    for at in blocks:
        block = layout.blocks[at]
        if block.identity >= 0:
            rows = layout.data_rows(block)[:SAMPLED_ROWS]
            found |= {
                text for text in layout.grid.texts[block.identity].take(pa.array(rows)).to_pylist() if text
            }
    return found


def roles_of(layout: Layout, guess: SheetGuess) -> NDArray[np.uint8]:
    """Return the role of each row of a sheet, those of tables that are not read marked so."""
    roles = layout.roles.copy()
    filled = roles != Role.BLANK
    if guess.verdict != SheetVerdict.LIST:
        roles[filled] = Role.NOT_TAKEN
        return roles
    for at in guess.left:
        block = layout.blocks[at]
        rows = np.zeros(roles.size, bool)
        rows[block.header.first : block.end] = True
        roles[rows & filled] = Role.NOT_TAKEN
    return roles
