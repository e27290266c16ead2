"""Read which month a sheet is of, from its name or its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

CHINESE = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12, "元": 1}
YEAR_AND_MONTH = re.compile(r"(20\d\d)\s*[年./_-]?\s*(0?[1-9]|1[0-2])\s*(?:月|(?![\d.]))")
ONLY_MONTH = re.compile(r"(?<![\d.\-~至到—])(0?[1-9]|1[0-2])\s*月(?!\s*[-~至到—]|\d)")
MONTH_IN_CHINESE = re.compile(
    r"(?<![一二三四五六七八九十至到])(十[一二]|[一二三四五六七八九十元])\s*月(?!\s*[-~至到—])"
)
RANGE = re.compile(r"(?<!\d)\d{1,2}\s*月?\s*[-~至到—]\s*\d{1,2}\s*月")


def months_said(text: str) -> set[tuple[int, int]]:
    """Return the months a text speaks of as year and month; the year is 0 where it is not said."""
    plain = unicodedata.normalize("NFKC", text)
    if RANGE.search(plain):
        return set()
    whole = {(int(year), int(month)) for year, month in YEAR_AND_MONTH.findall(plain)}
    rest = YEAR_AND_MONTH.sub("", plain)
    alone = {(0, int(month)) for month in ONLY_MONTH.findall(rest)}
    alone |= {(0, CHINESE[month]) for month in MONTH_IN_CHINESE.findall(rest)}
    known = {month for _, month in whole}
    return whole | {one for one in alone if one[1] not in known}


def month_of(texts: Iterable[str]) -> tuple[int, int] | None:
    """Return the month the first telling text names; None when none does, or one names several."""
    for text in texts:
        said = months_said(text)
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def is_of(month: tuple[int, int], period: str) -> bool:
    """Say whether a month said somewhere can be the month YYYY-MM."""
    year, number = int(period[:4]), int(period[5:7])
    return month[1] == number and month[0] in {0, year}


def month_in_words(month: tuple[int, int]) -> str:
    """Return a month as people say it."""
    return f"{month[0]}年{month[1]}月" if month[0] else f"{month[1]}月"


def different_months(months: Iterable[tuple[int, int] | None]) -> set[tuple[int, int]]:
    """Return the months that are said, each once; one without its year is the same as one with it."""
    said = {month for month in months if month}
    return {month for month in said if month[0] or not any(other[1] == month[1] for other in said - {month})}
