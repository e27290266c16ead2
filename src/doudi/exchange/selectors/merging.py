"""Answers who stands on any of several published lists, everyone once, with the lists that name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.parquet as pq

from doudi.exchange.catalogue import source_title
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.merging import Merged, Named, merge
from doudi.exchange.selectors.records import Record, records
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.tokens import Token
from doudi.registry.selectors import aided_people, people_by_token

KEYS = ("row", "status", "token_high", "token_low")
VISITS = ("visited_on", "checked_on")
"""Where a survey and a check on the spot say on which day somebody went there."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Several lists as one: everyone once, and how the rows are accounted for."""

    people: Sequence[Merged]
    rows: int
    rejected: int

    @property
    def sentence(self) -> str:
        """Return the accounting in words."""
        several = sum(len(one.rows) > 1 for one in self.people)
        said = f"可用 {self.rows} 行，合并得 {len(self.people)} 人，其中 {several} 人不止一份名单上有"
        return f"{said}；另有 {self.rejected} 行退回，没有并入。" if self.rejected else f"{said}。"


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One person as a line: who, on which lists, and whether anything is known of them yet."""

    name: str
    number: str
    division: str
    sources: Sequence[tuple[str, int]]
    state: str
    visited_on: date | None
    person: int | None


AIDED, VISITED, WAITING = "在享", "已入户", "待核"


def merged_lists(batches: Sequence[Batch]) -> Whole:
    """Return everyone of these lists once; a number a person had before is the same person."""
    read = [(str(batch.pk), row) for batch in batches for row in _rows(batch)]
    tokens = [Token(row["token_high"], row["token_low"]) for _, row in read]
    known = people_by_token(tokens)
    named = [
        Named(known[token].pk if token in known else token, batch, row["row"], _visit(row))
        for (batch, row), token in zip(read, tokens, strict=True)
    ]
    return Whole(merge(named), len(named), sum(batch.rows_read for batch in batches) - len(named))


def _rows(batch: Batch) -> Iterator[dict[str, Any]]:
    path = batch_folder(batch.pk).rows
    wanted = [name for name in (*KEYS, *VISITS) if name in pq.read_schema(path).names]
    for row in pq.read_table(path, columns=wanted).to_pylist():
        if row["status"] < REJECTED and row["token_low"] is not None:
            yield row


def _visit(row: Mapping[str, Any]) -> date | None:
    return next((row[name] for name in VISITS if row.get(name)), None)


def merged_lines(people: Sequence[Merged], batches: Sequence[Batch], period: Period) -> list[MergedLine]:
    """Open people for a screen or a sheet; the caller writes the trail."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for one in people:
        for batch, row in one.rows.items():
            rows[batch].append(row)
    opened = {batch: records(batch, wanted) for batch, wanted in rows.items()}
    aided = aided_people(period, batches[0].region[:COUNTY_DIGITS]) if batches else set()
    titles = {str(batch.pk): f"{source_title(batch.source)}（{batch.file_name}）" for batch in batches}
    return [
        _line(one, [opened[batch][row] for batch, row in one.rows.items()], titles, aided) for one in people
    ]


def _line(one: Merged, said: Sequence[Record], titles: dict[str, str], aided: set[int]) -> MergedLine:
    person = one.who if isinstance(one.who, int) else None
    state = AIDED if person in aided else VISITED if one.visited_on else WAITING
    return MergedLine(
        name="、".join(dict.fromkeys(record.name for record in said if record.name)),
        number=said[0].number,
        division=next((record.values["division"] for record in said if record.values["division"]), ""),
        sources=[(titles[record.batch], record.values["sheet_row"]) for record in said],
        state=state,
        visited_on=one.visited_on,
        person=person,
    )
