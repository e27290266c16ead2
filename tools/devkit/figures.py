"""A pytest plugin: let a test of a promise say how often it looked and how often the promise did not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pytest

from tools.devkit.proofs import SAID


@dataclass(frozen=True)
class Figures:
    """Where one test says what it counted; `python3 dev promises` adds it up and prints it."""

    node: pytest.Item

    def say(self, *, violations: int, of: int, **counted: int) -> None:
        """Say how many of so many looks found the promise broken, and what else was counted on the way."""
        self.node.user_properties.append((SAID, {"violations": violations, "of": of, **counted}))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Give a test of a promise the place where it says its figures, before it asserts them."""
    return Figures(request.node)


def added_up(said: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the figures of several tests together."""
    total: dict[str, int] = {}
    for figures_of_one in said:
        for name, count in figures_of_one.items():
            total[name] = total.get(name, 0) + count
    return total
