"""Weigh which source a file is: by the columns only one list has, and by what is written around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from doudi.recognition.header import Headings
from doudi.recognition.headings import level_heading
from doudi.recognition.layout import Block, Layout
from doudi.recognition.said import LINE, said_around
from doudi.recognition.sources import Column, Source

OWN_WEIGHT = 3.0
SHARED_WEIGHT = 1.0
WORD_WEIGHT = 5.0
MISSING_WEIGHT = 4.0
CLEAR_MARGIN = 2.0
FEWEST_TELLING = 2
MANY_TELLING = 3

Tables = Sequence[tuple[Layout, Block]]


@dataclass(frozen=True, slots=True)
class Score:
    """How much speaks for a source.

    `words` are its own that stand around the tables, `opposed` those that no list of it bears; `own` counts
    its own columns, and `says_itself` that one of their headings has a word of the source.
    """

    source: Source
    points: float
    words: tuple[str, ...]
    own: int
    missing: tuple[str, ...]
    opposed: tuple[str, ...] = ()
    says_itself: bool = False


def scores_of(tables: Tables, headings: Headings, file_name: str) -> list[Score]:
    """Return every source's score, the best first; one that nothing speaks for comes after all others."""
    found = (_score(one, tables, headings, file_name) for one in headings.catalogue.sources.values())
    return sorted(found, key=lambda score: (not (score.own or score.words), -score.points))


def _score(source: Source, tables: Tables, headings: Headings, file_name: str) -> Score:
    found = [
        (column, wordings[place])
        for _, block in tables
        for wordings in block.header.wordings
        for column, place in [headings.column(source, wordings)]
        if column
    ]
    named = {column.name for column, _ in found}
    # 类别, 救助类型, 补助金额 may be said of many things: a column, but it tells no source from another
    telling = [
        (column, wording)
        for column, wording in found
        if column.own and not headings.is_general(wording) and _tells(source, column, wording)
    ]
    own = len({column.name for column, _ in telling})
    stood_for = {column.instead_of for column, _ in found}
    said = texts_around(tables, file_name)
    around = LINE.join(said)
    missing = tuple(
        column.title
        for column in source.columns
        if column.required
        and column.name not in named | stood_for
        and not (column.from_sheet and said_around(column, around))
    )
    spoken = _said(source.speaks, said)
    opposed = _opposed(source, tables, file_name)
    points = own * OWN_WEIGHT + (len(named) - own) * SHARED_WEIGHT
    points += min(len(spoken), 2) * WORD_WEIGHT - len(missing) * MISSING_WEIGHT
    points -= WORD_WEIGHT * bool(opposed)
    itself = any(word in wording for _, wording in found for word in source.speaks)
    itself |= any(level_heading(column.title) in wording for column, wording in telling)
    return Score(source, points, spoken, own, missing, opposed, itself)


def _tells(source: Source, column: Column, wording: str) -> bool:
    """Say whether a heading of a source's own column is of no other list: 低保类别, but not 类别."""
    return wording not in column.weak or any(word in wording for word in source.speaks)


def _said(words: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if any(word in text for text in texts))


def _opposed(source: Source, tables: Tables, file_name: str) -> tuple[str, ...]:
    """Return the words that no list of a source bears and this one does.

    What one of several sheets is called speaks of that sheet, which is asked about by itself.
    """
    sheets = [layout.grid.sheet.name for layout, _ in tables]
    around = [[layout.grid.sheet.name, *layout.titles] for layout, _ in tables]
    return tuple(
        word
        for word in source.against
        if (word in _bare(file_name) and not (len(tables) > 1 and any(word in name for name in sheets)))
        or all(any(word in text for text in texts) for texts in around)
    )


def texts_around(tables: Tables, file_name: str) -> list[str]:
    """Return what is written around the tables: the file's name, the sheets' names, the titles."""
    said = [_bare(file_name)]
    for layout, _ in tables:
        said += [layout.grid.sheet.name, *(re.sub(r"\s+", "", title) for title in layout.titles)]
    return list(dict.fromkeys(said))


def _bare(file_name: str) -> str:
    return re.sub(r"\s+", "", file_name.rpartition(".")[0] or file_name)


UNKNOWN = "认不出这是哪一种名单：列名里没有任何一种名单特有的列。请在上传时选定来源，或请来数单位补上表名。"
CHOOSE = "确实是的，请在上传时选定来源。"


def undecided(scores: Sequence[Score], tables: Tables, headings: Headings, file_name: str) -> str:
    """Return a sentence when it is not plain which source a file is; '' when it is."""
    best, second = scores[0], scores[1]
    if best.own == 0 and not best.words:
        return _of_another_kind(tables, headings, file_name) or UNKNOWN
    if best.opposed:
        return f"文件名或标题里有“{best.opposed[0]}”，不像“{best.source.title}”。{CHOOSE}"
    if not best.words and not best.says_itself and best.own < FEWEST_TELLING:
        told = f"只有一列像“{best.source.title}”，认不准是哪一种名单。请在上传时选定来源。"
        return _of_another_kind(tables, headings, file_name) or told
    weak = not best.words or (best.missing and best.own < FEWEST_TELLING)
    if weak and (foreign := _of_another_kind(tables, headings, file_name)):
        return foreign
    spoken = next((score for score in scores[1:] if score.words), None)
    if spoken is not None and not best.words and best.own < MANY_TELLING:
        return (
            f"文件名或标题里有“{spoken.words[0]}”，列名却像“{best.source.title}”，分不清。"
            "请在上传时选定来源。"
        )
    if best.points - second.points < CLEAR_MARGIN and (best.words == second.words or not best.words):
        return f"这份文件既像“{best.source.title}”又像“{second.source.title}”，分不清。请在上传时选定来源。"
    return ""


def _of_another_kind(tables: Tables, headings: Headings, file_name: str) -> str:
    """Return a sentence when the names say that it is a list of a kind nobody compares here."""
    said = texts_around(tables, file_name)
    for kind, words in headings.catalogue.words.not_ours.items():
        if any(word in text for word in words for text in said):
            return f"像是{kind}名单，不在系统要收的名单里，没有读入。{CHOOSE}"
    return ""
