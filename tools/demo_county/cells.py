"""Write one cell of a list in one of the many ways clerks write it."""

from collections.abc import Mapping
from datetime import date

from tools.demo_county.layout import CellMaker
from tools.demo_county.sheets import Cell
from tools.demo_county.spoil import Line


def order(line: Line, number: int) -> Cell:
    """Write the row's number on its sheet."""
    return number


def identity(line: Line, number: int) -> Cell:
    """Write the identity number, damaged or not."""
    return line.number


def name(line: Line, number: int) -> Cell:
    """Write the name."""
    return line.record.person.name


def spread_name(line: Line, number: int) -> Cell:
    """Write names of two characters with a space between, so that the column looks even."""
    plain = line.record.person.name
    return f"{plain[0]}　{plain[1]}" if len(plain) == 2 else plain


def sex(line: Line, number: int) -> Cell:
    """Write the sex."""
    return "男" if line.record.person.sex == "MALE" else "女"


def town(line: Line, number: int) -> Cell:
    """Write the town's name."""
    return line.record.home.village.town_name


def village(line: Line, number: int) -> Cell:
    """Write the village's full name."""
    return line.record.home.village.name


def short_village(line: Line, number: int) -> Cell:
    """Write the village's name as everybody says it."""
    return line.record.home.village.short_name


def address(line: Line, number: int) -> Cell:
    """Write the address."""
    return line.record.home.address


def phone(line: Line, number: int) -> Cell:
    """Write the phone number."""
    return line.record.person.phone


def constant(text: str) -> CellMaker:
    """Write the same in every row."""
    return lambda line, number: text


def text(field: str) -> CellMaker:
    """Write a value as it stands."""
    return lambda line, number: _plain(line.record.values.get(field))


def coded(field: str, words: Mapping[str, str]) -> CellMaker:
    """Write a code in the clerk's words."""
    return lambda line, number: words[str(line.record.values[field])]


def yuan(field: str) -> CellMaker:
    """Write money as a number of yuan."""
    return lambda line, number: _yuan_number(line.record.values.get(field))


def yuan_with_unit(field: str) -> CellMaker:
    """Write money with thousands commas and the unit: 1,234.50元."""
    return lambda line, number: _with_unit(line.record.values.get(field))


def yuan_text(field: str) -> CellMaker:
    """Write money as text with two decimals."""
    return lambda line, number: _two_decimals(line.record.values.get(field))


def square_metres(field: str) -> CellMaker:
    """Write an area held in hundredths of a square metre."""
    return yuan(field)


def day(field: str) -> CellMaker:
    """Write a day as a real date cell."""
    return lambda line, number: _day(line.record.values.get(field))


def day_text(field: str, pattern: str) -> CellMaker:
    """Write a day as text, for example by the pattern %Y年%m月%d日 or %Y%m%d."""
    return lambda line, number: _formatted(line.record.values.get(field), pattern)


def day_mixed(field: str) -> CellMaker:
    """Write days as three clerks would in turn: a date cell, 2026.3.1, and 2026年3月1日."""
    patterns = ("", "%Y.%m.%d", "%Y年%m月%d日")

    def write(line: Line, number: int) -> Cell:
        value, pattern = line.record.values.get(field), patterns[number % 3]
        return _formatted(value, pattern) if pattern else _day(value)

    return write


def _plain(value: object) -> Cell:
    return "" if value is None else str(value)


def _day(value: object) -> Cell:
    return value if isinstance(value, date) else ""


def _formatted(value: object, pattern: str) -> Cell:
    return value.strftime(pattern) if isinstance(value, date) else ""


def _yuan_number(value: object) -> Cell:
    if not isinstance(value, int):
        return ""
    return value // 100 if value % 100 == 0 else value / 100


def _with_unit(value: object) -> Cell:
    return f"{value / 100:,.2f}元" if isinstance(value, int) else ""


def _two_decimals(value: object) -> Cell:
    return f"{value / 100:.2f}" if isinstance(value, int) else ""
