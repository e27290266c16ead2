"""Tell the comparison what each source's batches hold, in its own terms: nothing is written down twice."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from doudi.matching.shapes import Shapes, SourceShape
from doudi.recognition.schema import KEY_FIELDS, NOT_A_COLUMN, rows_schema
from doudi.recognition.sources import Catalogue, Keep, Source

KINDS: Mapping[pa.DataType, str] = {
    pa.int64(): "BIGINT",
    pa.int16(): "INTEGER",
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
}


def shapes_of(catalogue: Catalogue) -> Shapes:
    """Return the shape of every source of a catalogue."""
    return {code: _shape(source) for code, source in catalogue.sources.items()}


def _shape(source: Source) -> SourceShape:
    fields = [field for field in rows_schema(source) if field.name not in KEY_FIELDS]
    return SourceShape(
        title=source.title,
        columns={field.name: KINDS[field.type] for field in fields},
        sealed=frozenset(
            column.name
            for column in source.columns
            if column.keep == Keep.SIDECAR or column.has_token or column.type in NOT_A_COLUMN
        ),
        words={column.name: column.labels for column in source.columns if column.labels},
        programmes=tuple(dict.fromkeys(rule.programme for rule in source.listing)),
    )
