"""Read our own sources as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "doudi"
NOT_CODE = {"tests", "migrations"}


def code_files(package: Path = PACKAGE) -> list[Path]:
    """Return the modules of the program, without tests and migrations."""
    return sorted(
        path for path in package.rglob("*.py") if not NOT_CODE & set(path.relative_to(package).parts)
    )


def parsed(package: Path = PACKAGE) -> Iterator[tuple[str, ast.Module]]:
    """Yield (path below the package, tree) for each of them."""
    for path in code_files(package):
        yield path.relative_to(package).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """Yield every class of a module."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield every call of a module."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    """Return the last word of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
