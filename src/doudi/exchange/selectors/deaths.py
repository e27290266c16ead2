"""Says whose death departments' published lists report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pyarrow.parquet as pq

from doudi.exchange.selectors.published import published_batches
from doudi.kernel.dates import Period
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.tokens import Token
from doudi.matching.engine import BatchFile

SOURCE = "cremation"
COLUMNS = (
    "status",
    "token_high",
    "token_low",
    "record_kind",
    "record_status",
    "remark",
    "died_on",
    "cremated_on",
)
OF_DEATH = frozenset({None, "DEATH", "DECLARED"})
STANDING = frozenset({None, "STANDING"})
Said = tuple[int, int | None, int | None, str | None, str | None, str | None, date | None, date | None]


def reported_dead(region: str, period: Period) -> set[Token]:
    """Return the numbers whose death a published list of a region reports and no list takes back.

    The comparison's step `deaths` says the same in SQL; this one needs no comparison to have run.
    """
    return set(days_of_death(region, period))


def days_of_death(region: str, period: Period) -> dict[Token, date | None]:
    """Return the first day a list gives for each death, of it or else of the cremation; None for none."""
    dead: dict[Token, date | None] = {}
    restored: set[Token] = set()
    for file in published_batches(region, period).get(SOURCE, ()):
        for row in _rows_of(file):
            if _is_back(row):
                restored.update(_token(row))
            elif row[3] in OF_DEATH and row[4] in STANDING:
                dead |= {token: _earlier(dead.get(token), row[6] or row[7]) for token in _token(row)}
    return {token: day for token, day in dead.items() if token not in restored}


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _is_back(row: Said) -> bool:
    return row[3] == "RESTORED" or row[4] == "WITHDRAWN" or row[5] == "RESTORED"


def _token(row: Said) -> list[Token]:
    status, high, low, *_ = row
    return [Token(high, low)] if status < REJECTED and high is not None and low is not None else []


def _rows_of(file: BatchFile) -> Iterable[Said]:
    there = set(pq.read_schema(file.path).names)
    table = pq.read_table(file.path, columns=[name for name in COLUMNS if name in there])
    nothing = [None] * len(table)
    return zip(*(table[name].to_pylist() if name in there else nothing for name in COLUMNS), strict=True)
