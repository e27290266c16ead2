"""No float anywhere in the path: not in the files, not in the values, not in the program."""

from __future__ import annotations

import ast
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from doudi.policy import book as book_module
from doudi.policy.book import Book, load_book
from doudi.policy.saying import show_value
from doudi.policy.tests.test_values import types_in
from doudi.policy.values import parse_value, write_value

POLICIES = Path(__file__).parents[4] / "policies"
PACKAGE = Path(book_module.__file__).parents[1]
ENGINE = ("policy", "formulas")
SOURCES = sorted(
    path for part in ENGINE for path in (PACKAGE / part).rglob("*.py") if "tests" not in path.parts
)
INEXACT = {"float", "Decimal", "float16", "float32", "float64", "double", "true_divide", "sqrt"}


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES, samples=True)


def inexact_in(source: str) -> list[str]:
    """Return the places of a program text that make or name an inexact number."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            found.append(f"line {node.lineno}: {node.value}")
        elif isinstance(node, ast.Name) and node.id in INEXACT:
            found.append(f"line {node.lineno}: {node.id}")
        elif isinstance(node, ast.Attribute) and node.attr in INEXACT:
            found.append(f"line {node.lineno}: {node.attr}")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_of_the_engine_makes_a_float(path: Path) -> None:
    assert inexact_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["a = 0.5", "float(3)", "np.float64(3)", "Decimal('1')", "math.sqrt(2)"])
def test_a_float_would_be_caught(text: str) -> None:
    assert len(inexact_in(text)) == 1


def test_no_value_of_any_region_holds_a_float(book: Book) -> None:
    held = {
        name
        for own in book.packs.timelines.values()
        for timeline in own.values()
        for one in timeline
        for name in types_in(one.value) | types_in(dict(one.written))
    }

    assert "Fraction" in held
    assert "float" not in held


def test_every_value_is_written_back_as_it_was_read_and_can_be_said(book: Book) -> None:
    changed = [
        (region, key)
        for region, own in book.packs.timelines.items()
        for key, timeline in own.items()
        for one in timeline
        if parse_value(book.definitions[key], write_value(book.definitions[key], one.value)) != one.value
        or not show_value(book.definitions[key], one.value)
    ]

    assert changed == []


def test_every_day_of_every_key_has_one_value_at_most(book: Book) -> None:
    doubled = [
        (region, key)
        for region, own in book.packs.timelines.items()
        for key, timeline in own.items()
        for earlier, later in pairwise(timeline)
        if earlier.ends is None or earlier.ends > later.begins
    ]

    assert doubled == []


def test_a_county_asks_once_a_day(book: Book) -> None:
    on = date(2026, 7, 1)

    assert book.parameters("350505", on) is book.parameters("350505", on)
