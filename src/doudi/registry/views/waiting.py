"""Puts what waits on the page of questions into lines and rows: both sides with file, month and row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doudi.common.places import Place, Row, places_of
from doudi.common.templatetags.doudi import period as month_in_words
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.selectors import division_names
from doudi.registry.models import ListLine
from doudi.registry.selectors.waiting import Half, Waiting

HEADINGS = ("人员", "疑点", "详情", "村居", "一边", "出处", "另一边", "另一边出处", "下一步", "状态")


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits as one line: where, and each side as words and where they stand."""

    waiting: Waiting
    place: str
    halves: Sequence[tuple[str, Sequence[str]]]


def lines_of(found: Sequence[Waiting]) -> list[Line]:
    """Return what waits as lines, their places in files read at once."""
    said = [line for each in found for half in each.halves for line in half.lines]
    places = places_of({(str(line.publication.batch), line.row) for line in said})
    codes = {code for each in found for code in (each.division[:TOWNSHIP_DIGITS], each.division)}
    names = division_names(codes)
    return [
        Line(
            each,
            " / ".join(
                dict.fromkeys(
                    names[code] for code in (each.division[:TOWNSHIP_DIGITS], each.division) if code in names
                )
            ),
            [(half.words, _sources(half, places)) for half in each.halves],
        )
        for each in found
    ]


def rows_of(found: Sequence[Waiting]) -> list[tuple[str, ...]]:
    """Return what waits as rows of a workbook; more rows of a list than two stand in the last side."""
    return [
        (
            line.waiting.name,
            str(line.waiting.kind.label),
            line.waiting.title,
            line.place,
            *_side(line.halves[:1]),
            *_side(line.halves[1:]),
            line.waiting.then,
            line.waiting.status,
        )
        for line in lines_of(found)
    ]


def _side(halves: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, str]:
    words = "\n".join(words for words, _ in halves)
    return words, "\n".join(source for _, sources in halves for source in sources)


def _sources(half: Half, places: Mapping[Row, Place]) -> list[str]:
    """Return the lists that say a side: month, list, file and rows, one text a list."""
    lists: dict[tuple[int, str], list[ListLine]] = {}
    for line in half.lines:
        lists.setdefault((line.publication_id, line.programme), []).append(line)
    return [_source(lines, places) for lines in lists.values()]


def _source(lines: Sequence[ListLine], places: Mapping[Row, Place]) -> str:
    first = lines[0]
    stand = [places.get((str(line.publication.batch), line.row)) for line in lines]
    file = next((place.file_name for place in stand if place is not None), "")
    rows = "、".join(str(row) for row in sorted({place.row for place in stand if place and place.row}))
    listed = f"{month_in_words(first.publication.period)} {first.get_programme_display()}名册"
    return " ".join(filter(None, (listed, file, f"第 {rows} 行" if rows else "")))
