"""Takes everything but the picture out of JPEG and PNG files: where, when, with what and by whom it was made.

The turn a phone's camera was held in is kept, or the picture would lie on its side.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

from doudi.documents.rules.refusing import MOST_PIXELS, NotKept

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
START, END, SCAN, COMMENT, EXIF = 0xD8, 0xD9, 0xDA, 0xFE, 0xE1
SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDING_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
KEPT_NOTES = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""What of a JPEG's own notes says how to draw it."""
KEPT_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs".split())
EXIF_HEAD = b"Exif\0\0"
ORIENTATION, UPRIGHT, TURNS = 0x0112, 1, range(2, 9)
ENTRY = 12
HEAD = 4
"""How long a marker with its length is."""


def clean_jpeg(content: bytes) -> bytes:
    """Return a JPEG with nothing but what draws it; NotKept when it does not hold together."""
    kept, turn, is_sized = [content[:2]], UPRIGHT, False
    for marker, at, end in _segments(content):
        body = content[at + HEAD : end]
        if marker == EXIF:
            turn = _turn_of(body) or turn
        elif marker in SIZES:
            height, width = struct.unpack(">HH", body[1:5].ljust(4, b"\0"))
            _check_pixels(width, height)
            is_sized = True
        if _draws(marker, body):
            kept.append(content[at:end])
    if not is_sized:
        raise NotKept("DAMAGED")
    if turn != UPRIGHT:
        kept.insert(1, _turn_note(turn))
    return b"".join(kept)


def _segments(content: bytes, at: int = 2) -> Iterator[tuple[int, int, int]]:
    """Yield each marker with where it begins and ends, a scan with what it draws, until the end mark."""
    while at + 1 < len(content):
        if content[at] != 0xFF:
            raise NotKept("DAMAGED")
        marker = content[at + 1]
        if marker == 0xFF:  # a marker may be padded
            at += 1
            continue
        is_alone = marker in STANDING_ALONE or marker == END
        end = at + 2 + (0 if is_alone else int.from_bytes(content[at + 2 : at + HEAD], "big"))
        if marker == SCAN:
            end = _scan_end(content, end)
        if end > len(content) or (end < at + HEAD and not is_alone):
            raise NotKept("DAMAGED")
        yield marker, at, end
        if marker == END:
            return
        at = end
    raise NotKept("DAMAGED")


def _scan_end(content: bytes, at: int) -> int:
    """Return where the next marker after drawn data stands."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        after = content[at + 1]
        if after != 0 and not 0xD0 <= after <= 0xD7:
            return at
        at += 2
    raise NotKept("DAMAGED")


def _draws(marker: int, body: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        note = KEPT_NOTES.get(marker)
        return note is not None and body.startswith(note)
    return marker != COMMENT


def _turn_of(body: bytes) -> int:
    """Return how a camera was held, 0 when its note does not say."""
    notes = body.removeprefix(EXIF_HEAD)
    order = {b"II": "<", b"MM": ">"}.get(notes[:2])
    if order is None or notes is body:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", notes, 4)
        (count,) = struct.unpack_from(f"{order}H", notes, first)
        for number in range(count):
            tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", notes, first + 2 + ENTRY * number)
            if tag == ORIENTATION:
                return value if value in TURNS else 0
    except struct.error:
        return 0
    return 0


def _turn_note(turn: int) -> bytes:
    notes = EXIF_HEAD + b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes


def clean_png(content: bytes) -> bytes:
    """Return a PNG with nothing but what draws it; NotKept when it does not hold together."""
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        piece = content[at : at + 12 + size]
        if len(piece) < 12 + size or zlib.crc32(piece[4:-4]) != int.from_bytes(piece[-4:], "big"):
            raise NotKept("DAMAGED")
        if kind == b"IHDR":
            _check_pixels(*struct.unpack_from(">II", piece.ljust(16, b"\0"), 8))
        if kind in KEPT_CHUNKS:
            kept.append(piece)
        if kind == b"IEND":
            return b"".join(kept)
        at += len(piece)
    raise NotKept("DAMAGED")


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotKept("TOO_MANY_PIXELS")


def blank_notes(content: bytes) -> bytes:
    """Return bytes in which the notes of every JPEG inside are blanked, each byte in its place.

    For files that say by number of bytes where their pieces stand, such as PDF.
    """
    blanked, end = bytearray(content), 0
    while (at := content.find(JPEG, end)) >= 0:
        end = at + len(JPEG)
        for start, end in _notes(content, at):
            blanked[start:end] = bytes(end - start)
    return bytes(blanked)


def _notes(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield where the notes of the JPEG at a place stand, an empty one for what it draws with."""
    with suppress(NotKept):  # what only looks like a picture is left
        for marker, start, end in _segments(content, at + 2):
            if marker == SCAN:
                return
            yield (end if _draws(marker, content[start + HEAD : end]) else start + HEAD), end
