"""Read the tables of a file as one source's: their columns, what their titles say, what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from doudi.recognition.assignment import assign_columns
from doudi.recognition.header import Headings
from doudi.recognition.homes import homes_among, tells_of_homes
from doudi.recognition.layout import Block, Layout
from doudi.recognition.said import LINE, said_around
from doudi.recognition.sheets import SheetGuess, SheetVerdict
from doudi.recognition.sources import Column, Source
from doudi.recognition.stand_ins import missing_columns
from doudi.recognition.table import ASKED, ColumnGuess
from doudi.recognition.unread import people_unread

VALUE_CHOICE = "@value:"
TOGETHER = "一张工作表写户、另一张写成员：已按户主的身份证号合在一起，成员没有写的取自户。"


@dataclass(frozen=True, slots=True)
class TableGuess:
    """One table of the file with its columns; `around` are the texts about it, the nearest first.

    `unsaid` is the column whose value nothing says and a person must choose, such as the kind of subsidy;
    in an `is_crowded` table a cell may name several people.
    """

    sheet: int
    block: int
    columns: tuple[ColumnGuess, ...]
    group: str = ""
    around: tuple[str, ...] = ()
    is_taken: bool = True
    is_family: bool = False
    unsaid: str = ""
    is_crowded: bool = False

    @property
    def mapped(self) -> frozenset[str]:
        """Return the names of the source's columns this table has."""
        return frozenset(column.column for column in self.columns if column.column)

    @property
    def people(self) -> int:
        """Return how many people a row may hold."""
        return 1 + max((column.member for column in self.columns), default=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """As what a file is read: its source, what headings mean, a person's choices, its name and month."""

    source: Source
    headings: Headings
    choices: Mapping[str, str]
    file_name: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class ReadTables:
    """The tables of a file – those that are read first – with what to tell and what to ask."""

    tables: tuple[TableGuess, ...]
    notices: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...]


def read_tables(reading: Reading, layouts: Sequence[Layout], sheets: Sequence[SheetGuess]) -> ReadTables:
    """Return the tables of every sheet that is read or asked about."""
    groups = groups_of(layouts)
    several = sum(sheet.verdict in {SheetVerdict.LIST, SheetVerdict.ASK} for sheet in sheets) > 1
    taken: list[TableGuess] = []
    asked: list[TableGuess] = []
    notices: list[str] = []
    doubts: list[tuple[str, str]] = []
    elsewhere = _said_of_homes(reading, layouts, sheets, groups)
    if elsewhere:
        notices.append(TOGETHER)
    for layout, sheet in zip(layouts, sheets, strict=True):
        if sheet.verdict not in {SheetVerdict.LIST, SheetVerdict.ASK}:
            continue
        at_sheet = f"{sheet.shown}：" if sheet.name and several else ""
        for at in sheet.blocks:
            group = groups[layout.blocks[at].header.wordings] if len(groups) > 1 else ""
            table, told, open_ = _read(reading, layout, sheet, at, group, elsewhere)
            if sheet.verdict == SheetVerdict.ASK:
                asked.append(table)
                continue
            taken.append(table)
            notices += told
            doubts += [(code, at_sheet + text) for code, text in open_]
        if sheet.verdict == SheetVerdict.LIST and (unread := people_unread(layout)):
            doubts.append(("UNREAD_PEOPLE", at_sheet + unread))
    return ReadTables((*taken, *asked), tuple(notices), tuple(dict.fromkeys(doubts)))


def _said_of_homes(
    reading: Reading,
    layouts: Sequence[Layout],
    sheets: Sequence[SheetGuess],
    groups: Mapping[tuple[tuple[str, ...], ...], str],
) -> frozenset[str]:
    """Return what sheets of homes say for those of their members; nothing of any other workbook."""
    lists = [
        (layout, sheet)
        for layout, sheet in zip(layouts, sheets, strict=True)
        if sheet.verdict == SheetVerdict.LIST
    ]
    if len(lists) < 2 or not tells_of_homes(reading.source):
        return frozenset()
    tables = [
        _read(
            reading, layout, sheet, at, groups[layout.blocks[at].header.wordings] if len(groups) > 1 else ""
        )[0]
        for layout, sheet in lists
        for at in sheet.blocks
    ]
    return homes_among(reading.source, [table.mapped for table in tables])


def groups_of(layouts: Sequence[Layout]) -> dict[tuple[tuple[str, ...], ...], str]:
    """Return a short name for each wording of a header; the same file next month gives the same names."""
    said = sorted({block.header.wordings for layout in layouts for block in layout.blocks})
    return {wordings: str(number) for number, wordings in enumerate(said, 1)}


def _read(
    reading: Reading,
    layout: Layout,
    sheet: SheetGuess,
    at: int,
    group: str,
    elsewhere: frozenset[str] = frozenset(),
) -> tuple[TableGuess, tuple[str, ...], list[tuple[str, str]]]:
    source, block = reading.source, layout.blocks[at]
    found = assign_columns(
        source, layout, block, reading.headings, reading.choices, group=group, period=reading.period
    )
    around = _around(reading, layout, block, sheet)
    table = TableGuess(
        layout.grid.sheet.index,
        at,
        found.columns,
        group,
        around,
        sheet.verdict == SheetVerdict.LIST,
        found.is_family,
        is_crowded=found.is_crowded,
    )
    text = LINE.join([*around, reading.file_name])
    said = {column.name for column in source.columns if column.from_sheet and said_around(column, text)}
    doubts = [*found.doubts]
    if ASKED not in table.mapped:  # what is still open may be what is missing
        of_home = elsewhere if "head_number" in table.mapped else frozenset()
        doubts += missing_columns(source, {*table.mapped, *said, *of_home})
    unsaid = _unsaid(source, table, said, sheet)
    table = replace(table, unsaid=source.spread.by if unsaid and source.spread else "")
    doubts += unsaid
    return table, found.notices, doubts


def _around(reading: Reading, layout: Layout, block: Block, sheet: SheetGuess) -> tuple[str, ...]:
    """Return what is said about a table, the most telling first: a person's word, its title, the sheet's."""
    chosen = [
        column.labels[code]
        for column in reading.source.columns
        if (code := reading.choices.get(value_key(sheet.sheet, column), "")) in column.labels
    ]
    return tuple(dict.fromkeys([*chosen, *layout.titles_of(block), *layout.titles, sheet.name]))


def value_key(sheet: int, column: Column) -> str:
    """Return under which key a person says what a whole sheet is of, such as its kind of subsidy."""
    return f"{VALUE_CHOICE}{sheet}:{column.name}"


def _unsaid(source: Source, table: TableGuess, said: set[str], sheet: SheetGuess) -> list[tuple[str, str]]:
    """Return a doubt when an amount is there and nothing says of which kind it is."""
    rule = source.spread
    if rule is None or rule.amount not in table.mapped or rule.by in table.mapped | said:
        return []
    if table.mapped & set(rule.into.values()):
        return []
    column = source.column(rule.by)
    kinds = "还是".join(f"“{column.labels[code]}”" for code in rule.into)
    return [
        (
            "KIND_UNSAID",
            f"{sheet.shown}有“{source.column(rule.amount).title}”，但列名、标题和工作表名都没有写是{kinds}。"
            "请在预览里选定，或在标题里写明后再传。",
        )
    ]
