"""Answers where a row of a batch stands in the file it came in."""

from __future__ import annotations

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


def place_of_row(batch_id: str, row: int) -> RowPlace | None:
    """Return where a batch's row stands in its file, or None when there is no such batch."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        return None
    path = batch_folder(batch.pk).rows
    if not path.exists():
        return RowPlace(str(batch.pk), batch.file_name, 0)
    found = pq.read_table(path, columns=["sheet_row"], filters=pc.field("row") == row).column("sheet_row")
    return RowPlace(str(batch.pk), batch.file_name, found[0].as_py() if len(found) else 0)
