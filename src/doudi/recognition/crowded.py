"""Tell cells that name several people with their numbers, such as the owners of one house: 张三、李四."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from doudi.recognition.sources import Kind
from doudi.recognition.table import ColumnGuess, Table

BETWEEN = re.compile(
    r"\s*[、，,；;/／|\n\r]+\s*|(?<=[\dXx])\s+(?=\d{6})|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]{2})"
)
NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
SHARED = ("name", "id_number")
ODD = 0.1


def parts(text: str | None) -> list[str]:
    """Return what stands in a cell one beside another."""
    return [part for part in BETWEEN.split((text or "").strip()) if part]


def people_in(name: str | None, number: str | None) -> int:
    """Return how many people a row names; 1 where names and numbers do not go together."""
    numbers = parts(number)
    if len(numbers) < 2 or not all(NUMBER.fullmatch(one) for one in numbers):
        return 1
    return len(numbers) if len(parts(name)) == len(numbers) else 1


def crowded_cells(
    table: Table, guesses: list[ColumnGuess], chosen: Mapping[int, str | None]
) -> tuple[list[ColumnGuess], bool]:
    """Return the columns, and whether rows name several people; ask where that cannot be taken apart.

    A department's record may be of several people together. A register's row is one person's: whose amount
    it is, and who belongs to whom, only the bureau can say.
    """
    places = {guess.column: guess for guess in guesses if guess.column in SHARED and not guess.member}
    number = places.get("id_number")
    if number is None:
        return guesses, False
    cells = [text for text in _texts(table, number.place) if text]
    crowded = [text for text in cells if len(NUMBER.findall(text)) > 1]
    if not crowded:
        return guesses, False
    names = _texts(table, places["name"].place) if "name" in places else [None] * len(table.rows)
    told = [people_in(*pair) for pair in zip(names, _texts(table, number.place), strict=True)]
    apart = sum(count > 1 for count in told)
    if table.source.kind == Kind.DEPARTMENT and apart >= (1 - ODD) * len(crowded):
        table.notices.append(f"{number.letter}列“{number.heading}”有 {apart} 格写了几个人，已按人分开读取。")
        return guesses, True
    if len(crowded) < ODD * len(cells) or chosen[number.place] is not None:
        return guesses, False
    sentence = (
        f"{number.letter}列“{number.heading}”的一格里有几个人的号码：请把每个人改成单独一行再传；"
        "只是个别行写错的，请在预览里选这一列后确认，那几行会退回。"
    )
    return table.ask(guesses, {number.place}, "SEVERAL_PEOPLE", sentence), False


def _texts(table: Table, place: int) -> Sequence[str | None]:
    found: list[str | None] = table.layout.grid.texts[place].take(pa.array(table.rows)).to_pylist()
    return found
