"""Turn numbers that name a person or an account into keyed tokens.

A token is the database's blind index and the batches' join key. One identity number is one
16-byte block, enciphered alone with SM4: the same number gives the same token, two numbers never
share one, and without the key a token says nothing. Other numbers (bank accounts, passports …)
do not fit a block; theirs is a keyed digest cut to 16 bytes under its own kind tag.

Block: kind tag (1 byte) | version (1) | zero (6) | the 17 digits as an integer (8), big-endian.
The check digit follows from the 17 digits and is not stored.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from doudi.kernel.identity import check_digit
from doudi.kernel.names import name_keys

VERSION = 1
KIND_TAGS: Mapping[str, int] = {
    "identity": 1,
    "account": 2,
    "passport": 3,
    "permit": 4,
    "certificate": 5,
    "plate": 6,
    "phone": 7,
    "organisation": 8,
    "property": 9,
    "name": 10,
    "bill": 11,
    "account_end": 12,
}

Halves = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

_HEAD = KIND_TAGS["identity"] << 56 | VERSION << 48
_LARGEST = 10**17 - 1
_BATCH = 1 << 15  # blocks at a time: the working set stays in the processor's own cache


class TokenBroken(Exception):
    """The token was not made from an identity number under this key."""


class Token(NamedTuple):
    """One token as the two signed 64-bit halves, big-endian, that databases and Parquet hold."""

    high: int
    low: int


@dataclass(frozen=True, slots=True)
class TokenKey:
    """The key of all tokens of one epoch; rotating it rewrites every token."""

    key: bytes = field(repr=False)
    epoch: int = 1

    def __post_init__(self) -> None:
        if len(self.key) != 16:
            raise ValueError("a token key has 16 bytes")


def token_of(key: TokenKey, number: str) -> Token:
    """Return the token of one eighteen-character identity number."""
    if len(number) != 18 or number[17] != check_digit(number[:17]):
        raise ValueError("not an identity number")
    encryptor = _ecb(key).encryptor()
    block = struct.pack(">QQ", _HEAD, int(number[:17]))
    return Token(*struct.unpack(">qq", encryptor.update(block)))


def tokens_of(key: TokenKey, digits: npt.NDArray[np.int64]) -> Halves:
    """Return the halves of the tokens of a whole column of 17-digit integers, under one cipher."""
    if digits.size and (int(digits.min()) < 0 or int(digits.max()) > _LARGEST):
        raise ValueError("digits are integers of at most 17 digits")
    high, low = np.empty(len(digits), np.int64), np.empty(len(digits), np.int64)
    plain = np.full((_BATCH, 2), _HEAD, ">i8")
    sealed = np.empty((_BATCH + 1, 2), ">i8")  # the cipher asks for room for one block more
    encryptor = _ecb(key).encryptor()
    for start in range(0, len(digits), _BATCH):
        part = digits[start : start + _BATCH]
        plain[: len(part), 1] = part
        encryptor.update_into(_bytes_of(plain[: len(part)]), _bytes_of(sealed))
        high[start : start + _BATCH] = sealed[: len(part), 0]
        low[start : start + _BATCH] = sealed[: len(part), 1]
    return high, low


def recover_number(key: TokenKey, token: Token) -> str:
    """Return the number a token was made from; used by key rotation and nothing else."""
    plain = _ecb(key).decryptor().update(struct.pack(">qq", *token))
    head, digits = struct.unpack(">QQ", plain)
    if head != _HEAD or digits > _LARGEST:
        raise TokenBroken("not an identity token of this key")
    first17 = f"{digits:017d}"
    return first17 + check_digit(first17)


def digest_token(key: TokenKey, kind: str, text: str) -> Token:
    """Return the token of a number that is not an identity number, such as a bank account.

    Width, spaces, hyphens and letter case are levelled first, so that one account is one token.
    """
    level = _levelled(text)
    if not level:
        raise ValueError("a blank number has no token")
    return _digest(_keyed(key, kind), level)


def digest_tokens(key: TokenKey, kind: str, values: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """Return the halves of a column's digest tokens; blank values stay null and so never join."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = whole.cast(pa.string()).dictionary_encode()
    keyed = _keyed(key, kind)
    highs: list[int | None] = []
    lows: list[int | None] = []
    for text in encoded.dictionary.to_pylist():
        level = _levelled(text)
        token = _digest(keyed, level) if level else None
        highs.append(token.high if token else None)
        lows.append(token.low if token else None)
    return (
        pa.array(highs, pa.int64()).take(encoded.indices),
        pa.array(lows, pa.int64()).take(encoded.indices),
    )


def name_tokens(key: TokenKey, names: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return what a column of names is compared by: the high half of a keyed digest of each one's key.

    Two ways of writing one name give one number; without the key it says nothing. Where nothing of a
    name is left it is null and compares with nothing.
    """
    whole = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    high, _ = digest_tokens(key, "name", name_keys(whole.cast(pa.string())))
    return high


def _bytes_of(blocks: npt.NDArray[np.int64]) -> memoryview:
    """Show an array as the bytes it is made of."""
    return blocks.view(np.uint8).data


def _ecb(key: TokenKey) -> Cipher[modes.ECB]:
    """Return the cipher; one block a number, so the mode that leaks repeats leaks what a join must see."""
    return Cipher(SM4(key.key), modes.ECB())  # noqa: S305


def _keyed(key: TokenKey, kind: str) -> hmac.HMAC:
    """Return a digest that has already eaten the kind tag and the version."""
    digest = hmac.HMAC(key.key, hashes.SM3())
    digest.update(bytes([KIND_TAGS[kind], VERSION]))
    return digest


def _digest(keyed: hmac.HMAC, level: str) -> Token:
    """Finish a copy of the keyed digest with one number."""
    digest = keyed.copy()
    digest.update(level.encode())
    return Token(*struct.unpack(">qq", digest.finalize()[:16]))


def _levelled(text: str | None) -> str:
    """Write a number the one way it is compared: narrow, without spaces and hyphens, in capitals."""
    narrow = unicodedata.normalize("NFKC", text or "")
    kept = "".join(c for c in narrow if not (c.isspace() or c in "-'\"‘’“”\u200b\ufeff"))
    level = kept.upper()
    return "" if level in {"无", "暂无", "0", "/", "NULL", "NONE", "NAN"} else level
