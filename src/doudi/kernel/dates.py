"""Read dates as clerks and spreadsheets write them, and count in months and years of age."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from doudi.kernel.writing import without_invisible

_DAY = re.compile(r"([0-9]{4})[-/.年、,]([0-9]{1,2})[-/.月、,]([0-9]{1,2})[日号.]?")
_DAY_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})(?:月份?)?")
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_COMPACT_MONTH = re.compile(r"((?:18|19|20|21)[0-9]{2})(0[1-9]|1[0-2])")
_TIME_OF_DAY = re.compile(r"(?:[ T]+|(?<=[日号]))(?:[上下]午|[早晚]上?)?[ ]*[0-9]{1,2}[:时点].*$")
_COMPACT_TIME = re.compile(r"([0-9]{8})(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){1,2}")
_CHINESE_DAY = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([元一二三四五六七八九十]{1,3})月(?:份|([一二三四五六七八九十廿卅]{1,4})[日号]?)?"
)
_CHINESE_DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "元": 1,
    **{digit: at for at, digit in enumerate("一二三四五六七八九", 1)},
}
_EXPORTED_DAY = re.compile(r"([0-3]?[0-9])-(1[0-2]|0?[1-9])月-([0-9]{2})")
_LAST_OF_THIS_CENTURY = 49
_PERIOD = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_SERIAL_TEXT = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")

MONTHS = 12
_LAST_SERIAL = 109_574  # 2199-12-31; larger integers are dates written without separators
_EPOCH_1904 = date(1904, 1, 1)
_FALSE_LEAP_DAY = 60  # spreadsheets count a 29 February 1900 that never was


class NotADate(ValueError):
    """The value is not a day."""


class TwoDays(NotADate):
    """The value may be one day or another: 10/1/2026 is October's first or January's tenth."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar month (月度), written YYYY-MM."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9999):
            raise ValueError("a period is a month of a year")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read YYYY-MM, and nothing looser: a period is a key."""
        if not _PERIOD.fullmatch(text):
            raise ValueError(f"a period is written YYYY-MM, not {text!r}")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> Period:
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.next().first_day - timedelta(days=1)

    def next(self) -> Period:
        """Return the month after this one."""
        return Period(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> Period:
        """Return the month before this one."""
        return Period(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in this month."""
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def day_of(value: str | float | date, epoch1904: bool = False) -> date:
    """Return the day a cell means; a month without a day is its first day.

    Numbers are spreadsheet serials (1904-based when the workbook says so) unless they are too large
    for one and read as YYYYMMDD or YYYYMM.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        raise NotADate("a truth value is not a day")
    if isinstance(value, int | float):
        return _day_of_number(value, epoch1904)
    return _day_of_text(value, epoch1904)


def whole_years(born: date, on: date) -> int:
    """Return an age in whole years (周岁); someone born on 29 February ages on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _day_of_text(text: str, epoch1904: bool) -> date:
    """Read a written day, with or without a time behind it."""
    narrow = unicodedata.normalize("NFKC", without_invisible(text, keep=" ")).strip().strip("'\"=‘’“”")
    written = re.sub(r"\s+", "", _TIME_OF_DAY.sub("", narrow))
    if match := _COMPACT_TIME.fullmatch(written):
        written = match.group(1)
    if match := _CHINESE_DAY.fullmatch(written):
        return _chinese_day(*match.groups())
    if match := _EXPORTED_DAY.fullmatch(written):
        return _exported_day(*(int(part) for part in match.groups()))
    if match := _DAY_LAST.fullmatch(written):
        return _day_last(*(int(part) for part in match.groups()))
    for pattern in (_DAY, _COMPACT_DAY, _MONTH, _COMPACT_MONTH):
        if match := pattern.fullmatch(written):
            return _real_day(*(int(part) for part in match.groups()))
    if _SERIAL_TEXT.fullmatch(written):
        return _day_of_serial(int(float(written)), epoch1904)
    raise NotADate("not a day")


def _chinese_day(year: str, month: str, day: str | None) -> date:
    """Read 二〇二六年十月一日."""
    whole = int("".join(str(_CHINESE_DIGITS[digit]) for digit in year))
    return _real_day(whole, _chinese_number(month), _chinese_number(day) if day else 1)


def _exported_day(day: int, month: int, year: int) -> date:
    """Read 05-8月 -19 as the database that wrote it does: years 50 to 99 are of the last century."""
    return _real_day(year + (2000 if year <= _LAST_OF_THIS_CENTURY else 1900), month, day)


def _chinese_number(text: str) -> int:
    """Read 一 to 九十九, with 廿 and 卅; 0 of what is none."""
    spelled = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = spelled.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_CHINESE_DIGITS[tens or "一"] * 10 if ten else 0) + (_CHINESE_DIGITS[ones] if ones else 0)


def _day_last(first: int, second: int, year: int) -> date:
    """Read a day whose year stands last, where only one order of month and day can be."""
    if first != second and first <= MONTHS and second <= MONTHS:
        raise TwoDays("month and day may be either")
    return _real_day(year, min(first, second), max(first, second))


def _day_of_number(value: float, epoch1904: bool) -> date:
    """Read a number cell: a serial, or a date typed without separators."""
    if not (0 <= value < 10**8):
        raise NotADate("not a day")
    whole = int(value)  # the fraction is the time of day
    if whole <= _LAST_SERIAL:
        return _day_of_serial(whole, epoch1904)
    if whole != value:
        raise NotADate("not a day")
    return _day_of_text(str(whole), epoch1904)


def _day_of_serial(serial: int, epoch1904: bool) -> date:
    """Count days from the workbook's epoch, around the leap day that never was."""
    if epoch1904:
        return _EPOCH_1904 + timedelta(days=serial)
    if serial in (0, _FALSE_LEAP_DAY):
        raise NotADate("the spreadsheet's calendar has this day, the real one does not")
    return date(1899, 12, 31 if serial < _FALSE_LEAP_DAY else 30) + timedelta(days=serial)


def _real_day(year: int, month: int, day: int = 1) -> date:
    """Return a day of the calendar, or refuse."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADate("the calendar has no such day") from error
