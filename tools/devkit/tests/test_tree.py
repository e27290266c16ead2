"""A result belongs to the tree it was made on: any change of a source shows in the digest."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.devkit import tree


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small checkout that ignores its build folder."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    monkeypatch.setattr(tree.tracked_files, "__kwdefaults__", {"root": tmp_path})
    return tmp_path


def test_the_same_tree_has_the_same_digest(checkout: Path) -> None:
    (checkout / "build").mkdir()
    before = tree.digest_of_sources()

    (checkout / "build" / "made.py").write_text("x = 2\n", encoding="utf-8")

    assert tree.digest_of_sources() == before


@pytest.mark.parametrize(("name", "text"), [("a.py", "x = 2\n"), ("b.py", "x = 1\n")])
def test_a_changed_or_a_new_source_has_another(checkout: Path, name: str, text: str) -> None:
    before = tree.digest_of_sources()

    (checkout / "src" / name).write_text(text, encoding="utf-8")

    assert tree.digest_of_sources() != before


def test_ignored_files_are_not_listed(checkout: Path) -> None:
    (checkout / "build").mkdir()
    (checkout / "build" / "made.py").touch()

    assert [path.name for path in tree.tracked_files(root=checkout)] == [".gitignore", "a.py"]
