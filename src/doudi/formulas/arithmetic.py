"""The arithmetic every way of running a rule shares: rounding, tiers, bands, ages in whole numbers.

Days are written YYYYMMDD as one integer, unknown is 0: an age is then one subtraction and one division,
and someone born on 29 February ages on 1 March, as kernel.dates counts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from doudi.formulas.nodes import Value

Number = int | Fraction

# code → (unit in fen, how)
ROUNDINGS: Mapping[str, tuple[int, str]] = {
    "UP_TEN_YUAN": (1000, "up"),
    "UP_YUAN": (100, "up"),
    "DOWN_YUAN": (100, "down"),
    "NEAREST_YUAN": (100, "nearest"),
    "UP_JIAO": (10, "up"),
    "NEAREST_JIAO": (10, "nearest"),
    "UP_FEN": (1, "up"),
    "DOWN_FEN": (1, "down"),
    "NEAREST_FEN": (1, "nearest"),
}
ROUNDING_WORDS: Mapping[str, str] = {
    "UP_TEN_YUAN": "不足十元进到十元",
    "UP_YUAN": "不足一元进到元",
    "DOWN_YUAN": "舍去角分",
    "NEAREST_YUAN": "四舍五入到元",
    "UP_JIAO": "不足一角进到角",
    "NEAREST_JIAO": "四舍五入到角",
    "UP_FEN": "不足一分进到分",
    "DOWN_FEN": "舍去不足一分",
    "NEAREST_FEN": "四舍五入到分",
}


def rounded(amount: Number, rounding: str) -> int:
    """Return an exact amount rounded once, by the named rule."""
    unit, how = ROUNDINGS[rounding]
    if how == "up":
        return int(-(-amount // unit)) * unit
    if how == "down":
        return int(amount // unit) * unit
    return int((2 * amount + unit) // (2 * unit)) * unit


def tier_of(tiers: Value, value: Number) -> Value:
    """Return what the first tier that takes the value gives."""
    for line in tiers.lines:
        if line.up_to is None or value < line.up_to or (line.including and value == line.up_to):
            return line.gives
    raise AssertionError("the last tier has no upper end")


def banded(bands: Value, value: Number) -> Fraction:
    """Return the shares of the parts of a value that fall into each band, added up."""
    total, floor = Fraction(0), Fraction(0)
    for line in bands.lines:
        top = value if line.up_to is None else min(value, Fraction(line.up_to))
        if top > floor:
            total += (top - floor) * line.share
        if line.up_to is not None:
            floor = Fraction(line.up_to)
    return total


def age(born: int, on: int) -> int:
    """Return whole years between two days written YYYYMMDD; -1 when one is unknown."""
    return (on - born) // 10_000 if born and on else -1


def months_later(day: int, months: int) -> int:
    """Return the last day of a period of so many months from a day; unknown stays unknown.

    It is the same day of the month, or the month's last where it has no such day (民法典第二百零二条).
    """
    if not day:
        return 0
    year, month = divmod(int(month_index(day) + months), 12)
    last = LENGTHS[month] + (month == 1 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)))
    return year * 10_000 + (month + 1) * 100 + min(day % 100, last)


LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def birthday(born: int, years: int) -> int:
    """Return the day somebody turns so many years; born on 29 February, that is 1 March in most of them."""
    day = born + years * 10_000
    year = day // 10_000
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 0 if not born else day + (72 if day % 10_000 == 229 and not leap else 0)


def months_between(first: int, second: int) -> int:
    """Return whole months from one day to another, negative backwards; -1 when one is unknown.

    A month is whole on the day `months_later` names: from the 31st, on the last of a shorter month.
    """
    if not (first and second):
        return -1
    if second < first:
        return -months_between(second, first)
    months = month_index(second) - month_index(first)
    return months - (second < months_later(first, months))


def days_between(first: int, second: int) -> int:
    """Return the days from one day to another, negative backwards; -1 when one is unknown."""
    return day_ordinal(second) - day_ordinal(first) if first and second else -1


def day_ordinal(day: int) -> int:
    """Return a day's place in the calendar; works on whole columns of days as well.

    The year is counted from March, so that the leap day is its last.
    """
    year, month = day // 10_000, day // 100 % 100
    shifted = year - (month <= 2)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day % 100
    return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year


def month_index(day: int) -> int:
    """Return the number of a day's month since the year 0; -1 for an unknown day."""
    return day // 10_000 * 12 + day // 100 % 100 - 1 if day else -1
