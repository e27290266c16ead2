"""What the guide says a newcomer touches is what they touch: each exercise is done in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conventions.exercises import A_PAGE, A_RULE, SOURCE, Exercise
from tests.conventions.sources import ROOT
from tools.devkit.tree import tracked_files

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of everything git knows, with the front end of the original."""
    for path in tracked_files():
        place = tmp_path / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    (tmp_path / "build").mkdir(exist_ok=True)
    if (ROOT / "build" / "vendor").exists():
        (tmp_path / "build" / "vendor").symlink_to(ROOT / "build" / "vendor")
    return tmp_path


def contents(tree: Path) -> dict[str, bytes]:
    """Return what stands in every file of a tree that git would know."""
    files = (path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    left_out = {"__pycache__", "build", "data", ".pytest_cache", ".hypothesis", ".ruff_cache"}
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in files
        if not left_out & set(path.relative_to(tree).parts)
    }


def run_in(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one of our programs in a tree, with the tree's own code and data of its own."""
    own = {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}", "DOUDI_ENV": "test"}
    own["DOUDI_DATA"] = str(tree / "data")
    return subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )


def do(exercise: Exercise, tree: Path) -> None:
    """Do an exercise by hand, then let the program write what it writes itself."""
    for name, text in exercise.new.items():
        (tree / name).write_text(text.lstrip("\n"), encoding="utf-8")
    for name, (anchor, lines) in exercise.added.items():
        before = (tree / name).read_text(encoding="utf-8")
        assert anchor in before, f"{name}: {anchor}"
        (tree / name).write_text(before.replace(anchor, lines + anchor), encoding="utf-8")
    if exercise is A_PAGE:
        import_the_view(tree)
    written = run_in(tree, "-m", "tools.reference_docs")
    assert written.returncode == 0, written.stderr


def import_the_view(tree: Path) -> None:
    """Import the new view beside the others and let ruff put the line in order, as one's editor does."""
    urls = tree / "src/doudi/registry/urls.py"
    line = "from doudi.registry.views import shared_numbers\n"
    anchor = "from django.urls import path\n"
    urls.write_text(urls.read_text(encoding="utf-8").replace(anchor, anchor + line, 1), encoding="utf-8")
    sorted_ = run_in(tree, "-m", "ruff", "check", "--no-cache", "-q", "--fix", "--select", "I", str(urls))
    assert sorted_.returncode == 0, sorted_.stdout


def named_in_the_guide(exercise: Exercise) -> set[str]:
    """Return the files the guide's section says are touched, its placeholders filled in."""
    section = GUIDE.partition(f"## {exercise.section}\n")[2].partition("\n## ")[0]
    (line,) = re.findall(r"^Touches: (.*)$", section, re.MULTILINE)
    for placeholder, word in exercise.names.items():
        line = line.replace(f"<{placeholder}>", word)
    return set(re.findall(r"`([^`]+)`", line))


def touched(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    "exercises", [(SOURCE,), (SOURCE, A_RULE), (A_PAGE,)], ids=lambda all_: all_[-1].section
)
def test_an_exercise_touches_the_files_the_guide_names_and_no_others(
    copy: Path, exercises: tuple[Exercise, ...]
) -> None:
    *first, exercise = exercises
    for each in first:
        do(each, copy)
    before = contents(copy)

    do(exercise, copy)

    found = touched(before, contents(copy))
    assert found == named_in_the_guide(exercise)
    python = sorted(name for name in found if name.endswith(".py"))
    linted = run_in(copy, "-m", "ruff", "check", "--no-cache", "-q", *python) if python else None
    assert linted is None or linted.returncode == 0, linted.stdout
    tested = run_in(
        copy, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "--nomigrations", *exercise.checks
    )
    assert tested.returncode == 0, tested.stdout[-3000:]


def test_a_file_the_guide_does_not_name_is_told() -> None:
    assert touched({"a": b"1", "b": b"1"}, {"a": b"2", "b": b"1", "c": b"1"}) == {"a", "c"}
