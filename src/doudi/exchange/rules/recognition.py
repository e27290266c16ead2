"""Guess which source a file is and which column is which, and says why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doudi.exchange.rules.assignment import ColumnGuess, assign_columns
from doudi.exchange.rules.header import Headings
from doudi.exchange.rules.layout import Block, Layout
from doudi.exchange.rules.sources import Source

OWN_WEIGHT = 3.0
SHARED_WEIGHT = 1.0
WORD_WEIGHT = 5.0
MISSING_WEIGHT = 4.0
CLEAR_MARGIN = 2.0
FEWEST_TELLING = 2
FAR_APART = 6.0


@dataclass(frozen=True, slots=True)
class TableGuess:
    """One table of the file with its columns."""

    sheet: int
    block: int
    columns: tuple[ColumnGuess, ...]

    @property
    def mapped(self) -> frozenset[str]:
        """Return the names of the source's columns this table has."""
        return frozenset(column.column for column in self.columns if column.column)


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


@dataclass(frozen=True, slots=True)
class _Score:
    source: Source
    points: float
    words: tuple[str, ...]
    own: int
    missing: tuple[str, ...]


def recognise(
    layouts: Sequence[Layout],
    headings: Headings,
    *,
    file_name: str = "",
    source: str = "",
    choices: Mapping[str, str] | None = None,
) -> Guess:
    """Guess source and columns; `source` fixes the first, `choices` (heading key → column) the second."""
    tables = [(layout, block) for layout in layouts for block in layout.blocks]
    if not tables:
        return _unrecognised("NO_HEADER", NO_HEADER)
    scores = sorted(
        (_score(one, tables, headings, file_name) for one in headings.catalogue.sources.values()),
        key=lambda score: -score.points,
    )
    chosen = next((score for score in scores if score.source.code == source), scores[0])
    if not source and not choices and (doubt := _too_close(scores)):
        return _unrecognised("UNKNOWN_SOURCE", doubt, tuple(score.source.code for score in scores[:3]))
    misnamed = [] if choices else _misnamed(chosen, scores[0])
    guessed: list[TableGuess] = []
    notices: list[str] = []
    doubts: list[Doubt] = []
    for layout in layouts:
        for at, block in enumerate(layout.blocks):
            found = assign_columns(chosen.source, layout, block, headings, choices or {})
            guessed.append(TableGuess(layout.grid.sheet.index, at, found.columns))
            notices += found.notices
            doubts += [Doubt(code, _at_sheet(layout, layouts) + text) for code, text in found.doubts]
    runners_up = tuple(score.source.code for score in scores[:3] if score.source != chosen.source)
    return Guess(
        source=chosen.source.code,
        confidence=_confidence(chosen, scores, fixed=bool(source)),
        reasons=_reasons(chosen, tables),
        runners_up=runners_up,
        tables=tuple(guessed),
        doubts=tuple(dict.fromkeys([*misnamed, *doubts])),
        notices=tuple(dict.fromkeys(notices)),
    )


NO_HEADER = (
    "没有认出表头：在每张工作表的前 60 行里找不到“姓名”“身份证号”这样的列名。"
    "请确认表里有列名，列名单独占一行，再传；或换用来数单位的原始文件。"
)


def _unrecognised(code: str, sentence: str, runners_up: tuple[str, ...] = ()) -> Guess:
    return Guess("", 0.0, (), runners_up, (), (Doubt(code, sentence),))


def _score(
    source: Source, tables: Sequence[tuple[Layout, Block]], headings: Headings, file_name: str
) -> _Score:
    found = {
        headings.column(source, wordings)[0] for _, block in tables for wordings in block.header.wordings
    } - {None}
    named = {column.name for column in found if column}
    own = sum(column.own for column in found if column)
    missing = tuple(column.title for column in source.columns if column.required and column.name not in named)
    spoken = _spoken(source, tables, file_name)
    points = own * OWN_WEIGHT + (len(named) - own) * SHARED_WEIGHT
    points += min(len(spoken), 2) * WORD_WEIGHT - len(missing) * MISSING_WEIGHT
    points -= WORD_WEIGHT * any(word in _bare(file_name) for word in source.against)
    return _Score(source, points, spoken, own, missing)


def _spoken(source: Source, tables: Sequence[tuple[Layout, Block]], file_name: str) -> tuple[str, ...]:
    """Return the source's words that the file's name, its sheets or its titles say."""
    said = [_bare(file_name)]
    for layout, _ in tables:
        said += [layout.grid.sheet.name, *layout.titles]
    return tuple(word for word in source.speaks if any(word in text for text in said))


def _bare(file_name: str) -> str:
    return re.sub(r"\s+", "", file_name.rpartition(".")[0] or file_name)


def _too_close(scores: Sequence[_Score]) -> str:
    """Return a sentence when no source stands out."""
    best, second = scores[0], scores[1]
    titles = "、".join(f"“{score.source.title}”" for score in scores[:2])
    if best.own == 0 and not best.words:
        return (
            "认不出这是哪一种名单：列名里没有任何一种名单特有的列。请在上传时选定来源，或请来数单位补上表名。"
        )
    if best.points - second.points < CLEAR_MARGIN and (best.words == second.words or not best.words):
        return f"这份文件既像{titles.replace('、', '又像')}，分不清。请在上传时选定来源。"
    return ""


def _misnamed(chosen: _Score, best: _Score) -> list[Doubt]:
    """Return a doubt when a file has nothing of the source it is said to be and much of another."""
    if chosen.own or best.own < FEWEST_TELLING or best.points - chosen.points < FAR_APART:
        return []
    sentence = (
        f"指定的来源是“{chosen.source.title}”，但列名里没有它特有的列，"
        f"却有 {best.own} 个“{best.source.title}”特有的列。请核对来源；确实没有弄错的，请在预览里逐列确认。"
    )
    return [Doubt("OTHER_SOURCE", sentence)]


def _confidence(chosen: _Score, scores: Sequence[_Score], *, fixed: bool) -> float:
    if fixed:
        return 1.0 if not chosen.missing else 0.5
    rival = max((score.points for score in scores if score.source != chosen.source), default=0.0)
    margin = (chosen.points - rival) / max(chosen.points, 1.0)
    return round(min(0.99, max(0.3, 0.6 + margin * 0.5 + 0.1 * bool(chosen.words))), 2)


def _reasons(chosen: _Score, tables: Sequence[tuple[Layout, Block]]) -> tuple[str, ...]:
    reasons = []
    if chosen.words:
        reasons.append(f"文件名、工作表名或标题里有“{'”“'.join(chosen.words[:3])}”")
    if chosen.own:
        reasons.append(f"有 {chosen.own} 个“{chosen.source.title}”特有的列")
    if len(tables) > 1:
        reasons.append(f"共有 {len(tables)} 张表，列名都认得")
    return tuple(reasons)


def _at_sheet(layout: Layout, layouts: Sequence[Layout]) -> str:
    name = layout.grid.sheet.name
    return f"工作表“{name}”：" if name and len(layouts) > 1 else ""
