"""Tell days that cannot stand in the order they do: a death before a birth, a cremation before a death."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.recognition.identities import Identities
from doudi.recognition.problems import Problems
from doudi.recognition.sources import Kind, Source, Type

FIRST_THEN = (
    ("died_on", "cremated_on", "DEATH_AFTER_CREMATION"),
    ("first_issued_on", "issued_on", "FIRST_AFTER_LATER"),
    ("issued_on", "expires_on", "FIRST_AFTER_LATER"),
)
"""Which day comes first, which later, and what is said when it does not."""


def note_orders(
    source: Source, columns: Mapping[str, pa.Array], identities: Identities, problems: Problems
) -> None:
    """Tell the rows whose days contradict one another or the person's birth."""
    for first, later, code in FIRST_THEN:
        if first in columns and later in columns:
            _note(pc.greater(columns[first], columns[later]), first, code, problems)
    if source.each != "person" or source.kind == Kind.ROSTER:
        return  # a register's days are often the family's
    for column in source.columns:
        if column.type == Type.DATE and column.name in columns:
            before = pc.less(columns[column.name], identities.born_on)
            _note(before, column.name, "BEFORE_BIRTH", problems)


def _note(wrong: pa.Array, column: str, code: str, problems: Problems) -> None:
    rows = np.flatnonzero(pc.fill_null(wrong, False).to_numpy(zero_copy_only=False))
    problems.add(rows, column, code)
