"""Say which column of a table is which column of a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from doudi.exchange.rules.header import Headings
from doudi.exchange.rules.layout import Block, Layout
from doudi.exchange.rules.sources import Column, Source, Type

BY_CONTENT = 0.6
BY_CHOICE = 1.0
WORDING_CONFIDENCE = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
MOST_IDENTITY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column of the file: what it is called, what it seems to be, how surely and why."""

    place: int
    heading: str
    key: str
    column: str = ""
    confidence: float = 0.0
    reason: str = ""
    wording: str = ""

    @property
    def letter(self) -> str:
        """Return the column's letters as in Excel."""
        letters, rest = "", self.place + 1
        while rest > 0:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return letters


@dataclass(frozen=True, slots=True)
class Assignment:
    """The columns of one table, what to tell about them, and what stands in the way."""

    columns: tuple[ColumnGuess, ...]
    notices: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...]


def assign_columns(
    source: Source, layout: Layout, block: Block, headings: Headings, choices: Mapping[str, str]
) -> Assignment:
    """Return which column is which; a person's choices go before everything else."""
    guesses = _named(source, block, headings, choices)
    guesses = _by_content(source, layout, block, guesses)
    guesses, notices, doubts = _without_doubles(source, layout, block, guesses)
    guesses = _stand_ins(source, guesses)
    missing = _missing(source, {guess.column for guess in guesses})
    return Assignment(tuple(guesses), tuple(notices), (*doubts, *missing))


def _named(source: Source, block: Block, headings: Headings, choices: Mapping[str, str]) -> list[ColumnGuess]:
    guesses, seen = [], dict[str, int]()
    for place, (shown, wordings) in enumerate(zip(block.header.shown, block.header.wordings, strict=True)):
        name = wordings[0] if wordings else ""
        seen[name] = seen.get(name, 0) + 1
        key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        guess = ColumnGuess(place, shown, key)
        if not wordings:
            guesses.append(guess)
        elif key in choices:
            guesses.append(replace(guess, column=choices[key], confidence=BY_CHOICE, reason="由人指定"))
        else:
            guesses.append(_named_one(source, guess, wordings, headings))
    return guesses


def _named_one(
    source: Source, guess: ColumnGuess, wordings: Sequence[str], headings: Headings
) -> ColumnGuess:
    column, place = headings.column(source, wordings)
    if column is None:
        known = "已知、不取用" if headings.is_ignored(wordings) else "不认识，不取用"
        return replace(guess, reason=known)
    confidence = WORDING_CONFIDENCE[min(place, len(WORDING_CONFIDENCE) - 1)]
    reason = "列名相符" if place == 0 else f"列名中的“{wordings[place]}”相符"
    return replace(guess, column=column.name, confidence=confidence, reason=reason, wording=wordings[place])


def _by_content(
    source: Source, layout: Layout, block: Block, guesses: list[ColumnGuess]
) -> list[ColumnGuess]:
    """Take an unnamed column full of identity numbers for the identity column."""
    if any(guess.column in {"id_number", "certificate_number"} for guess in guesses):
        return guesses
    rows = np.arange(block.first, min(block.end, block.first + 2000), dtype=np.int64)
    shares = {
        guess.place: layout.grid.identity_share(guess.place, rows) for guess in guesses if not guess.column
    }
    best = max(shares, key=lambda place: shares[place], default=-1)
    if best < 0 or shares[best] < MOST_IDENTITY_SHARE:
        return guesses
    reason = "内容像身份证号"
    return [
        replace(guess, column="id_number", confidence=BY_CONTENT, reason=reason)
        if guess.place == best
        else guess
        for guess in guesses
    ]


def _without_doubles(
    source: Source, layout: Layout, block: Block, guesses: list[ColumnGuess]
) -> tuple[list[ColumnGuess], list[str], list[tuple[str, str]]]:
    """Leave one file column to each of the source's columns, or say that a person must choose."""
    notices: list[str] = []
    doubts: list[tuple[str, str]] = []
    for column in source.columns:
        rivals = [guess for guess in guesses if guess.column == column.name]
        if len(rivals) < 2:
            continue
        kept, told = _settled(column, rivals, layout, block)
        if kept is None:
            doubts.append(("DOUBLED_COLUMN", told))
            continue
        notices += [told] if told else []
        guesses = [
            replace(guess, column="", confidence=0.0, reason=f"与{kept.letter}列重复，不取用")
            if guess in rivals and guess != kept
            else guess
            for guess in guesses
        ]
    return guesses, notices, doubts


def _settled(
    column: Column, rivals: list[ColumnGuess], layout: Layout, block: Block
) -> tuple[ColumnGuess | None, str]:
    rows = slice(block.first, block.end)
    full = [guess for guess in rivals if layout.grid.filled[guess.place][rows].any()] or rivals[:1]
    best = sorted(full, key=lambda guess: (-guess.confidence, guess.place))
    shown = "与".join(f"{guess.letter}列“{guess.heading}”" for guess in rivals)
    if len(best) == 1 or best[0].confidence > best[1].confidence:
        return best[0], f"{shown}都像“{column.title}”，取用{best[0].letter}列。"
    if _same_content(layout, block, best):
        return best[0], f"{shown}内容相同，取用{best[0].letter}列。"
    if column.type in {Type.PHONE, Type.ADDRESS} or not (column.required or column.own or _is_key(column)):
        return best[0], f"{shown}都像“{column.title}”，取用{best[0].letter}列。"
    return None, (
        f"{shown}都是“{column.title}”，内容不同，系统不替您选。请删去一列后再传，或在预览里指定用哪一列。"
    )


def _is_key(column: Column) -> bool:
    return column.type in {Type.IDENTITY, Type.MONEY, Type.ACCOUNT, Type.CERTIFICATE, Type.NAME}


def _same_content(layout: Layout, block: Block, rivals: Sequence[ColumnGuess]) -> bool:
    first, *others = (
        pc.fill_null(layout.grid.texts[guess.place].slice(block.first, block.end - block.first), "")
        for guess in rivals
    )
    return all(first.equals(other) for other in others)


def _stand_ins(source: Source, guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """Let a column stand in for one that is not there, such as the head's name for the name."""
    for column in source.columns:
        present = {guess.column for guess in guesses}
        if not column.instead_of or column.instead_of in present or column.name not in present:
            continue
        reason = f"没有“{source.column(column.instead_of).title}”列，以这一列代替"
        guesses = [
            replace(guess, column=column.instead_of, confidence=min(guess.confidence, 0.8), reason=reason)
            if guess.column == column.name
            else guess
            for guess in guesses
        ]
    return guesses


def _missing(source: Source, present: set[str]) -> list[tuple[str, str]]:
    told = [column.title for column in source.columns if column.required and column.name not in present]
    told += [
        "或".join(source.column(name).title for name in group)
        for group in source.required_any
        if not present & set(group)
    ]
    if not told:
        return []
    columns = "、".join(f"“{title}”" for title in told)
    return [
        (
            "MISSING_COLUMN",
            f"按“{source.title}”读取，缺少必有的列：{columns}。"
            "请补上这一列，或改成系统认得的列名后再传；若列名不同，请在预览里指定是哪一列。",
        )
    ]
