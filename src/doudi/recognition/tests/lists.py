"""Makes lists of every source, each with headings of its own choosing; nobody in them exists."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from doudi.reading.cells import sheet_table
from doudi.reading.process import ReadFile, Sheet
from doudi.reading.tests import workbooks as w
from doudi.recognition.sources import Column, Source, Type
from doudi.recognition.tests.desk import headings

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "春兰秋菊梅竹松柏云霞海江山河文武英杰华荣富贵平安顺利"
ALWAYS = ("id_number", "name", "town", "village", "relation", "household_number", "account")
SPOKEN = {
    Type.NAME: "李四光",
    Type.ADDRESS: "新韶镇陈江村5号",
    Type.PHONE: "13800138000",
    Type.TEXT: "某某处",
}


@dataclass
class Roll:
    """A list: its source, which column each heading is, the heading row, the people's rows."""

    source: Source
    columns: list[Column]
    heading: list[str]
    rows: list[list[str]]
    names: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def expected(self) -> dict[str, str]:
        """Return the column of each heading."""
        return {heading: column.name for heading, column in zip(self.heading, self.columns, strict=True)}

    def table(self) -> list[list[str]]:
        """Return heading and rows."""
        return [self.heading, *self.rows]

    def joined(self, *others: Roll) -> tuple[list[str], list[str]]:
        """Return names and numbers of this list and others, one after another."""
        rolls = (self, *others)
        return [name for roll in rolls for name in roll.names], [no for roll in rolls for no in roll.numbers]


def roll_of(code: str, seed: int, people: int = 6, first: int = 0) -> Roll:
    """Return a list of a source: its telling columns in any order, each under one of its headings."""
    source = headings().catalogue.source(code)
    chance = random.Random(f"{code}{seed}")  # noqa: S311 - made-up lists, no secrets
    columns = [column for column in source.columns if _is_wanted(source, column)]
    chance.shuffle(columns)
    columns.sort(key=lambda column: column.name not in {"town", "village"})
    roll = Roll(source, columns, [_heading(column, chance) for column in columns], [])
    for at in range(first, first + people):
        name = SURNAMES[at % len(SURNAMES)] + GIVEN[at % len(GIVEN)] + GIVEN[(at * 7 + 3) % len(GIVEN)]
        number = w.number_of(at + 1, born=f"19{60 + at % 30}0{1 + at % 9}1{at % 9}")
        roll.names.append(name)
        roll.numbers.append(number)
        roll.rows.append([_cell(column, name, number, at, chance) for column in columns])
    return roll


def _is_wanted(source: Source, column: Column) -> bool:
    spread = {source.spread.amount, source.spread.by} if source.spread else set()
    needed = {name for group in source.required_any for name in group}
    telling = column.required or column.own or column.name in {*ALWAYS, *needed}
    return telling and column.name not in spread and not column.instead_of


def _heading(column: Column, chance: random.Random) -> str:
    return chance.choice([one for one in column.headings if one not in column.weak])


def _cell(column: Column, name: str, number: str, at: int, chance: random.Random) -> str:
    made = {
        "id_number": number,
        "name": name,
        "town": "新韶镇",
        "village": "陈江村",
        "relation": "户主",
        "household_number": f"H{at:04d}",
        "certificate_number": f"{number}{41 + at % 4}",
        "account": f"621700{at:04d}11223{at:04d}",
    }
    if column.name in made:
        return made[column.name]
    if column.type == Type.CODE:
        return chance.choice(list(column.labels.values()))
    return _typed(column, at, number)


def _typed(column: Column, at: int, number: str) -> str:
    if column.type in {Type.MONEY, Type.INTEGER, Type.HUNDREDTHS}:
        return str(300 + at)
    if column.type in {Type.DATE, Type.MONTH}:
        return f"2025-0{1 + at % 9}-1{at % 9}" if column.type == Type.DATE else "2026-09"
    if column.type in {Type.IDENTITY, Type.CERTIFICATE}:
        return number
    if column.type == Type.HOUSEHOLD:
        return number if "number" in column.name else f"H{at}"
    return SPOKEN.get(column.type, f"某{at}号")


def book(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    hidden: Sequence[str] = (),
    merges: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
) -> ReadFile:
    """Return a workbook as the child process would give it, without starting one; merges count from 1."""
    found = []
    for index, (name, rows) in enumerate(sheets.items()):
        width = max((len(row) for row in rows), default=0)
        table = sheet_table([[*row, *[""] * (width - len(row))] for row in rows], width)
        found.append(
            Sheet(
                index,
                name,
                name in hidden,
                1,
                width,
                frozenset(),
                0,
                tuple((merges or {}).get(name, ())),
                table,
            )
        )
    return ReadFile("XLSX", (), False, tuple(found))
