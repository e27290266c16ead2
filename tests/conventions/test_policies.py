"""What a bureau may change is data that parses, and every value says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conventions.sources import ROOT
from tools.devkit.clauses import read_clauses

POLICIES = ROOT / "policies"
PLANTED = """
within: {days: 10}
parameters:
  limit: {value: 5, unit: 元}
  sourced: {value: 1, document: 某文, verified: yes}
  owned_up: {value: 1, document: "", verified: no}
  claimed: {value: 1, document: "", verified: yes}
"""


def values_in(content: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, node) for each node that holds a value of law or of a rule."""
    if isinstance(content, dict):
        if "value" in content:
            yield path, content
        for key, below in content.items():
            yield from values_in(below, f"{path}/{key}")
    if isinstance(content, list):
        for number, below in enumerate(content):
            yield from values_in(below, f"{path}/{number}")


def without_source(content: object) -> list[str]:
    """Return the values that neither name their document nor own up to being unverified."""
    nodes = [*values_in(content), *_deadlines_in(content)]
    return [place for place, node in nodes if not _says_where_from(node)]


def _deadlines_in(content: object) -> list[tuple[str, dict[str, Any]]]:
    deadline = content.get("within") if isinstance(content, dict) else None
    return [("/within", deadline)] if isinstance(deadline, dict) else []


def _says_where_from(node: dict[str, Any]) -> bool:
    if not isinstance(node.get("verified"), bool) or "document" not in node:
        return False
    return bool(node["document"]) or not node["verified"]


def files() -> list[Path]:
    """Return every policy file."""
    return sorted(POLICIES.rglob("*.y*ml"))


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(POLICIES)))
def test_a_policy_file_parses_and_every_value_has_a_source(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert content
    assert without_source(content) == []


def test_a_value_without_a_source_is_caught() -> None:
    planted = yaml.safe_load(PLANTED)
    assert without_source(planted) == ["/parameters/limit", "/parameters/claimed", "/within"]


def test_every_rule_has_its_join_beside_it() -> None:
    rules = POLICIES / "matching"
    assert {p.stem for p in rules.glob("*.yaml")} == {p.stem for p in rules.glob("*.sql")}


def test_every_clause_a_rule_names_exists() -> None:
    known = {item.name for item in read_clauses()}
    rules = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (POLICIES / "matching").glob("*.yaml")
    }

    assert {
        name: set(rule["clauses"]) - known for name, rule in rules.items() if set(rule["clauses"]) - known
    } == {}
