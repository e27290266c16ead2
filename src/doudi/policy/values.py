"""Read a parameter's value as it is written, write it back, and say it in Chinese; all exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.money import NotThisMoney, read_money, write_money

ROUNDINGS: Mapping[str, str] = {
    "UP_YUAN": "见分进元",
    "DOWN_YUAN": "舍去角分",
    "NEAREST_YUAN": "四舍五入到元",
    "UP_JIAO": "见分进角",
    "NEAREST_JIAO": "四舍五入到角",
    "UP_FEN": "进位到分",
    "DOWN_FEN": "舍去不足一分的部分",
    "NEAREST_FEN": "四舍五入到分",
    "UP_TEN_YUAN": "进位到十元",
}

Scalar = int | Fraction | str


class ValueWrong(ValueError):
    """A value is not written as its definition asks."""


class NotWholeFen(ValueWrong):
    """An amount by the year that is paid or compared as it stands is no whole number of fen a month."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a scale: up to a bound (none: everything above), including it or not, gives."""

    up_to: int | Fraction | None
    including: bool
    gives: Scalar


@dataclass(frozen=True, slots=True)
class Tiers:
    """A scale (分档): the first tier whose bound a quantity does not cross gives the result."""

    steps: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table by one code or two; cells are keyed (row,) or (row, column)."""

    cells: Mapping[tuple[str, ...], Scalar]


@dataclass(frozen=True, slots=True)
class Band:
    """One band: of what lies above the previous bound and up to this one (fen), this share counts."""

    up_to: int | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """Marginal shares (分段比例) of an amount of money."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A list of code and number that belong together, such as disability kind and level."""

    pairs: tuple[tuple[str, int], ...]

    def __contains__(self, pair: object) -> bool:
        return pair in self.pairs


Value = int | bool | Fraction | str | date | tuple[str, ...] | Tiers | Table | Bands | Pairs


def parse_value(definition: Definition, written: object, unit: str = "") -> Value:
    """Return the value a definition's YAML or JSON form stands for, or raise ValueWrong.

    A unit is said only for money written by the year where the definition counts by the month, or the
    other way round; the amount must then come out in whole fen, unless it may be said `by_year`.
    """
    if unit and definition.kind != "money" and definition.gives != "money":
        raise ValueWrong("只有金额可以写别的单位")
    parse = _PARSERS.get(definition.kind)
    if parse is not None:
        return parse(definition, written, unit)
    value = _scalar(definition.kind, definition.enumeration, written, definition.unit, unit)
    if not isinstance(value, str) and value < definition.least:
        raise ValueWrong(f"写的是 {written!r}，比可能的最小值还小")
    if definition.kind == "money" and not definition.by_year:
        _check_whole(value, written, unit, definition.unit)
    return value


def _check_whole(value: Scalar, written: object, unit: str, to: str) -> None:
    """Refuse an amount that is paid or compared as it stands and is no whole number of fen."""
    if isinstance(value, Fraction):
        raise NotWholeFen(f"{written} {unit}折成{to}不是整分")


def _scalar(
    kind: str, enumeration: Enumeration | None, written: object, to: str = "", unit: str = ""
) -> Scalar:
    """Return one money, number, ratio, code or text."""
    if kind == "money":
        return _money(written, to, unit)
    if kind == "number":
        return _number(written)
    if kind == "ratio":
        return _ratio(written)
    if kind == "code":
        return _code(enumeration, written)
    if kind == "rounding":
        return _choice(written, ROUNDINGS)
    if isinstance(written, str) and written.strip():
        return written
    raise ValueWrong(f"写的是 {written!r}，要写文字")


def _money(written: object, to: str, unit: str) -> int | Fraction:
    try:
        return read_money(written, unit or to, to)
    except NotThisMoney as error:
        raise ValueWrong(str(error)) from error


def _number(written: object) -> int:
    if not isinstance(written, int) or isinstance(written, bool):
        raise ValueWrong(f"写的是 {written!r}，要写整数")
    return written


def _ratio(written: object) -> Fraction:
    """Return an exact ratio written 2, 1.5, 2/3 or 60%."""
    if isinstance(written, (int, Fraction)) and not isinstance(written, bool):
        return Fraction(written)
    if not isinstance(written, str):
        raise ValueWrong(f"写的是 {written!r}，要写 1.5、2/3 或 60% 这样的比例")
    bare, percent = written.removesuffix("%"), written.endswith("%")
    try:
        return Fraction(bare) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueWrong(f"写的是 {written!r}，要写 1.5、2/3 或 60% 这样的比例") from error


def _code(enumeration: Enumeration | None, written: object) -> str:
    return _choice(written, enumeration.members if enumeration else {})


def _choice(written: object, members: Mapping[str, str]) -> str:
    if not isinstance(written, str) or written not in members:
        raise ValueWrong(f"写的是 {written!r}，可以写的是 {'、'.join(members)}")
    return written


def _yes_no(definition: Definition, written: object, unit: str) -> bool:
    if not isinstance(written, bool):
        raise ValueWrong(f"写的是 {written!r}，只能写 yes 或 no")
    return written


def _day(definition: Definition, written: object, unit: str) -> date:
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(str(written))
    except ValueError as error:
        raise ValueWrong(f"写的是 {written!r}，要写日期，例如 2026-07-01") from error


def _list(written: object) -> list[Any]:
    if not isinstance(written, (list, tuple)):
        raise ValueWrong(f"写的是 {written!r}，要写成一列")
    return list(written)


def _codes(definition: Definition, written: object, unit: str) -> tuple[str, ...]:
    codes = tuple(_code(definition.enumeration, one) for one in _list(written))
    if len(set(codes)) != len(codes):
        raise ValueWrong("一个代码写了两次")
    return codes


def _pairs(definition: Definition, written: object, unit: str) -> Pairs:
    pairs = []
    for one in _list(written):
        if len(_list(one)) != 2:
            raise ValueWrong(f"{one!r} 不是一个代码和一个数")
        pairs.append((_code(definition.enumeration, one[0]), _number(one[1])))
    if len(set(pairs)) != len(pairs):
        raise ValueWrong("一对写了两次")
    return Pairs(tuple(pairs))


def _keys(said: object, wanted: str, optional: tuple[str, ...]) -> Mapping[str, Any]:
    """Return a mapping that has one key and no unknown ones."""
    if not isinstance(said, Mapping) or wanted not in said or set(said) - {wanted, *optional}:
        raise ValueWrong(f"{said!r} 没有写 {wanted}，或者写了 {'、'.join(optional)} 以外的")
    return said


def _tiers(definition: Definition, written: object, unit: str) -> Tiers:
    """Return a scale whose bounds rise and whose last tier has none."""
    steps = []
    for one in _list(written):
        said = _keys(one, "gives", ("up_to", "including"))
        gives = _scalar(definition.gives, None, said["gives"], definition.unit, unit)
        if definition.gives == "money":
            _check_whole(gives, said["gives"], unit, definition.unit)
        bound = None
        if "up_to" in said:
            bound = _bound(definition, said["up_to"])
        steps.append(Tier(bound, _yes_no(definition, said.get("including", bound is None), ""), gives))
    _check_bounds([step.up_to for step in steps])
    return Tiers(tuple(steps))


def _bound(definition: Definition, written: object) -> int | Fraction:
    if definition.by == "money":
        return _money(written, "元", "")
    return _number(written) if definition.by == "number" else _ratio(written)


def _bands(definition: Definition, written: object, unit: str) -> Bands:
    bands = []
    for one in _list(written):
        said = _keys(one, "share", ("up_to",))
        bound = int(_money(said["up_to"], "元", "")) if "up_to" in said else None
        bands.append(Band(bound, _ratio(said["share"])))
    _check_bounds([band.up_to for band in bands])
    return Bands(tuple(bands))


def _check_bounds(bounds: list[Any]) -> None:
    if not bounds or bounds[-1] is not None or None in bounds[:-1]:
        raise ValueWrong("最后一档不写 up_to，其余都写")
    if any(low >= high for low, high in pairwise(bounds[:-1])):
        raise ValueWrong("各档的界限要从小到大")


def _table(definition: Definition, written: object, unit: str) -> Table:
    """Return a table; one that is calculated with says something of every code."""
    if not isinstance(written, Mapping) or not written:
        raise ValueWrong(f"{written!r} 不是按 {definition.rows and definition.rows.name} 写的表")
    cells: dict[tuple[str, ...], Scalar] = {}
    for row, said in written.items():
        _code(definition.rows, row)
        columns = said if definition.columns else {"": said}
        if not isinstance(columns, Mapping):
            raise ValueWrong(f"{row}：{said!r} 没有列")
        for column, cell in columns.items():
            key = (row, _code(definition.columns, column)) if definition.columns else (row,)
            cells[key] = _scalar(definition.gives, definition.enumeration, cell, definition.unit, unit)
            if definition.gives == "money":
                _check_whole(cells[key], cell, unit, definition.unit)
    if definition.use == "calculation":
        _check_complete(definition, cells)
    return Table(cells)


def _check_complete(definition: Definition, cells: Mapping[tuple[str, ...], Scalar]) -> None:
    sides = [side.members for side in (definition.rows, definition.columns) if side is not None]
    for cell in product(*sides):
        if cell not in cells:
            raise ValueWrong(f"没有写 {' × '.join(cell)}")


_PARSERS: Mapping[str, Callable[[Definition, object, str], Value]] = {
    "yes_no": _yes_no,
    "day": _day,
    "codes": _codes,
    "pairs": _pairs,
    "tiers": _tiers,
    "bands": _bands,
    "table": _table,
}


def unit_of_written(definition: Definition, value: Value) -> str:
    """Return the unit a value is written in where that is not its definition's: the year's, if it divides."""
    return definition.yearly_unit if definition.kind == "money" and isinstance(value, Fraction) else ""


def write_value(definition: Definition, value: Value) -> object:
    """Return a value as its file would say it: text, whole numbers, yes/no, lists and mappings only.

    An amount that is no whole number of fen a month is written by the year, see `unit_of_written`.
    """
    if definition.kind == "money" and isinstance(value, Fraction):
        return write_money(int(value * 12))
    if isinstance(value, Tiers):
        return [_written_tier(definition, step) for step in value.steps]
    if isinstance(value, Bands):
        return [_written_band(band) for band in value.bands]
    if isinstance(value, Table):
        return _written_table(definition, value)
    if isinstance(value, Pairs):
        return [list(pair) for pair in value.pairs]
    if isinstance(value, tuple):
        return list(value)
    return _written(definition.kind, value)


def _written(kind: str, value: Value) -> int | str:
    if isinstance(value, int):
        return write_money(value) if kind == "money" else value
    if isinstance(value, Fraction):
        return ratio_text(value) if value.denominator > 1 else value.numerator
    return value.isoformat() if isinstance(value, date) else str(value)


def _written_tier(definition: Definition, step: Tier) -> dict[str, Any]:
    said = {"gives": _written(definition.gives, step.gives)}
    if step.up_to is None:
        return said
    return {"up_to": _written(definition.by, step.up_to), "including": step.including, **said}


def _written_band(band: Band) -> dict[str, Any]:
    said = {"share": _written("ratio", band.share)}
    return said if band.up_to is None else {"up_to": write_money(band.up_to), **said}


def _written_table(definition: Definition, table: Table) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key, cell in table.cells.items():
        written = _written(definition.gives, cell)
        if len(key) == 1:
            said[key[0]] = written
        else:
            said.setdefault(key[0], {})[key[1]] = written
    return said


def ratio_text(value: Fraction) -> str:
    """Write a ratio as a decimal if it ends, else as a fraction."""
    for places in range(7):
        shifted = value * 10**places
        if shifted.denominator == 1:
            sign, digits = "-" if value < 0 else "", str(abs(shifted.numerator)).zfill(places + 1)
            return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
    return f"{value.numerator}/{value.denominator}"
