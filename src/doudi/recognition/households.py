"""Give each row its household's number, never with an identity number in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.identity import BLANK_WORDS, read_number
from doudi.kernel.names import name_keys
from doudi.kernel.tokens import Token, TokenKey, digest_token, token_of
from doudi.kernel.writing import without_invisible
from doudi.recognition.headings import level_heading
from doudi.recognition.identities import Identities
from doudi.recognition.raw import RawFile

DIGEST_MARK = "#"
LONGEST = 40
BLANKS = frozenset({"00", "000", "0000", "空户", "空号"})
FLOATED = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?E[+-]?[0-9]+|[0-9]{15,}\.[0-9]*")
NUMBER_COLUMNS = ("household_number", "head_number")
SMALL = re.compile(r"0*\d{1,5}(?:\.0*)?")
RUNNING = re.compile(r"户?(?:顺)?序号?|家庭序号|户次|户数(?:序号)?|编号|序|户序")
PRIVATE = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"
    r"|[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"
)
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


def household_numbers(
    raw: RawFile, identities: Identities, relation: pa.Array | None, key: TokenKey
) -> pa.Array:
    """Return each row's household number: the file's own, the head's, else one made of the head's token.

    A running number (户序号) counts families anew in each list: it says who belongs together, and is never
    a household's number.
    """
    found = pa.nulls(raw.rows, pa.string())
    running = running_numbers(raw)
    for name in NUMBER_COLUMNS:
        if name in raw.columns:
            numbers = _keyed(raw.columns[name].texts, key)
            if name == "household_number":
                numbers = pc.if_else(pa.array(running >= 0), pa.scalar(None, pa.string()), numbers)
            found = pc.coalesce(found, numbers)
    return pc.coalesce(found, _by_group(raw, identities, relation, running))


def running_numbers(raw: RawFile) -> Codes:
    """Return the number by which a table counts its families, -1 where it does not."""
    found = np.full(raw.rows, -1, np.int64)
    column = raw.columns.get("household_number")
    if column is None:
        return found
    for table in np.unique(raw.table).tolist():
        rows = np.flatnonzero(raw.table == table)
        texts = column.texts.take(pa.array(rows)).to_pylist()
        filled = [text for text in texts if text]
        numbers = [int(float(text)) for text in filled if SMALL.fullmatch(text)]
        heading = level_heading(raw.headings.get((table, "household_number"), ""))
        if not filled or len(numbers) < len(filled) or not _counts(numbers, heading):
            continue
        last = -1
        for row, text in zip(rows.tolist(), texts, strict=True):
            last = int(float(text)) if text else last
            found[row] = last
    return found


def _counts(numbers: list[int], heading: str) -> bool:
    """Say whether small numbers count families: by their heading, or because they go up without a gap."""
    if RUNNING.fullmatch(heading):
        return True
    steps = np.diff(np.array(numbers))
    return bool((steps >= 0).all()) and (numbers[0] == 1 or bool((steps <= 1).all()))


def _keyed(texts: pa.Array, key: TokenKey) -> pa.Array:
    """Return household numbers; one made of an identity or phone number becomes a keyed digest."""
    encoded = texts.dictionary_encode()
    plain = [_household_number(text, key) for text in encoded.dictionary.to_pylist()]
    return pa.array(plain, pa.string()).take(encoded.indices)


def _household_number(text: str, key: TokenKey) -> str | None:
    bare = _bare(text)
    if is_blank(bare) or _is_odd(bare):
        return None
    number = read_number(bare).number
    if number:
        return _marked(token_of(key, number))
    if PRIVATE.search(bare) or len(bare) > LONGEST:
        return _marked(digest_token(key, "certificate", bare))
    return bare


def odd_household_numbers(raw: RawFile) -> NDArray[np.int64]:
    """Return the rows where something stands as household number that cannot be one; it counts as blank."""
    if "household_number" not in raw.columns:
        return np.empty(0, np.int64)
    encoded = raw.columns["household_number"].texts.dictionary_encode()
    odd = [_is_odd(_bare(text)) for text in encoded.dictionary.to_pylist()]
    told = pc.fill_null(pa.array(odd, pa.bool_()).take(encoded.indices), False)
    return np.flatnonzero(told.to_numpy(zero_copy_only=False))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", without_invisible(unicodedata.normalize("NFKC", text))).upper()


def is_blank(bare: str) -> bool:
    """Say whether a text only says that there is no number."""
    return bare in BLANKS or (bool(bare) and bare in BLANK_WORDS)


def _is_odd(bare: str) -> bool:
    """Say whether a text that is no blank cannot be a number either: marks only, or digits lost."""
    if is_blank(bare):
        return False
    return not any(letter.isalnum() for letter in bare) or FLOATED.fullmatch(bare) is not None


def _marked(token: Token) -> str:
    return f"{DIGEST_MARK}{token.high & (2**64 - 1):016x}"


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the rows say of who belongs together: head's rows, the head's name, whether it is their own."""

    head: Flags
    related: Flags
    head_key: Codes
    own_head: Flags
    running: Codes


def _by_group(raw: RawFile, identities: Identities, relation: pa.Array | None, running: Codes) -> pa.Array:
    """Let the rows of one family share a number made of the head's token, else of its first member's."""
    if not raw.rows:
        return pa.nulls(0, pa.string())
    said = _said(raw, relation, running)
    group = np.cumsum(_starts(raw, said)) - 1
    leaders = _leaders(raw, said, group, identities.accepted)
    leader = np.array([leaders.get(one, -1) for one in range(int(group[-1]) + 1)], np.int64)[group]
    evidence = (running >= 0) | (said.head_key >= 0) | said.related
    usable = evidence & (leader >= 0)
    high = identities.high.fill_null(0).to_numpy(zero_copy_only=False)[leader].astype(np.uint64)
    spelled = [f"{DIGEST_MARK}{value:016x}" if use else None for value, use in zip(high, usable, strict=True)]
    return pa.array(spelled, pa.string())


def _said(raw: RawFile, relation: pa.Array | None, running: Codes) -> _Rows:
    nothing = np.zeros(raw.rows, bool)
    head, related = nothing, nothing
    if relation is not None:
        head = pc.fill_null(pc.equal(relation, "HEAD"), False).to_numpy(zero_copy_only=False)
        related = relation.is_valid().to_numpy(zero_copy_only=False)
    heads = raw.columns.get("head_name")
    if heads is None or "name" not in raw.columns:
        return _Rows(head, related, np.full(raw.rows, -1, np.int64), nothing, running)
    both = pa.concat_arrays([name_keys(heads.texts), name_keys(raw.columns["name"].texts)])
    codes = both.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    head_key, own = codes[: raw.rows], codes[raw.rows :]
    return _Rows(head, related, head_key, (head_key >= 0) & (head_key == own), running)


def _starts(raw: RawFile, said: _Rows) -> Flags:
    """Return which rows begin a family: by the running number, else by the head's row or name."""
    first = np.zeros(raw.rows, bool)
    first[0] = True
    table = first | _differs(raw.table.astype(np.int64)) | _differs(raw.member.astype(np.int64))
    counted = _differs(said.running)
    named = said.head | said.own_head | (_differs(said.head_key) & (said.head_key >= 0))
    return np.asarray(table | np.where(said.running >= 0, counted, named))


def _differs(codes: Codes) -> Flags:
    found = np.zeros(codes.size, bool)
    if codes.size:
        found[1:] = codes[1:] != codes[:-1]
    return found


def _leaders(raw: RawFile, said: _Rows, group: Codes, accepted: Flags) -> Mapping[int, int]:
    """Return the row whose token names each family: the head's, else the first one that is somebody."""
    found: dict[int, int] = {}
    begun = np.zeros(int(group[-1]) + 1, bool)
    strong = (said.running >= 0) | (said.head_key >= 0) | said.head
    np.logical_or.at(begun, group, strong)
    for rows in (said.head, said.own_head, begun[group]):
        for row in np.flatnonzero(rows & accepted).tolist():
            found.setdefault(int(group[row]), row)
    return _rejoined(raw, said, group, found)


def _rejoined(raw: RawFile, said: _Rows, group: Codes, found: dict[int, int]) -> dict[int, int]:
    """Give a family that stands apart from its head – a list sorted otherwise – the head of that name."""
    has_head = np.zeros(int(group[-1]) + 1, bool)
    np.logical_or.at(has_head, group, said.head)
    named: dict[tuple[int, int], set[int]] = {}
    for row in np.flatnonzero(said.own_head).tolist():
        named.setdefault((int(raw.table[row]), int(said.head_key[row])), set()).add(int(group[row]))
    for row in np.flatnonzero((said.head_key >= 0) & ~said.own_head).tolist():
        mine, there = int(group[row]), named.get((int(raw.table[row]), int(said.head_key[row])), set())
        if mine not in there and len(there) == 1 and not has_head[mine]:
            (other,) = there
            found[mine] = found.get(other, found.get(mine, -1))
    return found


def with_sole_amounts(columns: Mapping[str, pa.Array]) -> Mapping[str, pa.Array]:
    """Give whoever is a household's only line the household's amount, where nobody's own is told."""
    whole, own = columns.get("household_amount_fen"), columns.get("amount_fen")
    if whole is None or (own is not None and own.null_count < len(own)):
        return {}
    numbers = columns["household_number"].dictionary_encode().indices
    counts = pc.value_counts(numbers.drop_null())
    alone = counts.field("values").filter(pc.equal(counts.field("counts"), 1))
    is_alone = pc.is_in(numbers, value_set=alone)
    return {"amount_fen": pc.if_else(is_alone, whole, pa.scalar(None, pa.int64()))}
