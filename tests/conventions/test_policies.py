"""What a bureau may change is data that parses, and every value says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conventions.sources import ROOT

POLICIES = ROOT / "policies"
PLANTED = """
within: {days: 10}
parameters:
  limit: {value: 5, unit: 元}
  other: {value: 1, document: 某文, verified: no}
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
    """Return the values that name no document or do not say whether somebody verified them."""
    found = [(place, node) for place, node in values_in(content)]
    bad = [
        place
        for place, node in found
        if not node.get("document") or not isinstance(node.get("verified"), bool)
    ]
    bad += [f"/{key}" for key in ("within",) if _deadline_without_source(content, key)]
    return bad


def _deadline_without_source(content: object, key: str) -> bool:
    deadline = content.get(key) if isinstance(content, dict) else None
    return isinstance(deadline, dict) and not (
        deadline.get("document") and isinstance(deadline.get("verified"), bool)
    )


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
    assert without_source(planted) == ["/parameters/limit", "/within"]


def test_every_rule_has_its_join_beside_it() -> None:
    rules = POLICIES / "matching"
    assert {p.stem for p in rules.glob("*.yaml")} == {p.stem for p in rules.glob("*.sql")}
