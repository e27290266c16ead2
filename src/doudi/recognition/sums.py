"""Tell the total among several columns of money that are called alike: 差额补助, 分类施保增发, 月领金额."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from doudi.recognition.table import ColumnGuess, Table

FEWEST_PARTS = 2
MOSTLY = 0.98
NOT_THE_MONTHS = re.compile(r"补发|追补|扣|退")
"""A column of what was paid late or kept back: with it the sum is what was paid, not the month's amount."""


def total_of(table: Table, guesses: Sequence[ColumnGuess]) -> ColumnGuess | None:
    """Return the one column that is the sum of all the others in nearly every row; None when none is."""
    if len(guesses) <= FEWEST_PARTS or any(NOT_THE_MONTHS.search(guess.heading) for guess in guesses):
        return None
    columns = [amounts_of(table, guess.place) for guess in guesses]
    rows = [row for row in zip(*columns, strict=True) if any(row)]
    if not rows or any(sum(bool(row[at]) for row in rows) == 0 for at in range(len(guesses))):
        return None
    sums = [
        guess
        for at, guess in enumerate(guesses)
        if sum(2 * row[at] == sum(row) for row in rows) >= MOSTLY * len(rows)
    ]
    return sums[0] if len(sums) == 1 else None


def amounts_of(table: Table, place: int) -> list[Decimal]:
    """Return a column's amounts in the rows looked at; what is no plain amount counts as nothing."""
    texts = table.layout.grid.texts[place].take(pa.array(table.rows)).to_pylist()
    return [_amount(text or "") for text in texts]


def _amount(text: str) -> Decimal:
    """Return a plain amount; what is none counts as nothing, and spoils the sum of its row."""
    try:
        amount = Decimal(text.strip() or "0")
    except InvalidOperation:
        return Decimal(0)
    return amount if amount.is_finite() else Decimal(0)
