"""Measure a sheet's XML: its filled rectangle, its hidden rows and columns."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
ROW_NUMBER = re.compile(rb"\br=\"(\d+)\"")
SPAN = re.compile(rb"\b(min|max)=\"(\d+)\"")
MOST_LETTERS = 3
MOST_DIGITS = 7


class SheetScan:
    """The filled rectangle of a sheet, gathered piece by piece; styled cells without content do not count."""

    def __init__(self) -> None:
        self.first_row = self.first_column = np.iinfo(np.int64).max
        self.last_row = self.last_column = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns = 0

    @property
    def columns(self) -> int:
        """Return how many columns the filled rectangle has."""
        return max(int(self.last_column - self.first_column + 1), 0)

    @property
    def cells(self) -> int:
        """Return how many cells the filled rectangle has, which is what the reader would allocate."""
        return self.columns * max(int(self.last_row - self.first_row + 1), 0)

    @property
    def far_cell(self) -> str:
        """Return the name of the rectangle's last corner, such as XFD1048576."""
        letters, rest = "", int(self.last_column)
        while rest > 0:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return f"{letters}{self.last_row}"

    def take(self, chunk: bytes) -> None:
        """Take in a piece of the sheet's XML that is cut between tags."""
        if b'hidden="' in chunk:
            self._take_hidden(chunk)
        rows, columns = _filled_references(np.frombuffer(chunk, np.uint8))
        if rows.size:
            self.first_row = min(self.first_row, int(rows.min()))
            self.first_column = min(self.first_column, int(columns.min()))
            self.last_row = max(self.last_row, int(rows.max()))
            self.last_column = max(self.last_column, int(columns.max()))

    def _take_hidden(self, chunk: bytes) -> None:
        for match in HIDDEN_ROW.finditer(chunk):
            number = ROW_NUMBER.search(match.group(0))
            if number:
                self.hidden_rows.add(int(number.group(1)))
        for match in HIDDEN_COLUMN.finditer(chunk):
            span = {name: int(value) for name, value in SPAN.findall(match.group(0))}
            self.hidden_columns += max(span.get(b"max", 1) - span.get(b"min", 1) + 1, 1)


def _filled_references(text: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and column of every cell reference (r="B7") whose tag is not closed at once."""
    if text.size < 8:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    quoted = (text[3:] == ord('"')) | (text[3:] == ord("'"))
    marks = (text[1:-2] == ord("r")) & (text[2:-1] == ord("=")) & quoted & (text[:-3] <= ord(" "))
    starts = np.flatnonzero(marks) + 4
    ends = np.flatnonzero(text == ord(">"))
    at = np.searchsorted(ends, starts)
    starts, at = starts[at < ends.size], at[at < ends.size]
    starts = starts[text[ends[at] - 1] != ord("/")]
    padded = np.concatenate([text, np.zeros(MOST_LETTERS + MOST_DIGITS + 1, np.uint8)])
    columns, place = _letters(padded, starts)
    rows = _digits(padded, place)
    named = (columns > 0) & (rows > 0)
    return rows[named], columns[named]


def _letters(
    text: NDArray[np.uint8], place: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    number, place = np.zeros(place.size, np.int64), place.copy()
    running = np.ones(place.size, bool)
    for _ in range(MOST_LETTERS):
        letter = text[place].astype(np.int64) - ord("A") + 1
        running &= (letter >= 1) & (letter <= 26)
        number = np.where(running, number * 26 + letter, number)
        place = place + running
    return number, place


def _digits(text: NDArray[np.uint8], place: NDArray[np.int64]) -> NDArray[np.int64]:
    number, running = np.zeros(place.size, np.int64), np.ones(place.size, bool)
    for _ in range(MOST_DIGITS):
        digit = text[place].astype(np.int64) - ord("0")
        running &= (digit >= 0) & (digit <= 9)
        number = np.where(running, number * 10 + digit, number)
        place = place + running
    return number
