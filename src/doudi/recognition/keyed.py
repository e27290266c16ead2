"""Key the columns that name somebody or something beside the row's own person, so that they can be compared.

The number of a guardian, an obligor or a spouse and a person's former number become the tokens those
people's own rows have; a flat's unit number, a plate or a bill becomes a digest under its own kind.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.kernel.identity_columns import read_column
from doudi.kernel.names import name_keys
from doudi.kernel.tokens import TokenKey, digest_tokens, tokens_of
from doudi.recognition.headings import level_value
from doudi.recognition.problems import Problems
from doudi.recognition.raw import RawColumn, RawFile
from doudi.recognition.sources import Source, Type

WRONG = "OTHER_NUMBER_WRONG"
NAMES = "name"
Halves = tuple[pa.Array, pa.Array]


def keyed_columns(
    source: Source, raw: RawFile, problems: Problems, key: TokenKey, *, on: date, blank: frozenset[str]
) -> dict[str, pa.Array]:
    """Return the halves of the tokens of every such column the file has, accounts apart."""
    halves: dict[str, pa.Array] = {}
    for column in source.columns:
        found = raw.columns.get(column.name)
        if found is None or not column.has_token or column.type == Type.ACCOUNT:
            continue
        if column.type == Type.OTHER_IDENTITY:
            high, low = _other_people(column.name, found, problems, key, on)
        else:
            high, low = _digests(found, key, column.keyed, blank)
        halves |= {f"{column.name}_high": high, f"{column.name}_low": low}
    return halves


def _other_people(name: str, found: RawColumn, problems: Problems, key: TokenKey, on: date) -> Halves:
    """Return the tokens of other people's numbers; what is none is told, and the row stands without it."""
    read = read_column(found.texts, on)
    problems.add(np.flatnonzero(found.filled & ~read.accepted), name, WRONG)
    high, low = tokens_of(key, np.where(read.accepted, read.digits, 0))
    return pa.array(high, mask=~read.accepted), pa.array(low, mask=~read.accepted)


def _digests(found: RawColumn, key: TokenKey, kind: str, blank: frozenset[str]) -> Halves:
    """Return the digests of a column's texts, names in the one form they are compared in."""
    encoded = found.texts.dictionary_encode()
    said = [
        text if text and level_value(text) not in blank else None for text in encoded.dictionary.to_pylist()
    ]
    texts = pa.array(said, pa.string())
    if kind == NAMES:
        texts = name_keys(texts)
    high, low = digest_tokens(key, kind, texts)
    return pc.take(high, encoded.indices), pc.take(low, encoded.indices)
