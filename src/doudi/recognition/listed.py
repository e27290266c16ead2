"""Tell which rows of a batch stand on a programme's list at all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.recognition.sources import ListingRule, Source


def listed_rows(source: Source, columns: Mapping[str, pa.Array], rows: int) -> NDArray[np.bool_]:
    """Return which rows of a batch stand on a list at all, read by whole columns."""
    listed = np.zeros(rows, bool)
    for rule in source.listing:
        mine = np.ones(rows, bool)
        if rule.when_column:
            kinds = columns.get(rule.when_column, pa.nulls(rows, pa.string()))
            mine &= _true(pc.equal(kinds, rule.when_is))
        mine &= ~_denied(rule, columns, rows)
        if rule.needs_amount:
            mine &= _true(pc.not_equal(columns.get(rule.amount, pa.nulls(rows, pa.int64())), 0))
        listed |= mine
    return listed


def denied_rows(source: Source, columns: Mapping[str, pa.Array], rows: int) -> NDArray[np.int64]:
    """Return the rows of which the list itself says that they receive nothing: 是否享受 is 否."""
    return np.flatnonzero(np.all([_denied(rule, columns, rows) for rule in source.listing], axis=0))


def _denied(rule: ListingRule, columns: Mapping[str, pa.Array], rows: int) -> NDArray[np.bool_]:
    if not rule.unless_column:
        return np.zeros(rows, bool)
    return _true(pc.equal(columns.get(rule.unless_column, pa.nulls(rows, pa.string())), rule.unless_is))


def _true(mask: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))
