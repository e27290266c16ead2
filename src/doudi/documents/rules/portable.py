"""Judges PDF files: whole, open to whoever reads them, without programs inside; counts their pages."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from doudi.documents.rules.refusing import NotKept

ACTING = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
INSIDE = frozenset({"/JavaScript", "/EmbeddedFiles"})


def pages_of_pdf(content: bytes) -> int:
    """Return how many pages a PDF has; NotKept when it is broken, locked, or does something by itself."""
    try:
        reader = PdfReader(io.BytesIO(content))
        _check_lock(reader)
        _check_catalogue(reader.root_object)
        return reader.get_num_pages()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        # whatever way a reader fails on a file sent by anybody, the file is one that cannot be read
        raise NotKept("DAMAGED") from None


def _check_lock(reader: PdfReader) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotKept("LOCKED")


def _check_catalogue(root: DictionaryObject) -> None:
    names, opening = _value(root, "/Names"), _value(root, "/OpenAction")
    acts = isinstance(opening, DictionaryObject) and opening.get("/S") in ACTING
    holds = isinstance(names, DictionaryObject) and INSIDE & names.keys()
    if acts or holds or "/AA" in root:
        raise NotKept("ACTIVE")


def _value(root: DictionaryObject, key: str) -> Any:  # noqa: ANN401 -- a PDF holds anything anywhere
    found = root.get(key)
    return found.get_object() if found is not None else None
