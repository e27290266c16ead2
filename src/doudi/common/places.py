"""Says where rows of lists stand in the files they came in, for pages below the module that keeps files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

Row = tuple[str, int]
"""A batch and the number of a row in it."""


class Place(Protocol):
    """A file, and the row of it as a spreadsheet numbers them; 0 when the rows are no longer kept."""

    @property
    def file_name(self) -> str:
        """The name the file came in with."""

    @property
    def row(self) -> int:
        """The row as a spreadsheet shows it."""


def places_of(rows: Collection[Row]) -> Mapping[Row, Place]:
    """Return where rows stand; those of a batch that is gone are left out. The settings name who knows."""
    find: Callable[[Collection[Row]], Mapping[Row, Place]] = import_string(settings.PLACES_OF_ROWS)
    return find(rows)


def source_title(source: str) -> str:
    """Return what the lists of a source are called, as the module that takes them in says."""
    title: Callable[[str], str] = import_string(settings.SOURCE_TITLE)
    return title(source)
