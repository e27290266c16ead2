"""Reads what a checked batch says, as far as lists are compared with one another: people, rows, townships."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.kernel.identity_columns import REJECTED

OF_THE_FILE = frozenset({"row", "sheet", "sheet_row", "status", "repairs", "name_key"})
"""Columns that say where a row stood and how it was read, not what it says."""
SEPARATOR = "\x1f"
Tokens = NDArray[np.void]


def people_in(batch: Batch) -> tuple[NDArray[np.int32], Tokens]:
    """Return each accepted person's first row and token."""
    table = _accepted(batch, ["row", "token_high", "token_low"])
    pairs = np.rec.fromarrays([table["token_high"].to_numpy(), table["token_low"].to_numpy()])
    tokens, first = np.unique(pairs, return_index=True)
    return table["row"].to_numpy()[first], np.asarray(tokens)


def tokens_in(batches: list[Batch]) -> Tokens:
    """Return the people of several batches, each once."""
    found = [people_in(batch)[1] for batch in batches]
    return reduce(np.union1d, found) if found else np.empty(0, [("f0", np.int64), ("f1", np.int64)])


def townships_in(batch: Batch) -> set[str]:
    """Return the townships that accepted rows of a batch name."""
    divisions = pc.unique(_accepted(batch, ["division"])["division"]).to_pylist()
    return {code[:TOWNSHIP_DIGITS] for code in divisions if code and len(code) >= TOWNSHIP_DIGITS}


def division_by_row(batch: Batch) -> dict[int, str]:
    """Return where each accepted row's person lives, '' where the list does not say."""
    table = _accepted(batch, ["row", "division"])
    return dict(zip(table["row"].to_pylist(), pc.fill_null(table["division"], "").to_pylist(), strict=True))


def values_in(batch: Batch, column: str) -> set[object]:
    """Return what accepted rows of a batch say in a column, nothing left out but blanks."""
    return set(pc.unique(_accepted(batch, [column])[column]).to_pylist()) - {None}


def rows_in_common(one: Batch, other: Batch) -> int:
    """Return which share of the smaller batch's rows stand on the other word for word, in per cent."""
    mine, theirs = (_sayings(batch) for batch in (one, other))
    fewer = min(mine.size, theirs.size)
    return int(100 * np.intersect1d(mine, theirs).size / fewer) if fewer else 0


def _sayings(batch: Batch) -> NDArray[np.object_]:
    table = _accepted(batch)
    columns = [table[name].cast(pa.string()) for name in table.column_names if name not in OF_THE_FILE]
    said = pc.binary_join_element_wise(*(pc.fill_null(column, "") for column in columns), SEPARATOR)
    return np.unique(said.to_numpy(zero_copy_only=False))


def _accepted(batch: Batch, columns: list[str] | None = None) -> pa.Table:
    wanted = None if columns is None else [*columns, "status"]
    table = pq.read_table(batch_folder(batch.pk).rows, columns=wanted)
    return table.filter(pc.less(table["status"], REJECTED))


def rows_elsewhere(batch: Batch) -> int:
    """Return how many accepted rows of a batch are another county's people."""
    problems = pq.read_table(batch_folder(batch.pk).problems, columns=["row", "code"])
    strangers = problems.filter(pc.equal(problems["code"], "OTHER_DIVISION"))["row"]
    accepted = _accepted(batch, ["row"])["row"]
    return int(pc.sum(pc.is_in(accepted, value_set=pc.unique(strangers))).as_py() or 0)
