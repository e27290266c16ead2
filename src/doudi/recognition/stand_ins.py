"""Let one column stand in for another, and say which ones are missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from doudi.recognition.headings import level_value
from doudi.recognition.sources import Source
from doudi.recognition.table import ColumnGuess, Table

AMOUNT, HOUSEHOLD_AMOUNT = "amount_fen", "household_amount_fen"
EACH_PERSONS = re.compile(r"人均|个人|每人|本人")
MOST_MEMBERS, FEWEST_MEMBERS = 0.9, 3


def stand_ins(table: Table, guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """Let a column stand in for one that is not there, such as the head's name for the name."""
    own = {guess.column for guess in guesses if not guess.member}
    _ask_of_heads(table, guesses, own)
    for column in table.source.columns:
        if not column.instead_of or column.instead_of in own or column.name not in own:
            continue
        if column.instead_of == "id_number" and "name" in own:
            continue  # the head's number beside a name of one's own is another person's
        reason = f"没有“{table.source.column(column.instead_of).title}”列，以这一列代替"
        guesses = [
            replace(guess, column=column.instead_of, confidence=min(guess.confidence, 0.8), reason=reason)
            if guess.column == column.name and not guess.member
            else guess
            for guess in guesses
        ]
    return guesses


def household_amounts(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Take an amount that stands once in each family, in one merged cell or at its head, for the family's.

    Read as each person's own it would leave the rest of the family without an amount.
    """
    mapped = {guess.column: guess for guess in guesses if guess.column and not guess.member}
    amount, relation = mapped.get(AMOUNT), mapped.get("relation")
    columns = {column.name for column in table.source.columns}
    if amount is None or amount.place not in open_ or HOUSEHOLD_AMOUNT not in columns - set(mapped):
        return guesses
    if EACH_PERSONS.search(amount.heading) or not _once_a_family(table, amount.place, relation):
        return guesses
    return [
        replace(guess, column=HOUSEHOLD_AMOUNT, reason="一户只写一次，是全户的金额")
        if guess is amount
        else guess
        for guess in guesses
    ]


def _once_a_family(table: Table, place: int, relation: ColumnGuess | None) -> bool:
    filled = table.layout.grid.filled[place][table.rows]
    if filled.all():
        return False
    members = ~filled
    merged = table.merged_below(place)
    if merged.any():
        return bool(merged[members].mean() >= MOST_MEMBERS)
    if relation is None or members.sum() < FEWEST_MEMBERS:
        return False
    values = table.source.column("relation").values
    texts = table.layout.grid.texts[relation.place].take(pa.array(table.rows)).to_pylist()
    heads = np.array([values.get(level_value(text or "")) == "HEAD" for text in texts], bool)
    return bool(filled[heads].all() and (~filled[~heads]).mean() >= MOST_MEMBERS)


def _ask_of_heads(table: Table, guesses: Sequence[ColumnGuess], own: set[str]) -> None:
    """Ask when rows of members have a name for their head only."""
    relation = next((g.place for g in guesses if g.column == "relation" and not g.member), None)
    if "name" in own or "head_name" not in own or relation is None:
        return
    column = table.source.column("relation")
    content = table.contents[relation]
    heads = sum(
        count
        for text, count in zip(content.texts, content.counts, strict=True)
        if column.values.get(level_value(text), "HEAD") == "HEAD"
    )
    if heads * 5 < sum(content.counts) * 4:
        table.doubts.append(
            (
                "ONLY_HEADS_NAMED",
                "有户主姓名，也有家庭成员的行，却没有成员自己的姓名列。请补上“姓名”列后再传，或在预览里指定哪一列是姓名。",
            )
        )


def missing_columns(source: Source, present: set[str]) -> list[tuple[str, str]]:
    """Return a doubt that names the columns a source cannot do without."""
    if "certificate_number" in present:
        present = {*present, "id_number"}  # the number of a disability certificate begins with it
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
