"""Computes the hash that ties an audit entry to the one before it (SM3)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.hazmat.primitives import hashes, hmac

GENESIS = "0" * 64


def entry_hash(fields: Mapping[str, str | int | None], previous_hash: str) -> str:
    """Hash an entry's fields together with the hash of the entry before it."""
    canonical = json.dumps([previous_hash, sorted(fields.items())], ensure_ascii=False, separators=(",", ":"))
    digest = hashes.Hash(hashes.SM3())
    digest.update(canonical.encode())
    return digest.finalize().hex()


def content_digest(key: bytes, content: str) -> str:
    """Digest an entry's sealed content under a key, so that rotation of the seal leaves the chain whole.

    A plain hash of a short personal value could be guessed; a keyed one cannot.
    """
    digest = hmac.HMAC(key, hashes.SM3())
    digest.update(content.encode())
    return digest.finalize().hex()
