"""Hold how much one file may cost: bytes, cells, memory, processor time."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; the child process keeps to them and the parent makes sure.

    `cells` counts the cells of rows in which something stands, `span` the whole rectangle from the first to
    the last filled cell, blank rows included. `seconds` is processor time of the child. `table_bytes` is what
    the parent takes in; with `heap_bytes` of the child both stay under 512 MiB. An Excel 97-2003 workbook,
    whose reader holds it whole but whose table is small, may take `old_book_bytes`. `patience` is how long
    the child may make no headway at all, in seconds of the wall clock: only a stopped machine does that.
    """

    file_bytes: int = 100 * MIB
    unpacked_bytes: int = 1000 * MIB
    columns: int = 1200
    cells: int = 16_000_000
    span: int = 48_000_000
    sheets: int = 500
    heap_bytes: int = 230 * MIB
    old_book_bytes: int = 320 * MIB
    address_bytes: int = 1200 * MIB
    table_bytes: int = 200 * MIB
    seconds: int = 28
    patience: int = 600


STANDARD = Limits()
