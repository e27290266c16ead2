"""What the README tells a newcomer to type exists, and both languages tell the same."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.conventions.sources import ROOT

TYPED = re.compile(r"python3 dev ([a-z]+)((?: --[a-z-]+)*)")
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")


def typed_in(text: str) -> set[tuple[str, tuple[str, ...]]]:
    """Return (command, options) for each `python3 dev …` of a text."""
    return {(command, tuple(options.split())) for command, options in TYPED.findall(text)}


def refused(command: str, options: tuple[str, ...]) -> list[str]:
    """Return what the command's own help does not know."""
    asked = subprocess.run(
        [sys.executable, "dev", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode:
        return [command]
    return [f"{command} {option}" for option in options if option not in asked.stdout]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_exists(page: str) -> None:
    named = typed_in((ROOT / page).read_text(encoding="utf-8"))

    assert named
    assert [told for command, options in sorted(named) for told in refused(command, options)] == []


def test_a_command_that_does_not_exist_is_caught() -> None:
    assert refused("demo", ("--no-serve", "--in-the-clouds")) == ["demo --in-the-clouds"]
    assert refused("fly", ()) == ["fly"]


def test_both_languages_name_the_same_commands() -> None:
    english, chinese = (typed_in((ROOT / page).read_text(encoding="utf-8")) for page in PAGES[:2])
    assert english == chinese


def test_continuous_integration_runs_what_the_readme_says() -> None:
    assert "python3 dev test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
