"""Opens the rows behind a finding: names and numbers from the sidecar, values from the batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.common.keys import ring
from doudi.exchange.catalogue import catalogue
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.kernel.masking import mask_account, mask_address, mask_number, mask_phone
from doudi.kernel.money import yuan_text
from doudi.recognition.problems import shown
from doudi.recognition.sources import Column, Source, Type
from doudi.recognition.storage.batch_folder import SIDECAR
from doudi.recognition.storage.sealed_table import read_rows

MASKED: Mapping[Type, Callable[[str], str]] = {
    Type.IDENTITY: mask_number,
    Type.OTHER_IDENTITY: mask_number,
    Type.CERTIFICATE: mask_number,
    Type.ACCOUNT: mask_account,
    Type.PHONE: mask_phone,
    Type.ADDRESS: mask_address,
    Type.HOUSEHOLD: str,
}


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a batch, opened: who it names, and its columns as a screen may show them."""

    batch: str
    period: str
    source: Source
    file_name: str
    values: Mapping[str, Any]
    private: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return the name the file gives."""
        return "".join((self.private.get("name") or "").split())

    @property
    def number(self) -> str:
        """Return the identity number, eighteen characters."""
        return str(self.private.get("number") or "")

    def shown(self, columns: Sequence[str]) -> dict[str, Any]:
        """Return the record for a screen: numbers masked, fen as yuan, codes in Chinese."""
        known = {column.name: column for column in self.source.columns}
        return {
            "source": self.source.title,
            "file": self.file_name,
            "row": self.values["sheet_row"],
            "fields": [
                [name, known[name].title, self._field(known[name])] for name in columns if name in known
            ],
        }

    def _field(self, column: Column) -> str:
        if column.type == Type.IDENTITY:
            return mask_number(self.number)
        if column.type in MASKED:
            return MASKED[column.type](" ".join((self.private.get(column.name) or "").split()))
        if column.free_text and self.private.get(column.name):
            return shown(Type.TEXT, str(self.private[column.name]))
        if column.name in self.values:
            return _text(column, self.values[column.name])
        return str(self.private.get(column.name) or "")


def _text(column: Column, value: object) -> str:
    if value is None:
        return ""
    if column.type == Type.MONEY and isinstance(value, int):
        return yuan_text(value)
    if column.type == Type.HUNDREDTHS and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}".rstrip("0").rstrip(".")
    if column.type == Type.CODE:
        return column.labels.get(str(value), str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def records(batch_id: str, rows: Sequence[int]) -> Mapping[int, Record]:
    """Open some rows of a batch by their row number; only the chunks they lie in are opened.

    The caller has found these rows by comparison or is allowed to see the batch, and writes the trail.
    """
    batch = Batch.objects.get(pk=batch_id)
    folder = batch_folder(batch.pk)
    private = read_rows(folder.sidecar, ring().seals, bound=folder.bound(SIDECAR), rows=rows)
    table = pq.read_table(folder.rows, filters=pc.field("row").isin(pa.array(sorted(set(rows)), pa.int32())))
    source = catalogue().source(batch.source)
    return {
        values["row"]: Record(
            batch=str(batch.pk),
            period=batch.period,
            source=source,
            file_name=batch.file_name,
            values=values,
            private=private.get(values["row"], {}),
        )
        for values in table.to_pylist()
    }
