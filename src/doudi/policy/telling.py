"""Put a computation into sentences: why it was refused, and what the family is told step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from doudi.policy.language.nodes import Level
from doudi.policy.language.scalar import Row, rows_at
from doudi.policy.programme import placeholders
from doudi.policy.working import Working


def reasons(working: Working, failed: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield why each subject was refused, in the order of the law, given the checks each failed."""
    rows = list(rows_at(working.home, working.level))
    for row, names in zip(rows, failed, strict=True):
        many = working.level is Level.PERSON and len(rows) > 1
        for name in names:
            yield _for_whom(working, row, many) + _filled(working, working.fails.get(name, ""), row)


def told(working: Working, lines: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield what the resident is told, line by line, given each line's step and row."""
    many = len(working.home.below) > 1
    for name, place in lines:
        if name in working.plain:
            row = working.rows[place]
            yield _for_whom(working, row, many) + _filled(working, working.plain[name], row)


def _for_whom(working: Working, row: Row, many: bool) -> str:
    member = working.member_of(row)
    return f"第{member}人：" if member and many else ""


def _filled(working: Working, sentence: str, row: Row) -> str:
    """Return a sentence with the values of the steps it names."""
    text = sentence
    for name in placeholders(sentence):
        level, _ = working.cases[name]
        home = row.at(level) if level <= row.level else row
        # asked without keeping it: what a sentence names is no line of the computation
        value = home.values[name] if name in home.values else working.figures.work[name][1](home)
        text = text.replace(f"{{{name}}}", working.figures.plainly(name, value))
    return text
