"""Say which column of a table is which column of a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from doudi.recognition.agreement import numbers_checked
from doudi.recognition.by_content import (
    accounts_by_content,
    addresses_by_content,
    amounts_by_content,
    codes_by_content,
    days_by_content,
    identity_by_content,
    names_by_content,
)
from doudi.recognition.candidates import ALIKE, WEAK, Weighed, weigh
from doudi.recognition.crowded import crowded_cells
from doudi.recognition.header import Headings
from doudi.recognition.layout import Block, Layout
from doudi.recognition.leftover import leftovers_asked
from doudi.recognition.monthly import months_apart, of_this_month
from doudi.recognition.pairing import best_pairing
from doudi.recognition.persons import HEAD, members_of, side_by_side
from doudi.recognition.sources import DIVISION_TYPES, Column, Source, Type
from doudi.recognition.stand_ins import AMOUNT, HOUSEHOLD_AMOUNT, household_amounts, stand_ins
from doudi.recognition.strays import PERSONS, others_asked
from doudi.recognition.sums import total_of
from doudi.recognition.table import ColumnGuess, Table
from doudi.recognition.ticks import ticked

BY_CONTENT = (
    codes_by_content,
    accounts_by_content,
    amounts_by_content,
    days_by_content,
    addresses_by_content,
)
BY_CHOICE = 1.0
MUCH_BETTER = 0.03


@dataclass(frozen=True, slots=True)
class Assignment:
    """The columns of one table, what to tell about them, and what stands in the way.

    `is_family` says that the further people of a row are the household of the first, `is_crowded` that cells
    name several people one beside another.
    """

    columns: tuple[ColumnGuess, ...]
    notices: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...]
    is_family: bool = False
    is_crowded: bool = False


def assign_columns(
    source: Source,
    layout: Layout,
    block: Block,
    headings: Headings,
    choices: Mapping[str, str],
    *,
    group: str = "",
    period: str = "",
) -> Assignment:
    """Return which column is which; a person's choices go before everything else.

    Headings are chosen for by their key, or by `group:key` where tables of other wording stand beside.
    """
    table = Table(source, layout, block, headings)
    if period:
        months_apart(table, period)
    fresh = _keyed(block)
    starts = side_by_side(table.header, source, headings)
    members = [] if starts else members_of(source, headings, table.header)
    ticks = ticked(table)
    elsewhere = {place for member in members for place in member.values()} | set(ticks)
    if starts:
        elsewhere |= {guess.place for guess in fresh if guess.place >= starts[1]}
    chosen = {
        guess.place: of_this_month(table, guess.place, _choice(choices, group, guess.key)) for guess in fresh
    }
    guesses = _with_ticks(_paired(table, fresh, chosen, elsewhere), ticks, chosen)
    open_ = {guess.place for guess in fresh if chosen[guess.place] is None} - elsewhere
    guesses = names_by_content(table, identity_by_content(table, guesses, open_), open_)
    guesses = _beside(guesses, starts) if starts else _family(table, guesses, members, chosen)
    guesses = _told_by_content(table, guesses, chosen, open_, is_alone=not members and not starts)
    guesses, is_crowded = crowded_cells(table, guesses, chosen)
    return Assignment(
        tuple(table.with_reason(guess) for guess in guesses),
        tuple(table.notices),
        tuple(table.doubts),
        is_family=bool(members),
        is_crowded=is_crowded,
    )


def _told_by_content(
    table: Table,
    guesses: list[ColumnGuess],
    chosen: Mapping[int, str | None],
    open_: Collection[int],
    *,
    is_alone: bool,
) -> list[ColumnGuess]:
    """Return the columns with those told by what stands in them, and those that a person must choose."""
    if is_alone:
        guesses = others_asked(table, guesses, chosen)
    guesses = stand_ins(table, guesses)
    for by_content in BY_CONTENT:
        guesses = by_content(table, guesses, open_)
    if not is_alone:
        return guesses
    guesses = household_amounts(table, guesses, open_)
    return numbers_checked(table, leftovers_asked(table, guesses, open_), chosen)


def _with_ticks(
    guesses: Sequence[ColumnGuess],
    ticks: Mapping[int, tuple[str, str]],
    chosen: Mapping[int, str | None],
) -> list[ColumnGuess]:
    """Return the columns, those to be ticked for a code as that code."""
    return [
        replace(
            guess,
            column=ticks[guess.place][0],
            confidence=0.9,
            reason="打勾的列",
            ticked=ticks[guess.place][1],
        )
        if guess.place in ticks and chosen[guess.place] in {None, ticks[guess.place][0]}
        else guess
        for guess in guesses
    ]


def _choice(choices: Mapping[str, str], group: str, key: str) -> str | None:
    return choices.get(f"{group}:{key}", choices.get(key)) if group else choices.get(key)


def _keyed(block: Block) -> list[ColumnGuess]:
    guesses, seen = [], dict[str, int]()
    for place, (shown, wordings) in enumerate(zip(block.header.shown, block.header.wordings, strict=True)):
        name = wordings[0] if wordings else ""
        seen[name] = seen.get(name, 0) + 1
        guesses.append(ColumnGuess(place, shown, name if seen[name] == 1 else f"{name}#{seen[name]}"))
    return guesses


def _paired(
    table: Table, fresh: Sequence[ColumnGuess], chosen: Mapping[int, str | None], elsewhere: set[int]
) -> list[ColumnGuess]:
    """Pair all columns nobody has spoken of with the source's columns, together."""
    weighed = weigh(table.source, table.headings, table.header, table.contents)
    spoken = {column for column in chosen.values() if column}
    open_places = [
        guess.place for guess in fresh if chosen[guess.place] is None and guess.place not in elsewhere
    ]
    scores: list[dict[str, float]] = [{} for _ in fresh]
    for place in open_places:
        scores[place] = {
            one.column.name: one.score for one in weighed[place].candidates if one.column.name not in spoken
        }
    pairing = best_pairing(scores)
    guesses = [
        _guessed(guess, pairing[guess.place], weighed[guess.place], chosen[guess.place]) for guess in fresh
    ]
    return _rivals_settled(table, guesses, weighed, scores)


def _guessed(guess: ColumnGuess, name: str, weighed: Weighed, choice: str | None) -> ColumnGuess:
    if choice is not None:
        return replace(guess, column=choice, confidence=BY_CHOICE, reason="由人指定")
    one = weighed.of(name) if name else None
    if one is None:
        return replace(guess, reason=weighed.reason, left_as=weighed.left_as)
    reason = "列名相符" if one.heading in {1.0, WEAK} else f"列名中的“{one.wording}”相符"
    if one.heading == ALIKE:
        reason = f"列名与“{one.column.title}”相近，内容也相符"
    return replace(guess, column=name, confidence=round(one.heading, 2), reason=reason, wording=one.wording)


def _rivals_settled(
    table: Table,
    guesses: list[ColumnGuess],
    weighed: Sequence[Weighed],
    scores: Sequence[Mapping[str, float]],
) -> list[ColumnGuess]:
    """Say what becomes of the columns that could be what another one was taken for."""
    for column in table.source.columns:
        winner = next(
            (g for g in guesses if g.column == column.name and column.name in scores[g.place]), None
        )
        rivals = [g for g in guesses if not g.column and column.name in scores[g.place]]
        rivals = [g for g in rivals if not table.contents[g.place].is_blank]
        if winner is None or not rivals:
            continue
        if column.type in DIVISION_TYPES and table.alternate([winner.place, *(g.place for g in rivals)]):
            merged = {g.place for g in rivals}
            guesses = [
                replace(g, column=column.name, confidence=0.9, reason=f"与{winner.letter}列合并")
                if g.place in merged
                else g
                for g in guesses
            ]
            continue
        guesses = _settled(table, column, winner, rivals, guesses, scores)
    return guesses


def _settled(
    table: Table,
    column: Column,
    winner: ColumnGuess,
    rivals: list[ColumnGuess],
    guesses: list[ColumnGuess],
    scores: Sequence[Mapping[str, float]],
) -> list[ColumnGuess]:
    close = [
        g for g in rivals if scores[winner.place][column.name] - scores[g.place][column.name] < MUCH_BETTER
    ]
    if (own := _whose_name_it_is(table, column, [winner, *rivals], guesses)) is not None:
        return _others_left(guesses, [winner, *rivals], own, column.name)
    both = sorted([winner, *rivals], key=lambda guess: guess.place)
    shown = "与".join(f"{guess.letter}列“{guess.heading}”" for guess in both)
    if close and column.type == Type.MONEY and (total := total_of(table, both)):
        table.notices.append(f"{shown}：{total.letter}列是其余各列之和，取用{total.letter}列。")
        return _total_taken(guesses, both, total, column.name)
    are_same = bool(close) and table.same([winner.place, *(guess.place for guess in close)])
    is_asked = bool(close) and not are_same and _is_key(column)
    if are_same:
        table.notices.append(f"{shown}内容相同，取用{winner.letter}列。")
    elif is_asked:
        table.doubts.append(
            (
                "DOUBLED_COLUMN",
                f"{shown}都是“{column.title}”，内容不同，系统不替您选。"
                "请删去一列后再传，或在预览里指定用哪一列。",
            )
        )
    else:
        table.notices.append(f"{shown}都像“{column.title}”，取用{winner.letter}列。")
    lost = {guess.place for guess in rivals}
    open_ = lost if is_asked else set()
    return [
        replace(g, column=column.name if g.place in open_ else "", reason=f"与{winner.letter}列重复，不取用")
        if g.place in lost
        else g
        for g in guesses
    ]


def _whose_name_it_is(
    table: Table, column: Column, both: Sequence[ColumnGuess], guesses: Sequence[ColumnGuess]
) -> ColumnGuess | None:
    """Return which of several names or numbers goes with the other: 死者身份证号 with 死者姓名."""
    other = {"id_number": "name", "name": "id_number"}.get(column.name)
    beside = next((one for one in guesses if one.column == other and not one.member), None)
    if beside is None or beside in both:
        return None
    whose = PERSONS.sub("", table.header[beside.place][0])
    alike = [one for one in both if PERSONS.sub("", table.header[one.place][0]) == whose] if whose else []
    if not alike and column.name == "name":
        alike = [one for one in both if one.place == beside.place - 1]
    return alike[0] if len(alike) == 1 else None


def _others_left(
    guesses: Sequence[ColumnGuess], both: Sequence[ColumnGuess], own: ColumnGuess, column: str
) -> list[ColumnGuess]:
    places = {guess.place for guess in both}
    taken = max(guess.confidence for guess in both)
    return [
        replace(guess, column=column, confidence=taken)
        if guess.place == own.place
        else replace(guess, column="", confidence=0.0, reason="是另一个人的，不取用")
        if guess.place in places
        else guess
        for guess in guesses
    ]


def _total_taken(
    guesses: Sequence[ColumnGuess], parts: Sequence[ColumnGuess], total: ColumnGuess, column: str
) -> list[ColumnGuess]:
    """Take the sum for the column, and say of the others that they are parts of it."""
    places = {guess.place for guess in parts} - {total.place}
    reason = f"{total.letter}列的一部分，不取用"
    return [
        replace(g, column=column)
        if g.place == total.place
        else replace(g, column="", reason=reason)
        if g.place in places
        else g
        for g in guesses
    ]


def _is_key(column: Column) -> bool:
    if column.type in {Type.PHONE, Type.ADDRESS}:
        return False
    kinds = {Type.IDENTITY, Type.MONEY, Type.ACCOUNT, Type.CERTIFICATE, Type.NAME}
    return column.required or column.own or column.type in kinds


def _beside(guesses: list[ColumnGuess], starts: Sequence[int]) -> list[ColumnGuess]:
    """Give the lists printed beside the first the same columns."""
    pattern = [guess for guess in guesses if guess.key and guess.place < starts[1]]
    found = list(guesses)
    for member, start in enumerate(starts[1:], 1):
        places = [guess.place for guess in guesses if guess.key and guess.place >= start][: len(pattern)]
        for place, like in zip(places, pattern, strict=False):
            reason = f"并排的第 {member + 1} 组" if like.column else like.reason
            found[place] = replace(
                found[place],
                column=like.column,
                confidence=like.confidence,
                reason=reason,
                member=member,
                left_as=like.left_as,
            )
    return found


def _family(
    table: Table,
    guesses: list[ColumnGuess],
    members: Sequence[Mapping[str, int]],
    chosen: Mapping[int, str | None],
) -> list[ColumnGuess]:
    """Give the numbered members of a row their columns; an amount beside them is the household's."""
    if not members:
        return guesses
    found = list(guesses)
    for number, member in enumerate(members, 1):
        for name, place in member.items():
            column = chosen[place] if chosen[place] is not None else name
            found[place] = replace(
                found[place], column=column or "", confidence=0.9, reason=f"第 {number} 个成员", member=number
            )
    present = {guess.column for guess in found}
    columns = {column.name for column in table.source.columns}
    if HOUSEHOLD_AMOUNT in columns and HOUSEHOLD_AMOUNT not in present:
        found = [
            replace(guess, column=HOUSEHOLD_AMOUNT, reason="一行一户，金额是全户的")
            if guess.column == AMOUNT and chosen[guess.place] is None
            else guess
            for guess in found
        ]
    heads = [found[place] for place in range(len(found)) if not found[place].member]
    if not (
        {guess.column for guess in heads} >= set(HEAD) or {g.column for g in heads} >= {"name", "id_number"}
    ):
        table.doubts.append(
            ("SEVERAL_PEOPLE", "一行里有几个成员，但认不出户主的姓名和身份证号。请补上这两列的列名后再传。")
        )
    table.notices.append(f"一行一户：每行的户主和 {len(members)} 个成员分别展开成人，金额按全户的记。")
    return found
