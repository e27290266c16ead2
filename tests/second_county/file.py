"""Holds what a department sends: a file's bytes, and what every row of it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.second_county.layouts import Line

CORRECTED, WITHDRAWN = "corrects", "after a withdrawal"


@dataclass
class File:
    """A file as a department sends it, and what every row of it is."""

    name: str
    data: bytes
    source: str
    period: str
    lines: list[Line]
    shapes: set[str] = field(default_factory=set)
    not_lists: int = 0
    """How many sheets of it are covers, codes, notes or other months."""
    is_part: bool = False
    """Whether it is one township's, of several such files."""
    instead_of: File | None = None
    """The file that was sent before it and was wrong."""
    how: str = ""
    """Whether the file before it is corrected while it stands, or was withdrawn first."""
    is_sent_back: bool = False
    """Whether the clerk sends the withdrawn one back, or lets it lie."""
