"""Ask where a column that is left over would do as well as the one that was taken, or tells of leavers."""

from __future__ import annotations

import re
from collections.abc import Collection

from doudi.recognition.by_content import is_somebody_elses
from doudi.recognition.fit import fit
from doudi.recognition.sources import Kind, Type
from doudi.recognition.sums import amounts_of
from doudi.recognition.table import ColumnGuess, Table

MONEYED = 0.95
HALF = 0.5
"""From here on two columns say the same but for what was paid late or kept back: 补贴标准 and 本月应发."""
FEW = 2
MOST_MONTHS = 12
OF_A_DAY = re.compile(r"日期|时间|年月")
LEFT = re.compile(
    r"(?:退出|停发|停保|退保|清退|取消|注销|终止|减员|停止)(?:享受|供养|救助|保障|待遇|低保)?(?:日期|时间|年月|月份|原因|理由)"
)
MOSTLY_LEFT = 0.8


def leftovers_asked(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Return the columns, those open between which only a person can choose."""
    return _leavers_asked(table, _amounts_asked(table, guesses, open_), open_)


def _amounts_asked(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Ask when an amount is called by words that any list may have, and so is another column of money."""
    source = table.source
    needed = {rule.amount for rule in source.listing if rule.amount}
    needed |= {column.name for column in source.columns if column.required and column.type == Type.MONEY}
    if source.spread:
        needed.add(source.spread.amount)
    for guess in guesses:
        if (
            guess.column not in needed
            or guess.member
            or guess.place not in open_
            or not _is_general(table, guess)
        ):
            continue
        rivals = [
            other
            for other in guesses
            if _is_left(table, guess, other)
            and other.place in open_
            and not other.member
            and _rivals(table, guess, other)
        ]
        if not rivals:
            continue
        title = source.column(guess.column).title
        shown = "与".join(f"{one.letter}列“{one.heading}”" for one in sorted([guess, *rivals], key=_place))
        sentence = f"{shown}都可能是“{title}”，内容不同。请在预览里指定用哪一列，其余选“不取用”。"
        return table.ask(guesses, {_place(one) for one in (guess, *rivals)}, "AMOUNTS_ALIKE", sentence)
    return guesses


def _is_left(table: Table, taken: ColumnGuess, other: ColumnGuess) -> bool:
    """Say whether a column is none of the source's, or what was paid beside what is due each month."""
    return not other.column or table.source.column(other.column).instead_of == taken.column


def _place(guess: ColumnGuess) -> int:
    return guess.place


def _is_general(table: Table, guess: ColumnGuess) -> bool:
    wordings = table.header[guess.place]
    return bool(wordings) and not OF_A_DAY.search(wordings[0]) and table.headings.is_general(wordings[0])


def _rivals(table: Table, taken: ColumnGuess, other: ColumnGuess) -> bool:
    content = table.contents[other.place]
    if content.is_blank or not _is_general(table, other) or is_somebody_elses(table, other.place):
        return False
    if len(content.texts) <= FEW < len(table.contents[taken.place].texts):
        return False  # 保障标准 of a county, town and country, beside what each person gets
    money = fit(table.source.column(taken.column), content) >= MONEYED and content.identity == 0
    return (
        money and table.likeness(taken.place, other.place) < HALF and not _is_for_months(table, taken, other)
    )


def _is_for_months(table: Table, taken: ColumnGuess, other: ColumnGuess) -> bool:
    """Say whether one amount is the other for a number of months in every row, as where a quarter is paid."""
    each, paid = (amounts_of(table, one.place) for one in (taken, other))
    pairs = [(month, whole) for month, whole in zip(each, paid, strict=True) if month or whole]
    return bool(pairs) and all(
        month > 0 and whole % month == 0 and whole <= MOST_MONTHS * month for month, whole in pairs
    )


def _leavers_asked(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Ask when every row of a register says when or why somebody left: the list is of those who are gone."""
    if table.source.kind != Kind.ROSTER or not table.rows.size:
        return guesses
    for guess in guesses:
        wordings = table.header[guess.place]
        if guess.column or guess.place not in open_ or not wordings or not LEFT.search(wordings[0]):
            continue
        said = sum(table.contents[guess.place].counts)
        if said >= MOSTLY_LEFT * min(table.rows.size, 300):
            sentence = (
                f"{guess.letter}列“{guess.heading}”几乎每行都有，像是退出人员的名单，不是“{table.source.title}”。"
                "请换成在册的名单；确实都在册的，请在预览里把这一列选为“不取用”后确认。"
            )
            return table.ask(guesses, {guess.place}, "LEAVERS", sentence)
    return guesses
