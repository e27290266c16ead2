"""Hold how much one file may cost: bytes, cells, memory, seconds."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; the child process keeps to them and the parent makes sure."""

    file_bytes: int = 100 * MIB
    unpacked_bytes: int = 600 * MIB
    columns: int = 300
    cells: int = 12_000_000
    sheets: int = 500
    heap_bytes: int = 440 * MIB
    address_bytes: int = 1200 * MIB
    seconds: int = 25


STANDARD = Limits()
