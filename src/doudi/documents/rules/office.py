"""Judges Word files and workbooks: whole, without macros or files inside, their photographs cleaned."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from doudi.documents.rules.pictures import JPEG, PNG, clean_jpeg, clean_png
from doudi.documents.rules.refusing import MIB, NotKept
from doudi.reading.limits import Limits
from doudi.reading.refusals import FileRefused
from doudi.reading.zip_guard import Package

LIMITS = Limits(unpacked_bytes=200 * MIB)
TYPES = "[Content_Types].xml"
MAIN: Mapping[bytes, str] = {
    b"wordprocessingml.document.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    b"spreadsheetml.sheet.main+xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a package's list of contents calls its main part, with what the file is then."""
INSIDE = re.compile(r"/(embeddings|activex)/|\.(exe|dll|js|vbs|bat|ps1)$", re.IGNORECASE)
REFUSED: Mapping[str, str] = {"ENCRYPTED": "LOCKED", "MACROS": "ACTIVE", "BOMB": "BOMB"}


def judged_office(content: bytes) -> tuple[str, bytes]:
    """Return what a package is and the package with its pictures cleaned; NotKept for any other archive."""
    try:
        package = Package(content, LIMITS)
        listed = package.whole(TYPES)
        media_type = next((kind for mark, kind in MAIN.items() if mark in listed), "")
        if not media_type:
            raise NotKept("OTHER_KIND")
        if any(INSIDE.search(name) for name in package.members):
            raise NotKept("ACTIVE")
        return media_type, _with_clean_pictures(content, package)
    except FileRefused as refusal:
        raise NotKept(REFUSED.get(refusal.code, "DAMAGED")) from None


def _with_clean_pictures(content: bytes, package: Package) -> bytes:
    """Write the package anew only where a picture inside says more than the picture."""
    changed = {}
    for name, member in package.members.items():
        held = b"".join(package.pieces(name))  # every part is read, so that a broken one is told now
        cleaned = _cleaned(held)
        if cleaned != held:
            changed[member.filename] = cleaned
    if not changed:
        return content
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as written:
        for member in package.archive.infolist():
            written.writestr(member, changed.get(member.filename, package.archive.read(member)))
    return sink.getvalue()


def _cleaned(held: bytes) -> bytes:
    clean = clean_jpeg if held.startswith(JPEG) else clean_png if held.startswith(PNG) else None
    return clean(held) if clean else held
