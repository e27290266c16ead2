"""Say engine values in Chinese: yuan, percent, dates, codes; what is no whole fen is marked as near."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from doudi.formulas.nodes import Kind, Type
from doudi.formulas.unknown import Between, is_open
from doudi.kernel.money import yuan_text
from doudi.policy.definitions import Enumeration
from doudi.policy.saying import counted_in
from doudi.policy.types import day_of_number

EngineValue = object
TO_BE_ASKED = "待问"
_PER_CENT = "%"


def shown(kind: Type, unit: str, value: EngineValue, enumerations: Mapping[str, Enumeration]) -> str:
    """Return a value with its unit as a clerk writes it."""
    text = bare(kind, unit, value, enumerations)
    if is_open(value):
        return text
    if kind.money:
        return f"{text}{unit or '元'}"
    if kind.is_number and unit not in ("", "是否", _PER_CENT):
        return f"{text}{counted_in(unit)}"
    return text


def plainly(kind: Type, unit: str, value: EngineValue, enumerations: Mapping[str, Enumeration]) -> str:
    """Return a value as one says it: 720元, 214.67元; the sentence around it says per what."""
    if isinstance(value, Between) and kind.money and value.low > 0:
        return f"至少{money_text(value.low).removesuffix('.00')}元"
    if kind.money and isinstance(value, int | Fraction):
        return f"{money_text(value).removesuffix('.00')}元"
    return shown(kind, unit, value, enumerations)


def bare(kind: Type, unit: str, value: EngineValue, enumerations: Mapping[str, Enumeration]) -> str:
    """Return a value without its unit, as it stands inside a sum."""
    if is_open(value):
        return TO_BE_ASKED
    if kind.kind is Kind.YES_NO:
        return "是" if value else "否"
    if kind.kind is Kind.CODE:
        return list(enumerations[kind.enum].members.values())[int(str(value))]
    if kind.kind is Kind.DAY:
        day = day_of_number(int(str(value)))
        return "未知" if day is None else f"{day.year}年{day.month}月{day.day}日"
    if not isinstance(value, int | Fraction):
        return str(value)
    if kind.money:
        return money_text(value)
    return number_text(value * 100) + _PER_CENT if unit == _PER_CENT else number_text(value)


def money_text(fen: int | Fraction) -> str:
    """Return fen as yuan; what is no whole fen is cut to two places and marked 约."""
    exact = Fraction(fen)
    whole = int(exact) if exact.denominator == 1 else int((2 * exact + 1) // 2)
    return yuan_text(whole) if exact.denominator == 1 else f"约{yuan_text(whole)}"


def number_text(value: int | Fraction) -> str:
    """Return a number as decimals when they end within four places, else as a quotient."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    scaled = exact * 10_000
    if scaled.denominator != 1:
        return f"{exact.numerator:,}/{exact.denominator:,}"
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled.numerator)).rjust(5, "0")
    return f"{sign}{int(digits[:-4]):,}.{digits[-4:].rstrip('0')}"
