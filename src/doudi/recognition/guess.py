"""Guess which source a file is and which column is which, and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doudi.recognition.header import Headings
from doudi.recognition.layout import Block, Layout
from doudi.recognition.purposes import purposes
from doudi.recognition.scores import FEWEST_TELLING, Score, scores_of, undecided
from doudi.recognition.sheets import SheetGuess, SheetVerdict, judge_sheets
from doudi.recognition.sources import Source
from doudi.recognition.table import ASKED
from doudi.recognition.tables import Reading, ReadTables, TableGuess, read_tables

FAR_APART = 6.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that stands in the way of reading the file; `sentence` says what and what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What the file seems to be; `doubts` is empty when it can be taken in as it stands."""

    source: str
    confidence: float
    reasons: tuple[str, ...]
    runners_up: tuple[str, ...]
    tables: tuple[TableGuess, ...]
    doubts: tuple[Doubt, ...]
    notices: tuple[str, ...] = ()
    sheets: tuple[SheetGuess, ...] = ()
    file_name: str = ""

    @property
    def taken(self) -> tuple[TableGuess, ...]:
        """Return the tables that are read; those a person is still asked about come after them."""
        return tuple(table for table in self.tables if table.is_taken)


def recognise(
    layouts: Sequence[Layout],
    headings: Headings,
    *,
    file_name: str = "",
    source: str = "",
    period: str = "",
    choices: Mapping[str, str] | None = None,
) -> Guess:
    """Guess source, sheets and columns; `source` fixes the first, `choices` of a person the others.

    A choice is of a heading (its key → column), a sheet (`@sheet:2` → take or leave) or what a sheet is about
    (`@value:2:column` → code). Of a workbook with a list for each month the `period`'s is read.
    """
    choices = choices or {}
    by_person = any(not key.startswith("@") for key in choices)
    sheets = judge_sheets(layouts, headings, choices=choices)
    tables = _tables(layouts, sheets)
    if not tables:
        return _without_lists(layouts, sheets)
    scores = scores_of(tables, headings, file_name)
    called = file_name
    if not source and scores[0].own == 0 and not scores[0].words:
        called = f"{file_name.rpartition('.')[0]} {purposes(tables)}."
        scores = scores_of(tables, headings, called)
    chosen = next((score for score in scores if score.source.code == source), scores[0])
    if not source and not by_person and (doubt := undecided(scores, tables, headings, called)):
        return _unrecognised(
            "UNKNOWN_SOURCE", doubt, tuple(score.source.code for score in scores[:3]), sheets
        )
    strangers = _strangers(chosen.source, layouts, sheets, headings)
    sheets = judge_sheets(
        layouts, headings, source=chosen.source, period=period, choices=choices, strangers=strangers
    )
    read = read_tables(Reading(chosen.source, headings, choices, file_name, period), layouts, sheets)
    misnamed = [] if by_person else _misnamed(chosen, scores[0])
    return _guess(chosen, scores, read, sheets, layouts, misnamed, fixed=bool(source), file_name=file_name)


def _guess(
    chosen: Score,
    scores: Sequence[Score],
    read: ReadTables,
    sheets: Sequence[SheetGuess],
    layouts: Sequence[Layout],
    misnamed: Sequence[Doubt],
    *,
    fixed: bool,
    file_name: str,
) -> Guess:
    doubts = [*misnamed, *_asked(sheets), *(Doubt(code, text) for code, text in read.doubts)]
    return Guess(
        source=chosen.source.code,
        confidence=_confidence(chosen, scores, fixed=fixed),
        reasons=_reasons(chosen, sum(table.is_taken for table in read.tables)),
        runners_up=tuple(score.source.code for score in scores[:3] if score.source != chosen.source),
        tables=read.tables,
        doubts=tuple(dict.fromkeys(doubts)),
        notices=tuple(dict.fromkeys([*_told(sheets, layouts), *read.notices])),
        sheets=tuple(sheets),
        file_name=file_name,
    )


NO_HEADER = (
    "没有认出表头：在每张工作表的前 60 行里找不到“姓名”“身份证号”这样的列名。"
    "请确认表里有列名，列名单独占一行，再传；或换用来数单位的原始文件。"
)
NO_LIST = "文件里没有名单：%s。请传有姓名和身份证号的名单；若弄错了文件，请换一份。"
ASK_SHEET = "%s%s。请在预览里选“读入”或“不读”。"
ASK_UNREAD = "%s%s，不能漏读。请给它补上列名，或删去这张表后再传；确认不用的，请在预览里选“不读”。"


def _tables(layouts: Sequence[Layout], sheets: Sequence[SheetGuess]) -> list[tuple[Layout, Block]]:
    """Return the tables of people; those of sheets that are asked about only when there are no others."""
    for wanted in ({SheetVerdict.LIST}, {SheetVerdict.LIST, SheetVerdict.ASK}):
        found = [
            (layout, layout.blocks[at])
            for layout, sheet in zip(layouts, sheets, strict=True)
            if sheet.verdict in wanted
            for at in sheet.blocks
        ]
        if found:
            return found
    return []


def _without_lists(layouts: Sequence[Layout], sheets: Sequence[SheetGuess]) -> Guess:
    known = any(layout.blocks for layout in layouts) or any(sheet.why.startswith("汇总") for sheet in sheets)
    if not known or any(sheet.verdict == SheetVerdict.ASK for sheet in sheets):
        return _unrecognised("NO_HEADER", NO_HEADER, (), sheets)
    told = "；".join(f"{sheet.shown}是{sheet.why}" for sheet in sheets if sheet.why != "空表")
    return _unrecognised("NO_LIST", NO_LIST % told, (), sheets)


def _unrecognised(
    code: str, sentence: str, runners_up: tuple[str, ...], sheets: Sequence[SheetGuess]
) -> Guess:
    return Guess("", 0.0, (), runners_up, (), (Doubt(code, sentence),), (), tuple(sheets))


def _asked(sheets: Sequence[SheetGuess]) -> list[Doubt]:
    """Return a doubt for each sheet of which a person must say whether it is read."""
    return [
        Doubt("ASK_SHEET", ASK_SHEET % (sheet.shown, sheet.why))
        if sheet.blocks
        else Doubt("UNREAD_SHEET", ASK_UNREAD % (sheet.shown, sheet.why))
        for sheet in sheets
        if sheet.verdict == SheetVerdict.ASK
    ]


def _told(sheets: Sequence[SheetGuess], layouts: Sequence[Layout]) -> list[str]:
    """Tell which sheets and tables were not read, and why."""
    told = [
        f"{sheet.shown}不是名单（{sheet.why}），没有读入。"
        for sheet in sheets
        if sheet.verdict == SheetVerdict.NOT_A_LIST and sheet.why != "空表"
    ]
    told += [
        f"{sheet.shown}{sheet.why}，没有读入。" for sheet in sheets if sheet.verdict == SheetVerdict.NOT_TAKEN
    ]
    for layout, sheet in zip(layouts, sheets, strict=True):
        for at in sheet.left if sheet.verdict == SheetVerdict.LIST else ():
            row = layout.blocks[at].header.first + layout.grid.sheet.first_row
            told.append(f"{sheet.shown}第 {row} 行起的表里没有人，没有读入。")
    return told


def _strangers(
    source: Source, layouts: Sequence[Layout], sheets: Sequence[SheetGuess], headings: Headings
) -> dict[int, str]:
    """Return the sheets that have nothing of the source and much of another one, and which."""
    lists = [
        (layout, sheet)
        for layout, sheet in zip(layouts, sheets, strict=True)
        if sheet.verdict == SheetVerdict.LIST
    ]
    if len(lists) < 2:
        return {}
    found: dict[int, str] = {}
    for layout, sheet in lists:
        tables = [(layout, layout.blocks[at]) for at in sheet.blocks]
        scores = scores_of(tables, headings, "")
        own = next(score for score in scores if score.source == source)
        best = scores[0]
        if own.own == 0 and best.own >= FEWEST_TELLING and best.points - own.points >= FAR_APART:
            found[sheet.sheet] = f"像是“{best.source.title}”，不像“{source.title}”"
        elif not own.words and best.words and best.source != source and best.points >= own.points:
            found[sheet.sheet] = f"名称或标题里有“{best.words[0]}”，像是“{best.source.title}”"
    return found if len(found) < len(lists) else {}


def _misnamed(chosen: Score, best: Score) -> list[Doubt]:
    """Return a doubt when a file has nothing of the source it is said to be and much of another."""
    if chosen.own or best.own < FEWEST_TELLING or best.points - chosen.points < FAR_APART:
        return []
    sentence = (
        f"指定的来源是“{chosen.source.title}”，但列名里没有它特有的列，"
        f"却有 {best.own} 个“{best.source.title}”特有的列。请核对来源；确实没有弄错的，请在预览里逐列确认。"
    )
    return [Doubt("OTHER_SOURCE", sentence)]


def _confidence(chosen: Score, scores: Sequence[Score], *, fixed: bool) -> float:
    if fixed:
        return 1.0 if not chosen.missing else 0.5
    rival = max((score.points for score in scores if score.source != chosen.source), default=0.0)
    margin = (chosen.points - rival) / max(chosen.points, 1.0)
    return round(min(0.99, max(0.3, 0.6 + margin * 0.5 + 0.1 * bool(chosen.words))), 2)


def _reasons(chosen: Score, tables: int) -> tuple[str, ...]:
    reasons = []
    if chosen.words:
        reasons.append(f"文件名、工作表名或标题里有“{'”“'.join(chosen.words[:3])}”")
    if chosen.own:
        reasons.append(f"有 {chosen.own} 个“{chosen.source.title}”特有的列")
    if tables > 1:
        reasons.append(f"共有 {tables} 张表，列名都认得")
    return tuple(reasons)


def unread_columns(guess: Guess) -> list[dict[str, str]]:
    """Return the columns of the tables that are read which are not taken, each with the reason."""
    names = {sheet.sheet: sheet.shown_name for sheet in guess.sheets}
    told = [
        {"sheet": names[table.sheet], "heading": column.heading, "reason": column.reason or "没有列名"}
        for table in guess.taken
        for column in table.columns
        if column.heading and column.column in {"", ASKED}
    ]
    return [one for at, one in enumerate(told) if one not in told[:at]]
