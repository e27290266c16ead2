"""Tell a workbook that has homes on one sheet and their members on another.

The sheet of homes has what a register cannot do without – the class, the day –, that of members the number
of their head; what is not said of each person alone is the home's.
"""

from __future__ import annotations

from collections.abc import Sequence

from doudi.recognition.sources import Source

NUMBER, HEADS_NUMBER = "id_number", "head_number"
OF_PERSONS = frozenset({NUMBER, HEADS_NUMBER, "name", "head_name", "relation"})


def tells_of_homes(source: Source) -> bool:
    """Say whether a list of a source can be so divided: it has heads, and needs more than a person."""
    return (
        any(column.name == HEADS_NUMBER for column in source.columns) and not _required(source) <= OF_PERSONS
    )


def homes_among(source: Source, mapped: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return what sheets of homes say for those of members, of tables by the columns they have."""
    if not any(is_of_members(source, names) for names in mapped):
        return frozenset()
    return frozenset().union(*(of_homes(source, names) for names in mapped))


def is_of_members(source: Source, names: frozenset[str]) -> bool:
    """Say whether a table's columns are those of members: a head's number, and not all a register needs."""
    return {NUMBER, HEADS_NUMBER} <= names and not _required(source) <= names


def of_homes(source: Source, names: frozenset[str]) -> frozenset[str]:
    """Return what a sheet of homes says of a whole home; nothing of any other sheet."""
    if HEADS_NUMBER in names or not _required(source) <= names:
        return frozenset()
    return names - OF_PERSONS - {column.name for column in source.columns if column.personal}


def _required(source: Source) -> frozenset[str]:
    return frozenset(column.name for column in source.columns if column.required)
