"""Answers where a row of a batch stands in the file it came in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A file, and the row of it as a spreadsheet numbers them; 0 when the rows are no longer kept."""

    batch: str
    file_name: str
    row: int


def places_of_rows(rows: Collection[tuple[str, int]]) -> dict[tuple[str, int], RowPlace]:
    """Return where rows of batches stand in their files, each opened once; none for a batch that is gone."""
    wanted: dict[str, list[int]] = {}
    for batch_id, row in rows:
        wanted.setdefault(batch_id, []).append(row)
    found: dict[tuple[str, int], RowPlace] = {}
    for batch in Batch.objects.filter(pk__in=wanted):
        key = str(batch.pk)
        numbers = _sheet_rows(batch, wanted[key])
        found |= {(key, row): RowPlace(key, batch.file_name, numbers.get(row, 0)) for row in wanted[key]}
    return found


def _sheet_rows(batch: Batch, rows: Sequence[int]) -> dict[int, int]:
    """Return the numbers a spreadsheet shows for rows of a batch; none when its rows are no longer kept."""
    path = batch_folder(batch.pk).rows
    if not path.exists():
        return {}
    table = pq.read_table(path, columns=["row", "sheet_row"], filters=pc.field("row").isin(list(rows)))
    return dict(zip(table.column("row").to_pylist(), table.column("sheet_row").to_pylist(), strict=True))
