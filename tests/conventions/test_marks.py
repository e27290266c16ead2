"""A test that claims to prove something names a clause, system or promise that exists."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conventions.sources import ROOT, calls
from tools.devkit.clauses import read_clauses, read_promises, read_systems
from tools.devkit.tree import tracked_files


def marks_in(text: str) -> list[tuple[str, str]]:
    """Return (kind, name) for each mark a test file carries."""
    found = []
    for call in calls(ast.parse(text)):
        kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if (
            kind in KNOWN
            and isinstance(call.func, ast.Attribute)
            and ast.unparse(call.func.value).endswith("mark")
        ):
            found += [(kind, str(getattr(value, "value", ast.unparse(value)))) for value in call.args]
    return found


def unknown(files: Iterable[Path]) -> list[str]:
    """Return the marks that name nothing we know."""
    return [
        f"{path.name}: {kind} {name}"
        for path in files
        for kind, name in marks_in(path.read_text(encoding="utf-8"))
        if name not in KNOWN[kind]
    ]


KNOWN = {
    "clause": {item.name for item in read_clauses()},
    "system": {item.name for item in read_systems()},
    "promise": {item.name for item in read_promises()},
}


def test_every_mark_names_something_that_exists() -> None:
    files = [
        path for path in tracked_files("src", "tests", "tools", root=ROOT) if path.name.startswith("test_")
    ]
    assert unknown(files) == []


def test_a_mark_that_names_nothing_is_caught(tmp_path: Path) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text('@pytest.mark.clause("QG-99.9")\n@pytest.mark.clause("QG-0.1")\ndef test_x(): pass')

    assert unknown([planted]) == ["test_planted.py: clause QG-99.9"]


@pytest.mark.parametrize(("kind", "count"), [("clause", 479), ("system", 98), ("promise", 42)])
def test_the_tables_are_whole(kind: str, count: int) -> None:
    assert len(KNOWN[kind]) == count
