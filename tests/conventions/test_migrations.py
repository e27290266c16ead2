"""Migrations have names that say what they do, and stand in one line per module."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.conventions.sources import PACKAGE

GOOD_NAME = re.compile(r"^(\d{4})_[a-z]+(_[a-z0-9]+)+$")
# What Django calls a migration when nobody names it.
UNNAMED = re.compile(r"_auto_|^\d{4}_(initial|migration|squashed)|_more$|_and_more")


def badly_named(files: list[Path]) -> list[str]:
    """Return the migrations whose name is Django's own, or is no sentence."""
    return [path.stem for path in files if not GOOD_NAME.match(path.stem) or UNNAMED.search(path.stem)]


def forks(files: list[Path]) -> list[str]:
    """Return the numbers that two migrations of one module share, and the numbers left out."""
    found = []
    for module in sorted({path.parent for path in files}):
        numbers = Counter(int(path.stem[:4]) for path in files if path.parent == module)
        expected = Counter(range(1, len(numbers) + 1))
        found += [
            f"{module.parent.name} {number:04}"
            for number in sorted((numbers - expected) + (expected - numbers))
        ]
    return found


def ours(package: Path = PACKAGE) -> list[Path]:
    """Return every migration."""
    return sorted(path for path in package.glob("*/migrations/*.py") if path.stem != "__init__")


def test_every_migration_has_a_name_that_says_what_it_does() -> None:
    assert badly_named(ours()) == []


def test_names_that_django_gives_are_caught() -> None:
    planted = ["0001_initial", "0002_auto_20260101_0101", "0003_award_a_and_more", "0004_migration", "add_x"]
    assert badly_named([Path(f"{name}.py") for name in planted]) == planted


def test_migrations_of_a_module_stand_in_one_line() -> None:
    assert forks(ours()) == []


def test_two_migrations_with_one_number_are_caught() -> None:
    planted = [
        Path("x/migrations/0001_add_a.py"),
        Path("x/migrations/0002_add_b.py"),
        Path("x/migrations/0002_add_c.py"),
    ]
    assert forks(planted) == ["x 0002"]
