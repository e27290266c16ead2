"""Read well-formed numbers only: money into fen, areas into hundredths, whole numbers; the rest is told.

Nothing is guessed: a comma in a wrong place, a sign, an exponent, digits of another script and words leave
the value unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from doudi.kernel.writing import without_invisible
from doudi.reading.cells import Kind

LARGEST_FEN = 10**13
"""A hundred thousand million yuan: the sum of any list stays far within 64 bits."""
LARGEST_WHOLE = 10**15
FEN_IN_YUAN = 100
MONTHS = 12

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5, 0x3000: 0x20}
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_FACTORS = {"万": 10_000, "千": 1_000, "百": 100}
_MONEY = re.compile(
    rf"(?:人民币|RMB|CNY|¥)?(?P<number>(?:{_GROUPED})(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?:(?P<factor>[万千百])?(?:(?:元|圆)整?(?:[/每]?(?P<per>月|年|人月|人年|人|户))?)?|块钱?)",
    re.IGNORECASE,
)
_AREA = re.compile(
    rf"(?P<number>(?:{_GROUPED})(?:\.[0-9]+)?|\.[0-9]+)(?:平方米|平米|平方|㎡|m2|m²|m\^2)?", re.I
)
_WHOLE = re.compile(rf"(?P<number>{_GROUPED})(?:\.0+)?(?:个|人|口|户|岁|套|辆|份|次|天|日|月|年|元)?")
_SIGNED = re.compile(r"[-+−﹣－(（].*[0-9].*")


_UNIT = re.compile(r"(?P<factor>[万千百])?元(?:[/·每]?(?P<per>年|月))?|(?P<bare>\(万\))")
_UNIT_OF_TABLE = re.compile(r"(?:单位|金额单位|计量单位):?(?:人民币)?(?P<unit>[万千百]?元(?:[/·每]?[年月])?)")
_A_YEAR = re.compile(
    r"(?:/|每|全|按|一)年|(?<![0-9])年(?:保障|发放|补助|补贴|救助|供养|收入|度?金额|标准|总额)"
)


class Unit(NamedTuple):
    """In what a column's amounts are written: by how much they multiply, and for what time."""

    factor: int = 1
    per: str = ""


class Amount(NamedTuple):
    """An amount as it is written: fen by its own unit, whether it said a year, and what to tell of it."""

    fen: int | None
    per: str
    problem: str


def level_amount(text: str) -> str:
    """Return a number's text in half width, without spaces around it, its signs and unit, or hidden marks."""
    narrow = without_invisible(text.translate(_WIDTH).replace("\t", " "))
    return re.sub(r"(?<![0-9.])\s+|\s+(?![0-9.])", "", narrow.strip())


_UNIT_ALONE = re.compile(r"(?:人民币)?(?P<ten_thousands>万)?元?(?:人民币)?(?<=[元币])")


def unit_of(heading: str, titles: Sequence[str]) -> Unit:
    """Return what a heading says of its amounts' unit, else what the titles over the table say of all."""
    own = unicodedata.normalize("NFKC", "".join(heading.split()))
    table = [unicodedata.normalize("NFKC", "".join(title.split())) for title in titles]
    said = [found.group("unit") for title in table for found in _UNIT_OF_TABLE.finditer(title)]
    mine, around = _UNIT.search(own), _UNIT.search(said[0]) if said else None
    spoken = mine or around
    if spoken is None:
        return Unit(1, "年" if _A_YEAR.search(own) else "")
    factor = 10_000 if spoken["bare"] else _FACTORS.get(spoken["factor"] or "", 1)
    per = spoken["per"] or ("年" if _A_YEAR.search(own) else "")
    return Unit(factor, per)


def factor_in_words(text: str | None) -> int:
    """Return what a cell that is a unit alone multiplies by, 万元 by 10,000; 0 of any other."""
    match = _UNIT_ALONE.fullmatch(unicodedata.normalize("NFKC", text or "").strip())
    return (10_000 if match.group("ten_thousands") else 1) if match else 0


def fen_of(text: str, factor: int, kind: int, *, signed: bool = False) -> Amount:
    """Read yuan into fen, exactly; finer than a fen is rounded half up and told."""
    bare = level_amount(text)
    negative = signed and bare.startswith("-")
    match = _MONEY.fullmatch(bare.removeprefix("-") if negative else bare)
    if match is None or (kind == Kind.NUMBER and "," in bare):
        return Amount(None, "", "SIGNED_AMOUNT" if _SIGNED.fullmatch(bare) else "NOT_MONEY")
    written = match.group("factor")
    number = Decimal(match.group("number").replace(",", ""))
    fen = number * FEN_IN_YUAN * (_FACTORS[written] if written else factor)
    if fen > LARGEST_FEN:
        return Amount(None, "", "MONEY_TOO_LARGE")
    whole = fen.quantize(Decimal(1), ROUND_HALF_UP)
    close = abs(fen - whole) < Decimal("0.0001")  # a spreadsheet's float shows its fifteen digits
    per = (match.group("per") or "")[-1:]
    return Amount(-int(whole) if negative else int(whole), per, "" if close else "MONEY_ROUNDED")


def hundredths_of(text: str) -> int | None:
    """Return a decimal number, such as square metres, in whole hundredths; None of what is none."""
    match = _AREA.fullmatch(level_amount(text))
    if match is None:
        return None
    number = Decimal(match.group("number").replace(",", ""))
    if number > LARGEST_WHOLE:
        return None
    return int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))


def whole_of(text: str, *, signed: bool = False) -> int | None:
    """Return a whole number; None of what is none."""
    bare = level_amount(text)
    negative = signed and bare.startswith("-")
    match = _WHOLE.fullmatch(bare.removeprefix("-") if negative else bare)
    if match is None:
        return None
    digits = match.group("number").replace(",", "").lstrip("0") or "0"
    if len(digits) > 15:
        return None
    return -int(digits) if negative else int(digits)
