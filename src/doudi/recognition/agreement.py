"""Hold a column of identity numbers against what the list says of its people: sex and day of birth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from doudi.recognition.by_content import is_somebody_elses
from doudi.recognition.table import ColumnGuess, Table

NUMBER = re.compile(r"['’‘]?(\d{6})(\d{8})\d{2}(\d)[\dXx](?:[1-7][1-4](?:B?\d{1,2})?)?")
SEX = frozenset({"性别", "XB", "男女"})
BORN = frozenset({"出生日期", "出生年月", "出生年月日", "出生时间", "生日", "CSRQ", "CSNY"})
MALE, FEMALE = "男1", "女2"
FEWEST_ROWS = 5
MOSTLY = 0.5
DIGITS = re.compile(r"(?:19|20)\d{2}\D?\d{1,2}")


def numbers_checked(
    table: Table, guesses: list[ColumnGuess], chosen: Mapping[int, str | None]
) -> list[ColumnGuess]:
    """Ask when the numbers taken for the people's own contradict their sex or birth throughout."""
    guess = next((one for one in guesses if one.column == "id_number" and not one.member), None)
    if guess is None or chosen[guess.place] is not None or not contradicts(table, guess.place):
        return guesses
    sentence = (
        f"{guess.letter}列“{guess.heading}”里的号码与表里的性别、出生日期多数对不上，像是别人的号码。"
        "请在预览里指定哪一列是本人的身份证号码；确实是这一列的，请选它后确认。"
    )
    return table.ask(guesses, {guess.place}, "NUMBERS_OF_OTHERS", sentence)


def contradicts(table: Table, place: int) -> bool:
    """Say whether most numbers of a column differ from the list's own column of sex or of birth."""
    numbers = _texts(table, place)
    for words, agree in ((SEX, _same_sex), (BORN, _same_birth)):
        at = _place_of(table, words)
        if at is None:
            continue
        said = [
            agree(match, text)
            for number, text in zip(numbers, _texts(table, at), strict=True)
            if (match := NUMBER.fullmatch(number)) and text
        ]
        told = [one for one in said if one is not None]
        if len(told) >= FEWEST_ROWS and sum(told) < MOSTLY * len(told):
            return True
    return False


def _place_of(table: Table, words: frozenset[str]) -> int | None:
    for place, wordings in enumerate(table.header):
        if wordings and wordings[0] in words and not is_somebody_elses(table, place):
            return place
    return None


def _same_sex(number: re.Match[str], text: str) -> bool | None:
    male, female = (any(mark in text for mark in marks) for marks in (MALE, FEMALE))
    return None if male == female else male == bool(int(number.group(3)) % 2)


def _same_birth(number: re.Match[str], text: str) -> bool | None:
    if not (found := DIGITS.match(text)):
        return None
    year, month = found.group(0)[:4], re.sub(r"\D", "", found.group(0)[4:])[:2].zfill(2)
    return number.group(2)[:6] == f"{year}{month}"


def _texts(table: Table, place: int) -> Sequence[str]:
    texts = table.layout.grid.texts[place].take(pa.array(table.rows)).to_pylist()
    return [(text or "").strip() for text in texts]
