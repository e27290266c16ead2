"""Show the cells of a file on a screen or sheet so that no number in them can be read in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from doudi.kernel.masking import mask_address, mask_name
from doudi.recognition.problems import shown
from doudi.recognition.sources import Source, Type

NAMES_SOMEBODY = ("姓名", "人", "监护", "户主", "签")


def masked_cells(
    source: Source | None, columns: Sequence[Mapping[str, Any]], cells: Sequence[str]
) -> list[str]:
    """Return a row's cells masked by what each column is; columns nobody knows are masked by their look."""
    known = {column.name: column.type for column in source.columns} if source else {}
    return [
        _masked(known.get(column["column"]), column["heading"], cell)
        for column, cell in zip(columns, cells, strict=False)
    ]


def _masked(kind: Type | None, heading: str, cell: str) -> str:
    if not cell:
        return ""
    if kind == Type.ADDRESS or (kind is None and "址" in heading):
        return mask_address(cell)
    if kind is None and any(word in heading for word in NAMES_SOMEBODY):
        return mask_name(shown(Type.TEXT, cell))
    return shown(kind or Type.TEXT, cell)
