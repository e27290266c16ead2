"""Which aid pays the same expense twice: one bill, or one outlay of one person, told to two offices."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Claim:
    """What one office gave for an expense: the bill's number, or the day and sum of the outlay (fen)."""

    key: int
    person: int
    office: str
    bill: str = ""
    spent_on: date | None = None
    spent_fen: int | None = None

    def expenses(self) -> Iterator[Hashable]:
        """Yield what the expense may be known by; an unknown one equals nothing."""
        if bill := "".join(self.bill.split()).upper():
            yield ("bill", bill)
        if self.spent_on is not None and self.spent_fen is not None:
            yield ("outlay", self.person, self.spent_on, self.spent_fen)


def claimed_twice(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Return the pairs of claims of different offices on one expense, each pair once."""
    return [
        (one, other)
        for one, other in combinations(claims, 2)
        if one.office != other.office and set(one.expenses()) & set(other.expenses())
    ]


def share_of(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded half up; of nothing it is all, and less than all is no 100."""
    if part >= whole:
        return 100
    return min((part * 200 + whole) // (2 * whole), 99)
