"""Seal bytes and texts with SM4-GCM so that only the holder of the key can read them.

A sealed value names the key it needs, so keys can rotate while old values stay readable. `bound`
ties a value to its place (a row, a file): moved elsewhere, it no longer opens.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

VERSION = 1
NONCE_SIZE = 12
TAG_SIZE = 16
TEXT_PREFIX = "sm4$"

_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class SealBroken(Exception):
    """The sealed value was made with another key, bound elsewhere, or changed since."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """One sealing key and the short name written into every value it seals."""

    key: bytes = field(repr=False)
    key_id: str

    def __post_init__(self) -> None:
        if len(self.key) != 16:
            raise ValueError("a sealing key has 16 bytes")
        if not _KEY_ID.fullmatch(self.key_id):
            raise ValueError("a key id has 1 to 32 letters, digits, _ or -")


def seal(key: SealKey, plain: bytes, *, bound: bytes = b"") -> bytes:
    """Seal bytes under a fresh random nonce; the same bytes never look the same twice."""
    key_id = key.key_id.encode()
    head = bytes([VERSION, len(key_id)]) + key_id
    return head + _encrypt(key, plain, head + bound)


def unseal(keys: Iterable[SealKey], sealed: bytes, *, bound: bytes = b"") -> bytes:
    """Open sealed bytes with whichever of the keys they name, or raise SealBroken."""
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise SealBroken("not a sealed value")
    head, body = sealed[: 2 + sealed[1]], sealed[2 + sealed[1] :]
    key = _named(keys, head[2:].decode("ascii", "replace"))
    return _decrypt(key, body, head + bound)


def seal_text(key: SealKey, plain: str, *, bound: bytes = b"") -> str:
    """Seal a text into `sm4$<key id>$<base64>` for a text column."""
    head = f"{TEXT_PREFIX}{key.key_id}$"
    body = _encrypt(key, plain.encode(), head.encode() + bound)
    return head + base64.b64encode(body).decode()


def unseal_text(keys: Iterable[SealKey], sealed: str, *, bound: bytes = b"") -> str:
    """Open a text that seal_text made, or raise SealBroken."""
    prefix, _, body = sealed.rpartition("$")
    if not prefix.startswith(TEXT_PREFIX):
        raise SealBroken("not a sealed text")
    key = _named(keys, prefix.removeprefix(TEXT_PREFIX))
    try:
        raw = base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise SealBroken("not a sealed text") from error
    return _decrypt(key, raw, f"{prefix}$".encode() + bound).decode()


def _named(keys: Iterable[SealKey], key_id: str) -> SealKey:
    """Return the key with this id."""
    for key in keys:
        if key.key_id == key_id:
            return key
    raise SealBroken(f"no key named {key_id!r} is at hand")


def _encrypt(key: SealKey, plain: bytes, authenticated: bytes) -> bytes:
    """Return nonce, tag and ciphertext."""
    nonce = os.urandom(NONCE_SIZE)
    encryptor = Cipher(SM4(key.key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(authenticated)
    ciphertext = encryptor.update(plain) + encryptor.finalize()
    return nonce + encryptor.tag + ciphertext


def _decrypt(key: SealKey, body: bytes, authenticated: bytes) -> bytes:
    """Return the plain bytes, or raise SealBroken."""
    if len(body) < NONCE_SIZE + TAG_SIZE:
        raise SealBroken("a sealed value is cut short")
    nonce, tag = body[:NONCE_SIZE], body[NONCE_SIZE : NONCE_SIZE + TAG_SIZE]
    decryptor = Cipher(SM4(key.key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(authenticated)
    plain = decryptor.update(body[NONCE_SIZE + TAG_SIZE :])
    try:
        return plain + decryptor.finalize()
    except InvalidTag as error:
        raise SealBroken("the value was sealed otherwise or changed since") from error
