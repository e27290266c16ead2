"""Hold a table on its way from headings to columns, and what is guessed of each column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.recognition.fit import content_of
from doudi.recognition.header import Headings
from doudi.recognition.layout import Block, Layout
from doudi.recognition.sources import Source

SAMPLED_ROWS = 2000
ASKED = "?"
"""What a column is of which a person must say whether it is taken."""
UNKNOWN, IGNORED = "UNKNOWN", "IGNORED"
"""Why a column is taken for none of the source's."""


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column of the file: what it is called, what it seems to be, how surely and why.

    `member` counts the further people of a row from 1; 0 is the row's own person. `left_as` says why
    it is taken for no column: its heading is UNKNOWN, or known and IGNORED; empty for any other reason.
    `ticked` is the word that a tick in the column says.
    """

    place: int
    heading: str
    key: str
    column: str = ""
    confidence: float = 0.0
    reason: str = ""
    wording: str = ""
    member: int = 0
    left_as: str = ""
    ticked: str = ""

    @property
    def letter(self) -> str:
        """Return the column's letters as in Excel."""
        letters, rest = "", self.place + 1
        while rest > 0:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return letters


class Table:
    """A table on its way from headings to columns."""

    def __init__(self, source: Source, layout: Layout, block: Block, headings: Headings) -> None:
        self.source, self.layout, self.block, self.headings = source, layout, block, headings
        self.header = block.header.wordings
        self.rows = layout.data_rows(block)[:SAMPLED_ROWS]
        blank = headings.catalogue.words.blank
        self.contents = [
            content_of(layout.grid, place, self.rows, blank) for place in range(len(self.header))
        ]
        self.notices: list[str] = []
        self.doubts: list[tuple[str, str]] = []
        self.reasons: dict[int, str] = {}
        self.monthly: frozenset[int] = frozenset()

    def ask(
        self, guesses: Sequence[ColumnGuess], places: Collection[int], code: str, sentence: str
    ) -> list[ColumnGuess]:
        """Return the columns with some of them open, which a person must choose, and keep why."""
        self.doubts.append((code, sentence))
        return [
            replace(guess, column=ASKED, confidence=0.0, reason="拿不准，请选定")
            if guess.place in places
            else guess
            for guess in guesses
        ]

    def with_reason(self, guess: ColumnGuess) -> ColumnGuess:
        """Return a column that is left with the reason the table itself gives, such as another month."""
        reason = self.reasons.get(guess.place, "")
        return replace(guess, reason=reason) if reason and not guess.column else guess

    def merged_below(self, place: int) -> NDArray[np.bool_]:
        """Return which of the sampled rows lie in a merged cell of a column that begins in a row above."""
        covered = np.zeros(self.layout.grid.rows, bool)
        first_row = self.layout.grid.sheet.first_row
        for top, left, bottom, _ in self.layout.grid.sheet.merges:
            if left == place and bottom > top:
                covered[max(top - first_row, -1) + 1 : max(bottom - first_row, -1) + 1] = True
        return covered[self.rows]

    def same(self, places: Sequence[int]) -> bool:
        """Say whether some columns hold the same in every row."""
        block = self.block
        first, *others = (
            pc.fill_null(self.layout.grid.texts[place].slice(block.first, block.end - block.first), "")
            for place in places
        )
        return all(first.equals(other) for other in others)

    def likeness(self, place: int, other: int) -> float:
        """Return in which share of the rows two columns hold the same."""
        rows = pa.array(self.rows)
        texts = [pc.fill_null(self.layout.grid.texts[at].take(rows), "") for at in (place, other)]
        return float(pc.mean(pc.equal(*texts).cast(pa.float64())).as_py() or 0.0)

    def alternate(self, places: Sequence[int]) -> bool:
        """Say whether hardly any row has something in more than one of some columns: 镇 here, 街道 there."""
        rows = self.layout.data_rows(self.block)
        filled = sum(self.layout.grid.filled[place][rows].astype(np.int32) for place in places)
        return bool(rows.size) and bool((np.asarray(filled) < 2).all())
