"""Keeps sealed bytes in the data folder under names drawn by lot."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from doudi.common.keys import ring
from doudi.kernel.sealing import seal, unseal

ENDING = ".sealed"
UNFINISHED = ".writing"
LEFT_ALONE_SECONDS = 24 * 3600
"""How long bytes without a row are left alone: longer than any transaction that may still bring the row."""


def papers_root() -> Path:
    """Return the folder that holds the bytes of all papers."""
    return Path(settings.DOUDI_DATA) / "documents"


def keep(content: bytes) -> str:
    """Seal bytes into a file of their own and return its name; they are on the disk when this returns."""
    place = secrets.token_hex(16)
    path = _path(place)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(UNFINISHED)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(seal(ring().seal, content, bound=_bound(place)))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return place


def read(place: str) -> bytes:
    """Return the bytes kept under a name; a wrong key or a changed file raises instead of guessing."""
    return unseal(ring().seals, _path(place).read_bytes(), bound=_bound(place))


def left_behind() -> list[Path]:
    """Return the files old enough to have a row by now, oldest names first.

    How old a file is says the disk's own time: the clock of the system may be set apart for a trial.
    """
    root = papers_root()
    if not root.exists():
        return []
    probe = root / ".now"
    probe.touch()
    limit = probe.stat().st_mtime - LEFT_ALONE_SECONDS
    files = (path for path in root.glob("*/*") if path.suffix in {ENDING, UNFINISHED})
    return sorted(path for path in files if path.stat().st_mtime < limit)


def remove(files: Collection[Path]) -> None:
    """Remove files; one already gone is no trouble."""
    for path in files:
        path.unlink(missing_ok=True)


def _path(place: str) -> Path:
    return papers_root() / place[:2] / f"{place}{ENDING}"


def _bound(place: str) -> bytes:
    return f"documents.{place}".encode()
