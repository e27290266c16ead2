"""A pytest plugin: let a test of a promise say how often it looked and how often the promise did not hold."""

from __future__ import annotations

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
