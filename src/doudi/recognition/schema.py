"""Hold the columns of a batch's Parquet: the keys that all have, then the source's own."""

from __future__ import annotations

import pyarrow as pa

from doudi.recognition.sources import Column, Keep, Source, Type

KEYS: tuple[tuple[str, pa.DataType], ...] = (
    ("row", pa.int32()),
    ("sheet", pa.int16()),
    ("sheet_row", pa.int32()),
    ("status", pa.uint8()),
    ("repairs", pa.uint8()),
    ("token_high", pa.int64()),
    ("token_low", pa.int64()),
    ("born_on", pa.date32()),
    ("sex", pa.string()),
    ("division", pa.string()),
    ("name_key", pa.int64()),
)
KEY_FIELDS = frozenset(name for name, _ in KEYS)
NOT_A_COLUMN = frozenset(
    {Type.IDENTITY, Type.DIVISION_COUNTY, Type.DIVISION_TOWN, Type.DIVISION_VILLAGE, Type.DIVISION_CODE}
)
TYPES: dict[Type, pa.DataType] = {
    Type.MONEY: pa.int64(),
    Type.INTEGER: pa.int64(),
    Type.HUNDREDTHS: pa.int64(),
    Type.SHARE: pa.int64(),
    Type.DATE: pa.date32(),
}


def rows_schema(source: Source) -> pa.Schema:
    """Return the schema of a source's rows.parquet; every column is there, whatever the file had."""
    fields = [pa.field(name, kind) for name, kind in KEYS]
    for column in source.columns:
        fields += _fields(column)
    return pa.schema(fields)


def _fields(column: Column) -> list[pa.Field]:
    """Return what the Parquet holds of a column: its value, the halves of its token, or nothing."""
    fields = []
    if column.has_token:
        fields = [pa.field(f"{column.name}_{half}", pa.int64()) for half in ("high", "low")]
    if column.keep != Keep.PARQUET or column.type in NOT_A_COLUMN | {Type.ACCOUNT}:
        return fields
    kind = pa.int16() if column.whole_number else TYPES.get(column.type, pa.string())
    return [*fields, pa.field(column.name, kind)]
