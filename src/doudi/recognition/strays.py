"""Ask about columns of people's numbers that nobody knows: a row may hold several people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from doudi.recognition.by_content import MOST_IDENTITY_SHARE, is_somebody_elses
from doudi.recognition.sources import Kind
from doudi.recognition.table import ASKED, UNKNOWN, ColumnGuess, Table

PERSONS = re.compile(r"(?:公民|居民|有效)?(?:身份证件|身份证|身份|证件|证照|姓名|名字)(?:号码|号|编号)?$")
DIGITS = re.compile(r"\d{15,17}[\dXx]?")
MOSTLY = 0.9


def others_asked(
    table: Table, guesses: list[ColumnGuess], chosen: Mapping[int, str | None]
) -> list[ColumnGuess]:
    """Ask when a column nobody knows is full of people's numbers: a row may hold several people."""
    stray = [
        guess
        for guess in guesses
        if not guess.column
        and chosen[guess.place] is None
        and guess.left_as == UNKNOWN
        and table.contents[guess.place].identity >= MOST_IDENTITY_SHARE
        and not is_somebody_elses(table, guess.place)
        and not _is_of_another_role(table, guess.place)
        and not _is_the_persons_own(table, guess.place, guesses)
    ]
    if not stray:
        return guesses
    shown = "、".join(f"{guess.letter}列“{guess.heading or '（无列名）'}”" for guess in stray)
    table.doubts.append(
        (
            "SEVERAL_PEOPLE",
            f"{shown}也是身份证号：一行里不止一个人，只读一个会漏掉其余的人。"
            "请把每个人改成单独一行再传；这些人不在名单上的，请在预览里把这一列选为“不取用”后确认。",
        )
    )
    places = {guess.place for guess in stray}
    return [
        replace(guess, column=ASKED, reason="也是身份证号，请选定") if guess.place in places else guess
        for guess in guesses
    ]


def _is_of_another_role(table: Table, place: int) -> bool:
    """Say whether a department names somebody in two columns beside the person: 申请人姓名, 申请人证件号.

    A register's row may so name a member of the household, which a person is asked about.
    """
    whose = PERSONS.sub("", table.header[place][0]) if table.header[place] else ""
    beside = [wordings[0] for at, wordings in enumerate(table.header) if wordings and at != place]
    return (
        bool(whose)
        and table.source.kind == Kind.DEPARTMENT
        and whose in {PERSONS.sub("", one) for one in beside}
    )


def _is_the_persons_own(table: Table, place: int, guesses: list[ColumnGuess]) -> bool:
    """Say whether a column repeats the number of the row's person, as a pupil's number does: G371522….

    A list of children may so name the same number twice; nobody is left out by reading it once.
    """
    own = next((guess.place for guess in guesses if guess.column == "id_number" and not guess.member), -1)
    if own < 0:
        return False
    rows = pa.array(table.rows)
    numbers, others = (table.layout.grid.texts[at].take(rows).to_pylist() for at in (own, place))
    pairs = [(number, other) for number, other in zip(numbers, others, strict=True) if number and other]
    same = sum(
        bool(DIGITS.findall(number)) and DIGITS.findall(number) == DIGITS.findall(other)
        for number, other in pairs
    )
    return bool(pairs) and same >= MOSTLY * len(pairs)
