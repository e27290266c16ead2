"""Judges a file by its content, never by its name: what it is, how many pages it has, what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from doudi.documents.rules.office import judged_office
from doudi.documents.rules.pictures import JPEG, PNG, blank_notes, clean_jpeg, clean_png
from doudi.documents.rules.portable import pages_of_pdf
from doudi.documents.rules.refusing import LARGEST, NotKept

PDF, ZIP, OLD_OFFICE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
APPLES = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
SUFFIXES: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_UNSAID = re.compile('[\x00-\x1f\x7f<>:"/\\\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is; `content` is what is kept of it, `pages` None where a file does not say."""

    media_type: str
    pages: int | None
    content: bytes = field(repr=False)


def judged(content: bytes) -> Judged:
    """Return what a file is, cleaned of where its pictures were made; NotKept when it is not to be kept."""
    if not content:
        raise NotKept("EMPTY")
    if len(content) > LARGEST:
        raise NotKept("TOO_LARGE")
    if content.startswith(JPEG):
        return Judged("image/jpeg", 1, clean_jpeg(content))
    if content.startswith(PNG):
        return Judged("image/png", 1, clean_png(content))
    if content.startswith(PDF):
        kept = blank_notes(content)
        return Judged("application/pdf", pages_of_pdf(kept), kept)
    if content.startswith(ZIP):
        media_type, kept = judged_office(content)
        return Judged(media_type, None, kept)
    raise NotKept(_why_not(content))


def _why_not(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in APPLES:
        return "HEIC"
    return "OLD_OFFICE" if content.startswith(OLD_OFFICE) else "OTHER_KIND"


def safe_name(name: str, media_type: str) -> str:
    """Return a name to keep: without folders and signs that mislead, ending as what the file is."""
    plain = _UNSAID.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, _, _ending = plain.rpartition(".") if "." in plain else (plain, "", "")
    return f"{stem[-NAME_LENGTH:].strip() or '材料'}.{SUFFIXES[media_type]}"
