"""Account for every row of every batch against the roster: hits, rows off it, people without a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.kernel.dates import Period
from doudi.matching.batches import BatchFile
from doudi.matching.roster_index import Bools, Ints, RosterIndex, find, index_of

REJECTED = 2
ROWS_AT_ONCE = 1 << 16
HITS_AT_ONCE = 1 << 20
TOKENS = ["person_id", "token_high", "token_low"]

ACCOUNTING = pa.schema(
    [
        ("number", pa.int16()),
        ("batch", pa.string()),
        ("source", pa.string()),
        ("period", pa.string()),
        ("rows_read", pa.int64()),
        ("accepted", pa.int64()),
        ("rejected", pa.int64()),
        ("matched", pa.int64()),
        ("unmatched", pa.int64()),
    ]
)
GAPS = pa.schema([("source", pa.dictionary(pa.int8(), pa.string())), ("person_id", pa.int64())])
HITS = pa.schema([("batch_number", pa.int16()), ("row", pa.int32()), ("person_id", pa.int64())])

Number = TypeVar("Number", np.uint8, np.int32, np.int64)
Used = Sequence[tuple[str, BatchFile]]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everyone there is to meet: the index of tokens, whose each entry is, and all people in order.

    `places` says where among the people the person of an entry stands.
    """

    index: RosterIndex
    person_ids: Ints
    people: Ints
    places: Ints

    def missing(self, met: Bools) -> Ints:
        """Return the people none of whose entries was met."""
        present = np.zeros(len(self.people), np.bool_)
        present[self.places[met]] = True
        return self.people[~present]


@dataclass(slots=True)
class Counted:
    """The rows of one batch: read, holding an identity, naming someone on the roster."""

    read: int = 0
    accepted: int = 0
    matched: int = 0


class Hits:
    """Writes hits in large groups, in the order they are handed over."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, number: int, rows: pa.Array, people: Ints) -> None:
        """Take in hits of one batch."""
        numbers = pa.array(np.full(len(people), number, np.int16))
        self._waiting.append(pa.record_batch([numbers, rows, pa.array(people)], schema=HITS))
        self._rows += len(people)
        if self._rows >= HITS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting))
        self._waiting, self._rows = [], 0


@dataclass(slots=True)
class Tally:
    """What has been counted so far, batch by batch, and who has been met in each source."""

    batches: list[Counted] = field(default_factory=list)
    met: dict[str, Bools] = field(default_factory=dict)


def account(roster_folder: Path, used: Used, month: Period, folder: Path) -> None:
    """Write hits.parquet, gaps.parquet and accounting.parquet for these batches.

    The rows of a batch are counted as the file has them; accepted rows are those with an identity, and
    matched and unmatched rows add up to them. A row names at most one person.
    """
    roster = read_roster(roster_folder, month)
    tally = Tally()
    with pq.ParquetWriter(
        folder / "hits.parquet",
        HITS,
        compression="none",
        use_dictionary=["batch_number"],
        column_encoding={"row": "DELTA_BINARY_PACKED", "person_id": "DELTA_BINARY_PACKED"},
        write_statistics=False,
    ) as writer:
        hits = Hits(writer)
        for number, (source, batch) in enumerate(used):
            met = tally.met.setdefault(source, np.zeros(len(roster.person_ids), np.bool_))
            tally.batches.append(_count(batch, number, roster, met, hits))
        hits.flush()
    _write_gaps(tally, roster, folder / "gaps.parquet")
    _write_accounting(used, tally, folder / "accounting.parquet")


def read_roster(folder: Path, month: Period) -> Roster:
    """Read the roster's tokens, those of people included who are enrolled here but filed elsewhere."""
    people = pq.read_table(folder / "people.parquet", columns=TOKENS).cast(_tokens())
    enrolled = pq.read_table(folder / "spells.parquet", columns=[*TOKENS, "valid_from", "valid_to"])
    enrolled = enrolled.filter(_in_force(enrolled, month.first_day, month.next().first_day))
    filed, _ = _distinct(people["person_id"].to_numpy())
    elsewhere = pa.array(~np.isin(enrolled["person_id"].to_numpy(), filed))
    everyone = pa.concat_tables([people, enrolled.filter(elsewhere).select(TOKENS).cast(_tokens())])
    person_ids, high, low = (everyone[name].to_numpy() for name in TOKENS)
    index = index_of(high, low)
    distinct, places = _distinct(person_ids)
    return Roster(index, person_ids[index.order], distinct, places[index.order])


def _distinct(person_ids: Ints) -> tuple[Ints, Ints]:
    """Return the people in order, and each entry's place among them."""
    if (person_ids[1:] > person_ids[:-1]).all():
        return person_ids, np.arange(len(person_ids))
    distinct, places = np.unique(person_ids, return_inverse=True)
    return distinct, places


def _tokens() -> pa.Schema:
    return pa.schema([(name, pa.int64()) for name in TOKENS])


def _in_force(spells: pa.Table, first_day: date, next_first_day: date) -> pa.ChunkedArray:
    begun = pc.less(spells["valid_from"], pa.scalar(next_first_day))
    lasting = pc.fill_null(pc.greater(spells["valid_to"], pa.scalar(first_day)), True)
    return pc.and_(begun, lasting)


def _count(batch: BatchFile, number: int, roster: Roster, met: Bools, hits: Hits) -> Counted:
    """Go through one batch, a slice at a time, and write its hits in the order of its rows."""
    counted = Counted()
    columns = ["row", "status", "token_high", "token_low"]
    with pq.ParquetFile(batch.path) as file:
        for part in file.iter_batches(ROWS_AT_ONCE, columns=columns, use_threads=False):
            row, status, high, low = (part.column(name) for name in columns)
            usable = _plain(status, np.uint8) < REJECTED
            accepted = int(np.count_nonzero(usable))
            if low.null_count or high.null_count:
                usable &= pc.and_(low.is_valid(), high.is_valid()).to_numpy(zero_copy_only=False)
            rows, who = find(roster.index, _plain(high, np.int64), _plain(low, np.int64), usable)
            met[who] = True
            hits.add(number, pa.array(_plain(row, np.int32)[rows]), roster.person_ids[who])
            counted.read += len(part)
            counted.accepted += accepted
            counted.matched += len(rows)
    return counted


def _plain(column: pa.Array, kind: type[Number]) -> npt.NDArray[Number]:
    """Show a column's values where they lie; what stands in the place of a null is anything."""
    values = np.frombuffer(column.buffers()[1], kind, count=len(column) + column.offset)
    return values[column.offset :]


def _write_gaps(tally: Tally, roster: Roster, path: Path) -> None:
    """Write who has no row in any batch of a source, source by source."""
    sources = pa.array(sorted(tally.met), pa.string())
    with pq.ParquetWriter(
        path,
        GAPS,
        compression="none",
        use_dictionary=["source"],
        column_encoding={"person_id": "DELTA_BINARY_PACKED"},
        write_statistics=False,
    ) as writer:
        for code, source in enumerate(sources.to_pylist()):
            missing = roster.missing(tally.met[source])
            codes = pa.array(np.full(len(missing), code, np.int8))
            column = pa.DictionaryArray.from_arrays(codes, sources)
            writer.write_table(pa.Table.from_arrays([column, pa.array(missing)], schema=GAPS))


def _write_accounting(used: Used, tally: Tally, path: Path) -> None:
    """Write one line a batch."""
    rows = [
        {
            "number": number,
            "batch": batch.id,
            "source": source,
            "period": batch.period,
            "rows_read": counted.read,
            "accepted": counted.accepted,
            "rejected": counted.read - counted.accepted,
            "matched": counted.matched,
            "unmatched": counted.accepted - counted.matched,
        }
        for number, ((source, batch), counted) in enumerate(zip(used, tally.batches, strict=True))
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=ACCOUNTING), path)
