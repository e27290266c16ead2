"""Find rings among the modules of a package, string relations and hidden imports included.

import-linter sees import statements; a ForeignKey("registry.Person") or a dotted path in a relation is a
dependency as well, so it is counted here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
NOT_DEPENDING = {"tests", "migrations"}

Place = tuple[str, int]


def rings(package: Path, root: Path) -> list[tuple[str, int, str]]:
    """Return one (path, line, sentence) for each import that belongs to a ring of modules."""
    graph = dependencies(package)
    reach = {unit: _reachable(graph, unit) for unit in graph}
    found = []
    for unit, targets in graph.items():
        for target, (path, line) in targets.items():
            if unit in reach.get(target, set()):
                name = Path(path).relative_to(root).as_posix()
                found.append((name, line, f"环：{unit} 依赖 {target}，{target} 又依赖 {unit}"))
    return sorted(found)


def dependencies(package: Path) -> dict[str, dict[str, Place]]:
    """Return module → module it depends on → the first place that says so."""
    units = (
        {path.stem for path in package.iterdir() if path.is_dir() or path.suffix == ".py"}
        if package.is_dir()
        else set()
    )
    units -= {"__init__", "__pycache__"}
    graph: dict[str, dict[str, Place]] = {unit: {} for unit in units}
    for path in sorted(package.rglob("*.py")):
        inner = path.relative_to(package)
        unit = inner.parts[0].removesuffix(".py")
        if unit not in units or NOT_DEPENDING & set(inner.parts):
            continue
        for target, line in _named_by(path, package.name):
            if target in units and target != unit:
                graph[unit].setdefault(target, (str(path), line))
    return graph


def _named_by(path: Path, package: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from _units([alias.name for alias in node.names], package, node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from _units(below, package, node.lineno)
        elif isinstance(node, ast.Call):
            yield from _related(node)


def _units(names: list[str], package: str, line: int) -> Iterator[tuple[str, int]]:
    for name in names:
        parts = name.split(".")
        if parts[0] == package and len(parts) > 1:
            yield parts[1], line


def _related(call: ast.Call) -> Iterator[tuple[str, int]]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called not in RELATIONS:
        return
    named = [*call.args[:1], *(word.value for word in call.keywords if word.arg in {"to", "through"})]
    for value in named:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
            yield value.value.split(".")[0], call.lineno


def _reachable(graph: Mapping[str, Mapping[str, Place]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        unit = waiting.pop()
        if unit not in seen:
            seen.add(unit)
            waiting.extend(graph.get(unit, {}))
    return seen
