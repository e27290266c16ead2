"""The style gate: what is too long, too deep, not a package, or in a ring, by path and line.

    python3 -m tools.style_gate            the whole repository

Exit code 1 when anything is named. Migrations are written by Django and are not measured. Docstrings,
annotations and complexity are ruff's and mypy's.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.devkit.tree import tracked_files
from tools.import_rings import rings

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ("src", "tests", "tools", "bench", "dev", "manage.py", "conftest.py")
CODE_FILE, TEST_FILE, FUNCTION, CLASS, NESTING = 400, 500, 40, 150, 3
MODULE = 8_000
"""Lines of a module of ours without its tests and migrations."""
MISSING_WORDS = {"utils", "util", "helpers", "helper", "misc", "manager", "managers", "mixins", "mixin"}
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, order=True)
class Offence:
    """One place past a limit."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


def offences_of(root: Path, paths: Iterable[Path]) -> list[Offence]:
    """Return what these files of one repository do wrong, in order of place."""
    files = [path for path in paths if "migrations" not in path.parts]
    found = [offence for path in files for offence in _of_file(path, path.relative_to(root).as_posix())]
    found += _of_folders(root, files)
    found += _of_modules(root, files)
    found += [Offence(*ring) for ring in rings(root / "src" / "doudi", root)]
    return sorted(set(found))


def _of_file(path: Path, name: str) -> Iterator[Offence]:
    text = path.read_text(encoding="utf-8")
    limit = TEST_FILE if is_test(path) else CODE_FILE
    if (lines := text.count("\n")) > limit:
        yield Offence(name, limit + 1, f"文件 {lines} 行，上限 {limit} 行")
    if path.stem in MISSING_WORDS:
        yield Offence(name, 1, f"文件名 {path.name} 没有说出它是什么")
    for node in ast.walk(ast.parse(text, filename=name)):
        if isinstance(node, FUNCTIONS):
            yield from _of_function(node, name)
        elif isinstance(node, ast.ClassDef) and (length := _length(node)) > CLASS:
            yield Offence(name, node.lineno, f"类 {node.name} {length} 行，上限 {CLASS} 行")


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> Iterator[Offence]:
    if (length := _length(node)) > FUNCTION:
        yield Offence(name, node.lineno, f"函数 {node.name} {length} 行，上限 {FUNCTION} 行")
    if (depth := max(map(_depth, node.body))) > NESTING:
        yield Offence(name, node.lineno, f"函数 {node.name} 嵌套 {depth} 层，上限 {NESTING} 层")


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _depth(node: ast.AST) -> int:
    """Return how deep blocks stand in one another below this node; a function inside starts afresh."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return 0
    below = max((_depth(child) for child in _children(node)), default=0)
    return below + isinstance(node, BLOCKS)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node's children; those of an elif are its if's, so that a chain counts once."""
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If):
            yield from _children(child)
        else:
            yield child


def _of_folders(root: Path, files: Iterable[Path]) -> Iterator[Offence]:
    """Yield folders of ours with code and no __init__.py: the import contracts would not see them."""
    inside = [path for path in files if (root / "src") in path.parents]
    for folder in sorted(
        {path.parent for path in inside} - {path.parent for path in inside if path.stem == "__init__"}
    ):
        yield Offence(
            folder.relative_to(root).as_posix(), 1, "文件夹里有代码却没有 __init__.py，分层检查看不到它"
        )


def _of_modules(root: Path, files: Iterable[Path]) -> Iterator[Offence]:
    """Yield modules of ours that are too large to be read as one thing."""
    ours = root / "src" / "doudi"
    sizes: Counter[str] = Counter()
    for path in files:
        if ours in path.parents and path.parent != ours and not is_test(path):
            sizes[path.relative_to(ours).parts[0]] += path.read_text(encoding="utf-8").count("\n")
    for module, lines in sorted(sizes.items()):
        if lines > MODULE:
            told = f"模块 {lines} 行，上限 {MODULE} 行：找出自成一事的部分，写一份决定，分出去"
            yield Offence(f"src/doudi/{module}", 1, told)


def is_test(path: Path) -> bool:
    """Return whether a file is a test or serves tests only."""
    return "tests" in path.parts or path.name == "conftest.py" or path.name.startswith("test_")


def is_python(path: Path) -> bool:
    """Return whether a file is Python, also without the ending."""
    return path.suffix == ".py" or path.name == "dev"


def main() -> int:
    """Print the offenders; return 1 when there are any."""
    files = [path for path in tracked_files(*MEASURED) if is_python(path)]
    found = offences_of(ROOT, files)
    for offence in found:
        print(offence)
    print(f"看了 {len(files)} 个文件，{len(found)} 处不合。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
