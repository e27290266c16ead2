"""Put the steps that several rules share in front of a rule's SQL: who is dead, which bills stand.

A rule names them in a line `-- with: deaths, bills`; each is a file of the folder `steps`, may build on
others the same way, and becomes a named step of the one statement that is run.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "steps"
_WITH = re.compile(r"^-- with: *(.+)$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LEADING = re.compile(r"\A(?:\s*--[^\n]*\n)*\s*")
_OPENING = re.compile(r"with\s+", re.IGNORECASE)


class StepBroken(Exception):
    """A rule names a step nobody wrote, or steps that build on one another in a ring."""


def with_steps(path: Path) -> str:
    """Return a rule's SQL with the steps it names; unchanged where it names none."""
    sql = path.read_text(encoding="utf-8")
    steps: dict[str, str] = {}
    for name in _named(sql):
        _gather(path.parent / FOLDER, name, steps, ())
    if not steps:
        return sql
    head = _LEADING.match(sql)
    comments, body = sql[: head.end() if head else 0], sql[head.end() if head else 0 :]
    named = ",\n".join(f"{name} as (\n{text}\n)" for name, text in steps.items())
    opening = _OPENING.match(body)
    if opening:
        return f"{comments}with {named},\n{body[opening.end() :]}"
    return f"{comments}with {named}\n{body}"


def _named(sql: str) -> list[str]:
    found = _WITH.search(sql)
    return [name.strip() for name in found.group(1).split(",")] if found else []


def _gather(folder: Path, name: str, steps: dict[str, str], above: tuple[str, ...]) -> None:
    """Take a step in after those it builds on."""
    if name in steps:
        return
    if name in above:
        raise StepBroken(f"steps in a ring: {' → '.join((*above, name))}")
    path = folder / f"{name}.sql"
    if not _NAME.fullmatch(name) or not path.exists():
        raise StepBroken(f"no step {name!r} in {FOLDER}")
    sql = path.read_text(encoding="utf-8")
    for below in _named(sql):
        _gather(folder, below, steps, (*above, name))
    steps[name] = _LEADING.sub("", sql, count=1).rstrip().removesuffix(";")
