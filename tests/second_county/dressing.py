"""Writes single values as clerks and systems write them; says what was done to a number."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from tests.second_county.pages import Cell
from tests.second_county.vocabulary import A_YEAR, BARE, DAYS, HEADINGS, MONEY, MONTHS, WORDS
from tests.second_county.world import Record

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"}
NUMBERS: Mapping[str, Callable[[str], str]] = {
    "full-width number": lambda number: number.translate(FULL_WIDTH),
    "labelled number": lambda number: f"身份证号：{number}",
    "hyphenated number": lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
    "spaced number": lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    "quoted number": lambda number: f"'{number}",
    "number with a tab": lambda number: f"{number}\t",
    "number of fifteen digits": lambda number: number[:6] + number[8:17],
    "small letter x": str.lower,
    "invisible mark in a number": lambda number: number[:10] + "\u200b" + number[10:],
}
FLAWS: Mapping[str, Callable[[str], Cell]] = {
    "wrong check digit": lambda number: number[:17] + ("1" if number[17] != "1" else "2"),
    "no number": lambda _: "",
    "masked number": lambda number: f"{number[:6]}********{number[14:]}",
    "number typed as a number": lambda number: float(number[:16] + "00"),
    "number cut short": lambda number: number[:16],
    "filler for a number": lambda _: "无",
    "day that does not exist": lambda number: number[:10] + "1332" + number[14:],
}
DATES: Mapping[str, Callable[[date], Cell]] = {
    "real dates": lambda day: day,
    "dates with hyphens": lambda day: day.isoformat(),
    "dates with dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "dates with padded dots": lambda day: f"{day:%Y.%m.%d}",
    "dates in words": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "dates of eight digits": lambda day: f"{day:%Y%m%d}",
    "dates with strokes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dates with a time": lambda day: f"{day.isoformat()} 00:00:00",
    "dates as serial numbers": lambda day: (day - date(1899, 12, 30)).days,
}
MONIES: Mapping[str, Callable[[int], Cell]] = {
    "plain amounts": lambda fen: fen // 100 if fen % 100 == 0 else fen / 100,
    "amounts as text": lambda fen: f"{fen / 100:.2f}",
    "amounts with commas": lambda fen: f"{fen / 100:,.2f}",
    "amounts with 元": lambda fen: f"{fen / 100:.2f}元",
    "amounts in full width": lambda fen: f"{fen / 100:.2f}".translate(FULL_WIDTH).replace(".", "．"),
    "amounts with ￥": lambda fen: f"￥{fen / 100:,.2f}",
}
TEN_THOUSAND = "（万元）"
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Style:
    """One department's habits in one file."""

    dates: str
    monies: str
    words: int
    spaced_names: bool
    remarks: bool
    dressed_share: float
    a_year: str = ""
    """Where it stands that sums are a year's: in the heading, the title or the cell; '' for a month's."""

    @property
    def a_year_named(self) -> str:
        """Return the habit of a year's sums as a shape is named, '' without it."""
        return f"a year's sums by {self.a_year}" if self.a_year else ""

    @classmethod
    def drawn(cls, draw: random.Random, *, text_only: bool, years: Sequence[str] = ("",)) -> Style:
        """Draw habits; a text file holds no real days and no numbers."""
        days = [
            name for name in DATES if not text_only or name not in ("real dates", "dates as serial numbers")
        ]
        return cls(
            dates=draw.choice(days),
            monies=draw.choice([*MONIES]),
            words=draw.randrange(3),
            spaced_names=draw.random() < 0.3,
            remarks=draw.random() < 0.4,
            dressed_share=draw.choice((0.0, 0.05, 0.3)),
            a_year=draw.choice(years),
        )


def cell_of(key: str, heading: str, value: object, style: Style) -> Cell:
    """Return the cell that says a value under a heading."""
    if value is None:
        return ""
    if key in MONEY:
        fen = cast(int, value) * (MONTHS_OF_A_YEAR if is_a_years(key, heading, style) else 1)
        if key in A_YEAR and style.a_year == "cell":
            return f"{fen / 100:.2f}元/年"
        return fen / 1_000_000 if heading.endswith(TEN_THOUSAND) else MONIES[style.monies](fen)
    if key in DAYS:
        return DATES[style.dates](cast(date, value))
    if key in MONTHS:
        return str(value).replace("-", "") if style.words == 1 else str(value)
    if key == "area_m2":
        return cast(int, value) / 100
    return word(key, value, style)


def heading_of(key: str, style: Style, draw: random.Random) -> str:
    """Return a heading for a column, one that fits to how the file tells what its sums are for."""
    if key not in A_YEAR or not style.a_year:
        return draw.choice(HEADINGS[key])
    if style.a_year == "heading":
        return draw.choice(A_YEAR[key])
    said = [each for each in HEADINGS[key] if "/月" in each] if style.a_year == "title" else []
    return draw.choice([*BARE[key], *said])


def is_a_years(key: str, heading: str, style: Style) -> bool:
    """Say whether a sum stands for twelve months; a heading that says a month is right over any title."""
    return bool(style.a_year) and key in A_YEAR and "/月" not in heading


def word(key: str, value: object, style: Style) -> Cell:
    """Return the department's word for a code, or the value itself."""
    words = WORDS.get(key, {}).get(value)
    return str(value) if words is None else words[min(style.words, len(words) - 1)]


REMARKS = ("（户主）", "(残)", "*", "（五保）", "、", " 2组", "【低保】")
DOTS = "·•．・‧∙⋅･●"
FILLERS = ("无", "待开户", "000000000000", "不详", "123456789012", "11111111111")


def name_cell(record: Record, style: Style) -> str:
    """Return a name as the department writes it: a blank in it, another dot, a remark behind it."""
    name = record.who.name
    if style.spaced_names and len(name) == 2:
        return f"{name[0]}  {name[1]}"
    if "·" in name:
        return name.replace("·", DOTS[record.home.key % len(DOTS)])
    if style.remarks and record.home.plain and record.home.key % 13 == 0:
        return name + REMARKS[record.home.key % len(REMARKS)]
    return name


def account_cell(record: Record, account: Cell, style: Style) -> Cell:
    """Return an account, or what a clerk types where there is none."""
    if style.remarks and not account:
        return FILLERS[record.home.key % len(FILLERS)]
    return account


def number_cell(record: Record, style: Style, draw: random.Random) -> tuple[Cell, str]:
    """Return the cell of an identity number and what was done to it, '' when nothing."""
    number = record.who.number
    if record.flaw:
        return FLAWS[record.flaw](number), record.flaw
    if draw.random() >= style.dressed_share:
        return number, ""
    fits = [name for name in NUMBERS if name != "small letter x" or number.endswith("X")]
    fits = [name for name in fits if name != "number of fifteen digits" or record.who.born.year < 2000]
    dress = draw.choice(fits)
    return NUMBERS[dress](number), dress
