"""The words between the child that reads and the parent that waits: a tag, a length, a load.

Rows go over as soon as they are read, so that neither side holds a file twice.
"""

from __future__ import annotations

import json
import struct
from enum import Enum
from typing import BinaryIO

HEAD = struct.Struct(">cQ")
WIDTH = struct.Struct(">I")
COUNT = struct.Struct(">Q")


class Tag(bytes, Enum):
    """What a frame carries."""

    ROWS = b"B"  # rows of the sheet under way: how many columns, then an Arrow record batch
    GAP = b"G"  # how many blank rows come here
    AGAIN = b"X"  # forget the rows of the sheet under way, they come anew
    SHEET = b"S"  # the sheet is finished: what is known of it
    END = b"E"  # the file is finished: what is known of it
    REFUSED = b"R"  # the file is refused: why


def send(out: BinaryIO, tag: Tag, load: bytes | memoryview) -> None:
    """Write a frame."""
    out.write(HEAD.pack(tag.value, len(load)))
    out.write(load)


def send_told(out: BinaryIO, tag: Tag, told: dict[str, object]) -> None:
    """Write a frame of plain values."""
    send(out, tag, json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
