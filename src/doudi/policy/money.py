"""Read an amount of a policy file into fen, by the month or by the year, exactly."""

from __future__ import annotations

from fractions import Fraction

from doudi.kernel.money import NotMoney, fen_of, yuan_text

_LARGEST_FEN = 10**16


class NotThisMoney(ValueError):
    """What is written is no amount, or its unit is not the one asked for."""


def read_money(written: object, unit: str, to: str) -> int | Fraction:
    """Return fen in the unit asked for: of 元/人·年 the exact twelfth in 元/人·月, int where whole."""
    fen = _fen(written) * _factor(unit, to)
    return fen.numerator if fen.denominator == 1 else fen


def write_money(fen: int) -> int | str:
    """Write fen as yuan: a whole number, or a text with two decimals."""
    return fen // 100 if fen % 100 == 0 else yuan_text(fen).replace(",", "")


def _fen(written: object) -> Fraction:
    """Return an amount of yuan in fen: a whole number, an exact decimal or a text."""
    if isinstance(written, bool) or not isinstance(written, (int, Fraction, str)):
        raise NotThisMoney(f"{written!r} 不是金额")
    if isinstance(written, str):
        try:
            return Fraction(fen_of(written))
        except NotMoney as error:
            raise NotThisMoney(f"{written!r} 不是金额") from error
    fen = Fraction(written) * 100
    if fen.denominator != 1 or abs(fen) > _LARGEST_FEN:
        raise NotThisMoney(f"{written} 不是金额，最多两位小数")
    return fen


def _factor(unit: str, to: str) -> Fraction:
    """Return what turns one unit into the other: nothing, or twelve months a year."""
    if unit == to:
        return Fraction(1)
    if unit[:-1] == to[:-1] and (unit[-1], to[-1]) == ("年", "月"):
        return Fraction(1, 12)
    if unit[:-1] == to[:-1] and (unit[-1], to[-1]) == ("月", "年"):
        return Fraction(12)
    raise NotThisMoney(f"{unit}不能折成{to}")
