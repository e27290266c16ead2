"""Turn the cells of some rows of an .xlsx sheet into columns of text with a kind, many at a time."""

from __future__ import annotations

import datetime
import html
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.reading.cells import (
    EMPTY_CELL,
    Cell,
    Kind,
    of_logical,
    of_moment,
    of_text,
    of_written_number,
    schema_of,
    with_errors,
)
from doudi.reading.facts import column_place
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import SHORTEST_GAP, Sink
from doudi.reading.xlsx_book import Book, unescaped

EPOCH_1900, EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)  # noqa: DTZ001 – no zones
LAST_SERIAL = 2_958_466
LEAP_SERIAL = 60
MILLISECONDS = 86_400_000
WHOLE_NUMBER = r"^(?:0|-?[1-9][0-9]{0,14})$"
NUMBER_KINDS = frozenset({b"", b"n"})
KINDS = NUMBER_KINDS | {b"s", b"str", b"inlineStr", b"b", b"e", b"d"}
TRUE = frozenset({"1", "true"})

Numbers = NDArray[np.int64]


class Tokens(NamedTuple):
    """The parts of cells as they stand in the XML, part by part."""

    letters: Sequence[bytes]
    digits: Sequence[bytes]
    styles: Sequence[bytes]
    kinds: Sequence[bytes]
    formulas: Sequence[bytes]
    formula_texts: Sequence[bytes]
    values: Sequence[bytes]
    inlines: Sequence[bytes]


class CellColumns:
    """Takes the filled cells of rows in order and puts them into the sink as columns."""

    def __init__(self, book: Book, sink: Sink) -> None:
        self.book, self.sink = book, sink
        self.places: dict[bytes, int] = {}

    def take(self, rows: Numbers, tokens: Tokens) -> None:
        """Take cells with the row of each."""
        places = self._places(rows, tokens)
        texts, kinds = self._texts(tokens)
        filled = np.flatnonzero(np.asarray(kinds) != Kind.EMPTY)
        if filled.size < rows.size:
            rows, places = rows[filled], places[filled]
            texts, kinds = texts.take(pa.array(filled)), kinds.take(pa.array(filled))
        breaks = np.flatnonzero(np.diff(rows) > SHORTEST_GAP) + 1
        for start, end in zip([0, *breaks], [*breaks, rows.size], strict=True):
            if end > start:
                part = slice(start, end)
                self._emit(rows[part], places[part], texts[part], kinds[part])

    def _places(self, rows: Numbers, tokens: Tokens) -> Numbers:
        """Return the column of each cell; refuse a cell in another row's place, or two in one place."""
        for letters in set(tokens.letters) - self.places.keys():
            self.places[letters] = column_place(letters.decode())
        places = np.array([self.places[letters] for letters in tokens.letters], np.int64)
        said = np.array([int(digits or -1) for digits in tokens.digits], np.int64)
        strayed = np.flatnonzero((said != rows) & (said >= 0))
        if strayed.size:
            self._refuse(tokens, int(strayed[0]), "不在自己的行里")
        doubled = np.flatnonzero((np.diff(rows) == 0) & (np.diff(places) <= 0)) + 1
        if doubled.size:
            self._refuse(tokens, int(doubled[0]), "出现了两次或次序颠倒")
        return places

    def _texts(self, tokens: Tokens) -> tuple[pa.Array, pa.Array]:
        """Return the text and the kind of each cell."""
        kinds = np.array(tokens.kinds, dtype=object)
        strange = set(tokens.kinds) - KINDS
        if strange:
            self._refuse(tokens, int(np.isin(kinds, list(strange)).argmax()), "的类型不认识")
        shared = kinds == b"s"
        plain = np.isin(kinds, list(NUMBER_KINDS)) & ~self._special(tokens)
        parts = [np.flatnonzero(shared), np.flatnonzero(plain), np.flatnonzero(~shared & ~plain)]
        found = [
            self._shared(tokens, parts[0]),
            self._numbers(tokens, parts[1]),
            self._others(tokens, parts[2]),
        ]
        back = pa.array(np.argsort(np.concatenate(parts)))
        texts = pa.concat_arrays([texts for texts, _ in found]).take(back)
        given = pa.concat_arrays([given for _, given in found]).take(back)
        return texts, with_errors(texts, given)

    def _special(self, tokens: Tokens) -> NDArray[np.bool_]:
        """Return which cells are more than a written value: days, and formulas without a value."""
        styles = {style: int(style) in self.book.date_styles for style in set(tokens.styles) if style}
        dated = np.array([styles.get(style, False) for style in tokens.styles], bool)
        bare = np.array([not value for value in tokens.values], bool)
        if self.book.to_be_calculated:
            bare |= np.array([bool(formula) for formula in tokens.formulas], bool)
        return np.asarray(dated | bare)

    def _shared(self, tokens: Tokens, at: Numbers) -> tuple[pa.Array, pa.Array]:
        said = [tokens.values[one] for one in at]
        try:
            wanted = np.array([int(value) for value in said], np.int64)
        except ValueError:
            wrong = next(int(one) for one, value in zip(at, said, strict=True) if not value.isdigit())
            self._refuse(tokens, wrong, "指向的文字不存在")
        outside = np.flatnonzero((wanted < 0) | (wanted >= len(self.book.strings)))
        if outside.size:
            self._refuse(tokens, int(at[outside[0]]), "指向的文字不存在")
        texts = self.book.strings.take(pa.array(wanted))
        texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
        return texts, texts.is_valid().cast(pa.uint8())

    def _numbers(self, tokens: Tokens, at: Numbers) -> tuple[pa.Array, pa.Array]:
        texts = pa.array([tokens.values[one] for one in at], pa.binary()).cast(pa.string())
        kinds = np.full(len(at), Kind.NUMBER, np.uint8)
        other = np.flatnonzero(~np.asarray(pc.match_substring_regex(texts, WHOLE_NUMBER), bool))
        if not other.size:
            return texts, pa.array(kinds)
        said: list[str | None] = texts.to_pylist()
        for one in other:
            said[one], kinds[one] = of_written_number(html.unescape(said[one] or "").strip())
        return pa.array(said, pa.string()), pa.array(kinds)

    def _others(self, tokens: Tokens, at: Numbers) -> tuple[pa.Array, pa.Array]:
        cells = [self._cell(*(part[one] for part in tokens[2:])) for one in at]
        texts = pa.array([cell.text for cell in cells], pa.string())
        return texts, pa.array([cell.kind for cell in cells], pa.uint8())

    def _cell(
        self, style: bytes, kind: bytes, formula: bytes, written: bytes, value: bytes, inline: bytes
    ) -> Cell:
        if kind == b"inlineStr":
            return of_text(unescaped(html.unescape((inline or value).decode())))
        text = html.unescape(value.decode())
        nothing = not text or (self.book.to_be_calculated and text == "0")
        if formula and nothing and kind != b"str":
            return Cell("=" + html.unescape(written.decode()), Kind.UNCALCULATED)
        if kind in NUMBER_KINDS:
            dated = bool(style) and int(style) in self.book.date_styles
            return _day(text, self.book.epoch_1904) if dated else of_written_number(text)
        return OTHERS[kind](text)

    def _emit(self, rows: Numbers, places: Numbers, texts: pa.Array, kinds: pa.Array) -> None:
        first, last, width = int(rows[0]), int(rows[-1]), int(places.max()) + 1
        self.sink.refuse_far(first, last, width)
        height = last - first + 1
        given = np.asarray(kinds)
        arrays: list[pa.Array] = []
        order = np.argsort(places, kind="stable")
        bounds = np.searchsorted(places[order], np.arange(width + 1))
        for place in range(width):
            cells = order[bounds[place] : bounds[place + 1]]
            at = rows[cells] - first
            index = np.full(height, -1, np.int64)
            index[at] = cells
            column = np.zeros(height, np.uint8)
            column[at] = given[cells]
            arrays += [texts.take(pa.array(index, mask=index < 0)), pa.array(column)]
        self.sink.batch(first, pa.record_batch(arrays, schema=schema_of(width)))

    def _refuse(self, tokens: Tokens, at: int, what: str) -> NoReturn:
        cell = (tokens.letters[at] + tokens.digits[at]).decode()
        raise FileRefused("BROKEN_SHEET", sheet=self.sink.facts.name, what=f"单元格 {cell} {what}")


@lru_cache(maxsize=65_536)
def _day(text: str, epoch_1904: bool) -> Cell:
    """Return the day or time that a number means; a number that means none stays a number."""
    try:
        serial = float(text)
    except ValueError:
        return of_text(text)
    if not 0 <= serial < LAST_SERIAL or (not epoch_1904 and LEAP_SERIAL <= serial < LEAP_SERIAL + 1):
        return of_written_number(text)
    span = datetime.timedelta(milliseconds=round(serial * MILLISECONDS))
    if serial < 1:
        return of_text((EPOCH_1900 + span).time().isoformat("seconds"))
    early = datetime.timedelta(days=1 if serial < LEAP_SERIAL and not epoch_1904 else 0)
    return of_moment((EPOCH_1904 if epoch_1904 else EPOCH_1900) + early + span)


def _written_day(text: str) -> Cell:
    """Return the day of a cell that holds a day as text, as the newest format allows."""
    try:
        return of_moment(datetime.datetime.fromisoformat(text.rstrip("Z")))
    except ValueError:
        return of_text(text)


def _of_string(text: str) -> Cell:
    return of_text(unescaped(text))


OTHERS: dict[bytes, Callable[[str], Cell]] = {
    b"str": _of_string,
    b"b": lambda text: of_logical(text in TRUE) if text else EMPTY_CELL,
    b"e": lambda text: Cell(text, Kind.ERROR) if text else EMPTY_CELL,
    b"d": _written_day,
}
