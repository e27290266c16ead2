"""Turn a column of texts into money, dates, codes and numbers, distinct text by distinct text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.dates import NotADate, Period, TwoDays, day_of
from doudi.reading.cells import Kind
from doudi.recognition.amounts import MONTHS, Amount, fen_of, hundredths_of, whole_of
from doudi.recognition.headings import level_value
from doudi.recognition.raw import RawColumn
from doudi.recognition.said import said_around
from doudi.recognition.sources import Column

NEVER_ENDING = frozenset({"长期", "永久", "长期有效", "永久有效", "9999"})
SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)(%)?", re.ASCII)
PARTED = re.compile(r"(?P<part>\d{1,6})[/⁄](?P<whole>\d{1,6})", re.ASCII)
WHOLE_SHARE = frozenset({"全部", "全额", "单独所有", "独有", "整套"})
YEAR_AND_MONTH = re.compile(r"((?:19|20)[0-9]{2})\.([0-9]{1,2})")
WHOLE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
KINDS = 8
DAY_OF_A_YEAR = re.compile(r"(1[0-2]|0?[1-9])[月./-]([0-3]?[0-9])[日号]?")
YEAR_OR_MONTH_OF: Mapping[str, str] = {"year": "年", "month": "月"}
YEAR_OR_MONTH = frozenset(YEAR_OR_MONTH_OF.values())
T = TypeVar("T")

Answer = tuple[T | None, str]
"""What a text means, None for blank, and the code of a problem or ''."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A column read: its values, and which rows have which problem."""

    values: pa.Array
    problems: Mapping[str, NDArray[np.int64]]


def read_each(
    raw: RawColumn, groups: NDArray[np.int64], read: Callable[[str, int], Answer[T]], kind: pa.DataType
) -> Typed:
    """Read each distinct text of each group once and spread the answers over the rows."""
    encoded = raw.texts.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    width = len(texts) + 1
    wanted, places = np.unique(groups * width + indices + 1, return_inverse=True)
    answers: list[Answer[T]] = []
    for pair in wanted.tolist():
        group, place = divmod(pair, width)
        answers.append(read(texts[place - 1], group) if place else (None, ""))
    values = pa.array([value for value, _ in answers], kind).take(pa.array(places))
    problems = np.array([code for _, code in answers], object)[places] if answers else np.empty(0, object)
    found = {code: np.flatnonzero(problems == code) for code in {code for _, code in answers if code}}
    return Typed(values, found)


def read_money(raw: RawColumn, blank: frozenset[str], column: Column | None = None) -> Typed:
    """Read yuan into fen, exactly; finer than a fen is rounded half up and told."""
    per = column.per if column else ""
    signed = column.signed if column else False

    def read(text: str, group: int) -> Answer[int]:
        if level_value(text) in blank:
            return None, ""
        factor, kind = divmod(group, KINDS)
        amount = fen_of(text, abs(factor), kind, signed=signed)
        said = amount.per if amount.per in YEAR_OR_MONTH else "年" if factor < 0 else ""
        return _for_the_column(amount, per, said)

    return read_each(raw, raw.factors * KINDS + raw.kinds, read, pa.int64())


def _for_the_column(amount: Amount, per: str, said: str) -> Answer[int]:
    """Return an amount in the column's own time: a year's in a column of months is told, kept if exact."""
    if amount.fen is None or not per or not said or said == YEAR_OR_MONTH_OF[per]:
        return amount.fen, amount.problem
    if said == "月":
        return amount.fen * MONTHS, "MONTH_FOR_YEAR"
    month, rest = divmod(amount.fen, MONTHS)
    return (None, "YEAR_NOT_DIVISIBLE") if rest else (month, "YEAR_FOR_MONTH")


def read_hundredths(raw: RawColumn, blank: frozenset[str]) -> Typed:
    """Read a decimal number, such as square metres, into whole hundredths."""

    def read(text: str, _: int) -> Answer[int]:
        if level_value(text) in blank:
            return None, ""
        number = hundredths_of(text)
        return number, "" if number is not None else "NOT_A_NUMBER"

    return read_each(raw, np.zeros(len(raw.texts), np.int64), read, pa.int64())


def read_shares(raw: RawColumn, blank: frozenset[str]) -> Typed:
    """Read a share – 50%, 0.5, 1/2, 全部 – into hundredths of a per cent: the whole is 10,000."""

    def read(text: str, _: int) -> Answer[int]:
        leveled = level_value(text)
        if leveled in blank:
            return None, ""
        share = _share(leveled)
        if share is None or not 0 < share <= 1:
            return None, "NOT_A_SHARE"
        return int((share * 10_000).quantize(Decimal(1), ROUND_HALF_UP)), ""

    return read_each(raw, np.zeros(len(raw.texts), np.int64), read, pa.int64())


def _share(leveled: str) -> Decimal | None:
    """Return the part of one that a text says; a bare number over 1 is per cent."""
    if leveled in WHOLE_SHARE:
        return Decimal(1)
    if parted := PARTED.fullmatch(leveled):
        part, whole = (int(parted.group(name)) for name in ("part", "whole"))
        return Decimal(part) / Decimal(whole) if whole else None
    if not (bare := SHARE.fullmatch(leveled)):
        return None
    number = Decimal(bare.group(1))
    return number / 100 if bare.group(2) or number > 1 else number


def read_dates(
    raw: RawColumn,
    blank: frozenset[str],
    *,
    epoch_1904: bool,
    on: date,
    future: bool,
    tables: NDArray[np.int64] | None = None,
    months: Sequence[Period | None] = (),
) -> Typed:
    """Read days as dates, serial numbers or texts; a day after `on` is told unless it may lie ahead.

    A day without its year, 10月11日, is of the month that the list around it (`months` of `tables`) says.
    """
    place = np.zeros(len(raw.texts), np.int64) if tables is None else tables

    def read(text: str, group: int) -> Answer[date]:
        table, kind = divmod(group, KINDS)
        month = months[table] if months else None
        if month and (said := _day_without_year(text, kind, month)):
            return said, "YEAR_OF_THE_LIST"
        day, problem = _day(text, kind, epoch_1904, blank)
        late = day is not None and day > on and not future
        return day, "FUTURE_DATE" if late and not problem else problem

    return read_each(raw, place * KINDS + raw.kinds, read, pa.date32())


def _day_without_year(text: str, kind: int, month: Period) -> date | None:
    """Return a day of which only month and day are written, in the year of the list or the one before.

    A cell that holds the number 10.1 may be the first or the tenth.
    """
    match = DAY_OF_A_YEAR.fullmatch(level_value(text))
    if match is None or (kind == Kind.NUMBER and match.group(2) in {"1", "2", "3"}):
        return None
    number, day = int(match.group(1)), int(match.group(2))
    try:
        return date(month.year - (number > month.month), number, day)
    except ValueError:
        return None


def read_months(raw: RawColumn, blank: frozenset[str], *, epoch_1904: bool) -> Typed:
    """Read months into YYYY-MM."""

    def read(text: str, kind: int) -> Answer[str]:
        day, problem = _day(text, kind, epoch_1904, blank)
        return (str(Period.of(day)) if day else None), problem

    return read_each(raw, raw.kinds.astype(np.int64), read, pa.string())


def _day(text: str, kind: int, epoch_1904: bool, blank: frozenset[str]) -> Answer[date]:
    leveled = level_value(text)
    if leveled in blank or leveled in NEVER_ENDING:
        return None, ""
    try:
        if kind == Kind.NUMBER:
            return _day_typed_as_number(leveled, epoch_1904)
        if WHOLE_YEAR.fullmatch(leveled.rstrip("年")):
            return date(int(leveled[:4]), 1, 1), ""
        return day_of(text, epoch_1904), ""
    except TwoDays:
        return None, "MONTH_OR_DAY"
    except (NotADate, ValueError, OverflowError):
        return None, "NOT_A_DATE"


def _day_typed_as_number(text: str, epoch_1904: bool) -> Answer[date]:
    """Read a number cell: 2026.03 is a month, 2026.1 may be January or October, 46082 is a serial."""
    if WHOLE_YEAR.fullmatch(text):
        return date(int(text), 1, 1), ""
    match = YEAR_AND_MONTH.fullmatch(text)
    if match is None:
        return day_of(float(text), epoch_1904), ""
    if match.group(2) == "1":
        return None, "AMBIGUOUS_DATE"
    return date(int(match.group(1)), int(match.group(2)), 1), ""


def read_codes(
    raw: RawColumn,
    column: Column,
    blank: frozenset[str],
    *,
    tables: NDArray[np.int64],
    around: list[str],
    one_only: bool = False,
) -> Typed:
    """Read coded values by their spellings; a blank takes what the sheet's name or title says, if it may.

    A cell that names two kinds is told where a row can only be of `one_only`.
    """
    kind = pa.int16() if column.whole_number else pa.string()
    defaults = [said_around(column, text) if column.from_sheet else None for text in around]

    def read(text: str, table: int) -> Answer[str | int]:
        if one_only and len(_kinds_in(column, text)) > 1:
            return None, "TWO_KINDS"
        code, problem = _code(text, column, blank)
        code = code or (defaults[table] if not problem else None)
        return (int(code) if code and column.whole_number else code), problem

    answer = read_each(raw, tables, read, kind)
    if not any(defaults):
        return answer
    spelled = pa.array(defaults, pa.string()).take(pa.array(tables))
    return Typed(_with_defaults(answer.values, spelled, raw), answer.problems)


def _with_defaults(values: pa.Array, spelled: pa.Array, raw: RawColumn) -> pa.Array:
    return pc.if_else(raw.texts.is_valid(), values, spelled)


def _code(text: str, column: Column, blank: frozenset[str]) -> Answer[str]:
    leveled = level_value(text)
    if leveled in column.values:
        return column.values[leveled], ""
    if leveled in blank:
        return None, ""
    for part, code in column.contains:
        if part in leveled:
            return code, ""
    return (column.otherwise, "") if column.otherwise or column.free_text else (None, "UNKNOWN_CODE")


def _kinds_in(column: Column, text: str) -> set[str]:
    """Return every code a text speaks of."""
    leveled = level_value(text)
    said = {code for spelling, code in column.values.items() if len(spelling) > 1 and spelling in leveled}
    return said | {code for part, code in column.contains if part in leveled}


def read_integers(raw: RawColumn, blank: frozenset[str]) -> Typed:
    """Read whole numbers."""

    def read(text: str, _: int) -> Answer[int]:
        if level_value(text) in blank:
            return None, ""
        number = whole_of(text)
        return number, "" if number is not None else "NOT_A_NUMBER"

    return read_each(raw, np.zeros(len(raw.texts), np.int64), read, pa.int64())
