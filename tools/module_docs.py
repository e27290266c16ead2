"""Draw which module of ours imports which, row by row as the contract has them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence

from tools.devkit.paths import ROOT
from tools.import_rings import dependencies

LAYERS = "Modules stand in layers: a module imports only from lower rows"
NAMED = re.compile(r"^\| (?P<name>[^|]+) \| `(?P<module>\w+)` \| (?P<what>[^|]*) \|$", re.MULTILINE)
EXPLAINED = (
    "一个模块只引用比它低的行，同一行互不引用，由 import-linter 守着；"
    "每个模块不超过 8,000 行（测试与迁移不计），由篇幅检查守着。"
    "画的是没有别的路可走的引用：甲引用乙、乙引用丙，甲也引用丙的，甲到丙不画；全部引用见表。"
)

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], str]


def written(table: Table) -> list[str]:
    """Return the parts of the page: what is drawn, and every module with what it imports."""
    graph = {module: set(targets) for module, targets in dependencies(ROOT / "src" / "doudi").items()}
    rows = rows_of_modules(graph)
    heads = ["模块", "标识符", "说明", "引用"]
    lines = [_line(module, graph[module], names()) for row in rows for module in row]
    return [EXPLAINED, "", "```mermaid", drawn(rows, graph), "```", "", table(heads, lines)]


def _line(
    module: str, imported: Iterable[str], words: Mapping[str, tuple[str, str]]
) -> tuple[str, str, str, str]:
    name, what = words.get(module, ("", ""))
    return name, f"`{module}`", what, "、".join(f"`{each}`" for each in sorted(imported)) or "—"


def names() -> Mapping[str, tuple[str, str]]:
    """Return each module's name in Chinese and what it is for, as the glossary says."""
    section = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("\n## 模块\n")[2]
    found = NAMED.finditer(section.partition("\n## ")[0])
    return {each["module"]: (each["name"], each["what"]) for each in found}


def rows_of_modules(graph: Mapping[str, object]) -> list[list[str]]:
    """Return the modules there are by row of the contract, from the top."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = [contract["layers"] for contract in tool["contracts"] if contract["name"] == LAYERS]
    rows = [[module for module in re.findall(r"\w+", layer) if module in graph] for layer in layers]
    return [row for row in rows if row]


def drawn(rows: Sequence[Sequence[str]], graph: Mapping[str, set[str]]) -> str:
    """Return the drawing in Mermaid, a box for each row, an arrow for each import no other path says."""
    lines = ["flowchart TB"]
    for number, row in enumerate(rows):
        boxes = [f"    {module}" for module in row]
        lines += [f'  subgraph r{number}[" "]', "    direction LR", *boxes, "  end"]
    lines += [f"  {start} --> {end}" for start in sorted(graph) for end in sorted(needed(start, graph))]
    return "\n".join(lines)


def needed(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """Return what a module imports and does not reach through another import of its own."""
    direct = graph[start]
    return direct - {end for each in direct for end in reached(each, graph)}


def reached(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """Return every module a module reaches."""
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(graph.get(module, ()))
    return seen
