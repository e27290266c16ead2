"""Read a list with a column of money for each of several months: the batch's month is the list's."""

from __future__ import annotations

import re
import unicodedata

from doudi.recognition.fit import Content, fit
from doudi.recognition.months import is_of, month_in_words, months_said
from doudi.recognition.sources import Column, Keep, Type
from doudi.recognition.table import Table

MONTH = re.compile(
    r"(?:20\d\d[年./-]?)?(?:1[0-2]|0?[1-9])月份?|(?:20\d\d年)?(?:十[一二]?|[一二三四五六七八九])月份?"
)
MONEYED = 0.95
OF_THE_MONTH = "本月金额"
MONEY = Column("money", "", Type.MONEY, Keep.DROP, ())


def months_apart(table: Table, period: str) -> None:
    """Leave of the columns of several months those of other months; the batch's is called as if alone.

    8月, 9月, 10月 and 10月发放金额 are such columns; without a month of the batch nothing is changed.
    """
    months = {
        place: month
        for place, wordings in enumerate(table.header)
        if wordings and (month := _month(table, wordings[0], table.contents[place]))
    }
    mine = {place: _rest(table.header[place][0]) for place, month in months.items() if is_of(month, period)}
    table.monthly = frozenset(months)
    if not mine or len(set(mine.values())) < len(mine):
        return
    header = list(table.header)
    for place, month in months.items():
        if place in mine:
            header[place] = (mine[place] or OF_THE_MONTH,)
        else:
            header[place] = ()
            table.reasons[place] = f"是{month_in_words(month)}的，这一批是 {period}，不取用"
    table.header = tuple(header)


def of_this_month(table: Table, place: int, choice: str | None) -> str | None:
    """Return a person's word for a column, but never last month's for columns of months: 10月 in November."""
    if place in table.reasons:
        return ""
    return None if place in table.monthly and table.reasons and not choice else choice


def _month(table: Table, wording: str, content: Content) -> tuple[int, int] | None:
    """Return the one month that a column of money is for."""
    said = months_said(wording)
    if len(said) != 1 or content.is_blank or content.identity or fit(MONEY, content) < MONEYED:
        return None
    rest = _rest(wording)
    known = any(
        (column := found.get(rest)) and column.type == Type.MONEY
        for found in table.headings.by_source.values()
    )
    return said.pop() if not rest or known or table.headings.is_general(rest) else None


def _rest(wording: str) -> str:
    return re.sub(r"\(.*?\)", "", MONTH.sub("", unicodedata.normalize("NFKC", wording)))
