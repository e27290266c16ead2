"""Put a computation into sentences: why it was refused, and what the family is told step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from doudi.formulas.nodes import Level, Value
from doudi.formulas.scalar import Row, rows_at
from doudi.formulas.unknown import is_open
from doudi.policy.programme import placeholders
from doudi.policy.working import Working


def reasons(working: Working, failed: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield why each subject was refused, in the order of the law, given the checks each failed."""
    rows = list(rows_at(working.home, working.level))
    for row, names in zip(rows, failed, strict=True):
        many = working.level is Level.PERSON and len(rows) > 1
        for name in names:
            yield _for_whom(working, row, many) + _filled(working, working.fails.get(name, ""), row)


def told(working: Working, lines: Iterable[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """Yield what the resident is told with the line it tells, given each line's step and row.

    A sentence whose amounts and numbers are all nothing is left out: what was not deducted needs no telling.
    """
    many = len(working.home.below) > 1
    for number, (name, place) in enumerate(lines):
        sentence, row = working.plain.get(name, ""), working.rows[place]
        if sentence and not _waits(working, sentence, row) and not _tells_of_nothing(working, sentence, row):
            yield number, _for_whom(working, row, many) + _filled(working, sentence, row)


def _waits(working: Working, sentence: str, row: Row) -> bool:
    """Tell whether a sentence names what is not known yet: nothing is told before it is."""
    return any(is_open(_value(working, name, row)) for name in placeholders(sentence))


def _tells_of_nothing(working: Working, sentence: str, row: Row) -> bool:
    figures = working.figures
    named = [(figures.quantities[name].type, _value(working, name, row)) for name in placeholders(sentence)]
    return bool(named) and all(kind.is_number and value == 0 for kind, value in named)


def _for_whom(working: Working, row: Row, many: bool) -> str:
    member = working.member_of(row)
    return f"第{member}人：" if member and many else ""


def _filled(working: Working, sentence: str, row: Row) -> str:
    """Return a sentence with the values of the steps it names."""
    text = sentence
    for name in placeholders(sentence):
        text = text.replace(f"{{{name}}}", working.figures.plainly(name, _value(working, name, row)))
    return text


def _value(working: Working, name: str, row: Row) -> Value:
    """Return a step's value for a row without keeping it: what a sentence names is no line of its own."""
    level, _ = working.cases[name]
    home = row.at(level) if level <= row.level else row
    return home.values[name] if name in home.values else working.figures.work[name][1](home)
