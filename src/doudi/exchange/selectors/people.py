"""Finds people across batches: what lists say of one, and who of a list receives nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.exchange.catalogue import catalogue
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.selectors.records import Record, records
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.tokens import Token
from doudi.recognition.sources import Kind
from doudi.registry.models import Identity
from doudi.registry.selectors import aided_people

MOST_RECORDS = 200
PEOPLE_AT_ONCE = 5000


def records_of_person(tokens: Iterable[Token], region: str) -> list[Record]:
    """Return what other departments' published lists of a region say of one person, newest month first.

    The caller is allowed to see the person and writes the trail.
    """
    wanted = list(tokens)
    sources = [code for code, source in catalogue().sources.items() if source.kind == Kind.DEPARTMENT]
    batches = Batch.objects.filter(
        source__in=sources, region__startswith=region, state=BatchState.PUBLISHED
    ).order_by("-period", "source")
    found: list[Record] = []
    for batch in batches:
        rows = _rows_of(batch, wanted)
        found += records(str(batch.pk), rows).values() if rows else []
        if len(found) >= MOST_RECORDS:
            break
    return found[:MOST_RECORDS]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What one row of a department's list says of a person, as a card shows it."""

    source: str
    title: str
    provider: str
    period: str
    fields: Sequence[tuple[str, str]]


def record_lines(tokens: Iterable[Token], region: str) -> list[RecordLine]:
    """Return what departments' lists say of a person in words: only what the lists tell, nothing blank."""
    lines = []
    for record in records_of_person(tokens, region):
        columns = [column.name for column in record.source.columns if column.own]
        shown = record.shown(columns)["fields"]
        lines.append(
            RecordLine(
                source=record.source.code,
                title=record.source.title,
                provider=record.source.provider,
                period=record.period,
                fields=[(label, text) for _, label, text in shown if text],
            )
        )
    return lines


def _rows_of(batch: Batch, tokens: Sequence[Token]) -> list[int]:
    highs = pa.array([token.high for token in tokens], pa.int64())
    table = pq.read_table(
        batch_folder(batch.pk).rows,
        columns=["row", "status", "token_high", "token_low"],
        filters=pc.field("token_high").isin(highs),
    )
    pairs = set(tokens)
    return [
        row["row"]
        for row in table.to_pylist()
        if row["status"] < REJECTED and Token(row["token_high"], row["token_low"]) in pairs
    ]


def rows_without_aid(batch: Batch) -> list[int]:
    """Return the rows of people on a list who receive nothing in its month (与在享名单的差集)."""
    aided = sorted(aided_people(Period.parse(batch.period), batch.region))
    receiving: set[tuple[int, int]] = set()
    for start in range(0, len(aided), PEOPLE_AT_ONCE):
        identities = Identity.objects.filter(person_id__in=aided[start : start + PEOPLE_AT_ONCE])
        receiving.update(identities.values_list("token_high", "token_low"))
    table = pq.read_table(batch_folder(batch.pk).rows, columns=["row", "status", "token_high", "token_low"])
    table = table.filter(pc.less(table["status"], REJECTED))
    pairs = zip(table["token_high"].to_pylist(), table["token_low"].to_pylist(), strict=True)
    outside = np.array([pair not in receiving for pair in pairs], bool)
    rows: list[int] = table["row"].to_numpy()[outside].tolist()
    return rows
