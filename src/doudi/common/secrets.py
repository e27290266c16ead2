"""Keeps the signing secret in the key folder, made once, readable by its owner only."""

import os
import secrets
from pathlib import Path


def signing_secret(folder: Path) -> str:
    """Return the installation's secret, made on first use; two processes starting together agree."""
    place = folder / "secret"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(place, secrets.token_urlsafe(64))
    return place.read_text(encoding="ascii").strip()


def _write_once(place: Path, content: str) -> None:
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
    try:
        os.link(fresh, place)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
