"""Turns a column of many rows into what the database takes, value by value only where it must be."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    UUIDField,
)

AS_THEY_ARE = frozenset({int, str, bool, type(None)})
"""Values that every database takes as they are, in the columns meant for them."""
SIMPLE = (IntegerField, CharField, BooleanField, ForeignKey)
LEVELLED = (*SIMPLE, DateField, UUIDField)
"""Columns whose values are turned into the database's own form alike, wherever they stand."""


def column_of(field: Field[Any, Any], rows: Sequence[Model], connection: BaseDatabaseWrapper) -> list[object]:
    """Return a column's values as the database takes them; what is sealed is sealed each by itself."""
    said = list(map(attrgetter(field.attname), rows))
    if isinstance(field, SIMPLE) and {*map(type, said)} <= AS_THEY_ARE:
        return said
    if isinstance(field, LEVELLED):
        known = {value: field.get_db_prep_save(value, connection) for value in {*said}}
        return [known[value] for value in said]
    return [field.get_db_prep_save(value, connection) for value in said]
