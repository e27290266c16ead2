"""Say a parameter's value in Chinese, with its unit, as a clerk reads it on a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from doudi.kernel.money import yuan_text
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.values import ROUNDINGS, Bands, Pairs, Scalar, Table, Tier, Tiers, Value, ratio_text


def show_value(definition: Definition, value: Value) -> str:
    """Return a value as Chinese text: 720元/人·月, 1.5倍, 60%, 智力一级、精神一级."""
    if isinstance(value, Tiers):
        return "；".join(_tier(definition, step) for step in value.steps)
    if isinstance(value, Bands):
        return _bands(value)
    if isinstance(value, Table):
        return "；".join(_cell(definition, key, cell) for key, cell in value.cells.items())
    if isinstance(value, Pairs):
        return "、".join(
            f"{_label(definition.enumeration, code)}{number}{definition.unit}" for code, number in value.pairs
        )
    if isinstance(value, tuple):
        return "、".join(_label(definition.enumeration, code) for code in value) or "无"
    if definition.kind == "rounding":
        return ROUNDINGS[str(value)]
    return show_scalar(definition.kind, value, definition.unit, definition.enumeration)


def show_scalar(kind: str, value: Value, unit: str, enumeration: Enumeration | None = None) -> str:
    """Return one plain value of a kind as Chinese text; what is no whole fen a month by the year."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and kind == "money":
        return f"{yuan_text(value).removesuffix('.00')}{unit}"
    if isinstance(value, Fraction) and kind == "money":
        return f"{yuan_text(int(value * 12)).removesuffix('.00')}{unit.removesuffix('月')}年"
    if isinstance(value, Fraction):
        return _ratio(value, unit)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return _label(enumeration, value)
    return f"{value}{counted_in(unit)}"


def counted_in(unit: str) -> str:
    """Return a unit as one counts in it: twelve months are 12个月, 12月 is December."""
    return "个月" if unit == "月" else unit


def day_text(day: date) -> str:
    """Write a day as 2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _ratio(value: Fraction, unit: str) -> str:
    if unit != "%":
        return f"{ratio_text(value)}{unit}"
    percent = ratio_text(value * 100)
    # two thirds are two thirds: 200/3% is nobody's way of saying it
    return ratio_text(value) if "/" in percent else f"{percent}%"


def _label(enumeration: Enumeration | None, code: str) -> str:
    members: Mapping[str, str] = enumeration.members if enumeration else {}
    return members.get(code, code)


def _tier(definition: Definition, step: Tier) -> str:
    gives = show_scalar(definition.gives, step.gives, definition.unit)
    if step.up_to is None:
        return f"以上的：{gives}"
    bound = show_scalar(definition.by, step.up_to, definition.by_unit or _usual_unit(definition.by))
    return f"{'不超过' if step.including else '不到'}{bound}：{gives}"


def _usual_unit(by: str) -> str:
    return "元" if by == "money" else ""


def _bands(value: Bands) -> str:
    said = []
    low = "0"
    for band in value.bands:
        share = _ratio(band.share, "%")
        if band.up_to is None:
            said.append(f"超过{low}元的部分{share}")
        else:
            high = yuan_text(band.up_to).removesuffix(".00")
            said.append(f"{low}元至{high}元的部分{share}")
            low = high
    return "；".join(said)


def _cell(definition: Definition, key: tuple[str, ...], cell: Scalar) -> str:
    names = [_label(definition.rows, key[0])]
    if len(key) > 1:
        names.append(_label(definition.columns, key[1]))
    return (
        f"{'·'.join(names)}：{show_scalar(definition.gives, cell, definition.unit, definition.enumeration)}"
    )
