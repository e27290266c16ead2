"""Give each row its household's number, never with an identity number in it."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.exchange.rules.identities import Identities
from doudi.exchange.rules.raw import RawFile
from doudi.kernel.identity import read_number
from doudi.kernel.tokens import Token, TokenKey, digest_token, token_of

DIGEST_MARK = "#"
LONGEST = 40
PRIVATE = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"
    r"|[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"
)


def household_numbers(
    raw: RawFile, identities: Identities, relation: pa.Array | None, key: TokenKey
) -> pa.Array:
    """Return each row's household number: the file's own, else the head's number, else the head's row."""
    found = pa.nulls(raw.rows, pa.string())
    for name in ("household_number", "head_number"):
        if name in raw.columns:
            found = pc.coalesce(found, _keyed(raw.columns[name].texts, key))
    if relation is not None:
        found = pc.coalesce(found, _by_head_row(raw, identities, relation))
    return found


def _keyed(texts: pa.Array, key: TokenKey) -> pa.Array:
    """Return household numbers; one made of an identity or phone number becomes a keyed digest."""
    encoded = texts.dictionary_encode()
    plain = [_household_number(text, key) for text in encoded.dictionary.to_pylist()]
    return pa.array(plain, pa.string()).take(encoded.indices)


def _household_number(text: str, key: TokenKey) -> str | None:
    bare = re.sub(r"\s+", "", text).upper()
    if bare in {"", "无", "-", "/", "0", "暂无"}:
        return None
    number = read_number(bare).number
    if number:
        return _marked(token_of(key, number))
    if PRIVATE.search(bare) or len(bare) > LONGEST:
        return _marked(digest_token(key, "certificate", bare))
    return bare


def _marked(token: Token) -> str:
    return f"{DIGEST_MARK}{token.high & (2**64 - 1):016x}"


def _by_head_row(raw: RawFile, identities: Identities, relation: pa.Array) -> pa.Array:
    """Let members listed below their head share a number made of the head's token."""
    head = pc.fill_null(pc.equal(relation, "HEAD"), False).to_numpy(zero_copy_only=False)
    known = relation.is_valid().to_numpy(zero_copy_only=False)
    rows = np.arange(raw.rows)
    last = np.maximum.accumulate(np.where(head, rows, -1))
    starts = np.r_[True, raw.table[1:] != raw.table[:-1]] if raw.rows else np.empty(0, bool)
    first_of_table = np.maximum.accumulate(np.where(starts, rows, 0))
    usable = known & (last >= first_of_table) & (last >= 0) & identities.accepted[last]
    high = identities.high.fill_null(0).to_numpy(zero_copy_only=False)[last].astype(np.uint64)
    spelled = [f"{DIGEST_MARK}{value:016x}" if use else None for value, use in zip(high, usable, strict=True)]
    return pa.array(spelled, pa.string())
