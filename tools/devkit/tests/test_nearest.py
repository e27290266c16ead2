"""What stands nearest to a change is tested first, and never for longer than there is time."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.devkit import nearest
from tools.devkit.nearest import changed_files, cost, distances, imported_by, known_times

FILES = {
    "src/doudi/registry/rules.py": "",
    "src/doudi/registry/services.py": "from doudi.registry import rules",
    "src/doudi/registry/tests/test_rules.py": "import doudi.registry.rules\ndef test_one(): pass",
    "src/doudi/registry/tests/test_other.py": "def test_two(): pass",
    "src/doudi/desk/views.py": "from doudi.registry.services import act",
    "src/doudi/desk/tests/test_views.py": 'PLACE = "doudi.desk.views"\ndef test_three(): pass',
    "src/doudi/kernel/tests/test_dates.py": "def test_four(): pass",
    "tests/conventions/test_pages.py": "def test_five(): pass",
    "tests/conventions/test_glossary.py": "def test_six(): pass",
    "tools/tests/test_gate.py": "def test_seven(): pass",
}
CORE = {"src/doudi/kernel/tests/test_dates.py", "tests/conventions/test_glossary.py"}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(nearest, "known_times", dict)
    return tmp_path


def chosen(tree: Path, *changed: str, seconds: float = 9.0) -> set[str]:
    return {path.rpartition("/")[2] for path in set(nearest.nearest(changed, tree, seconds)) - CORE}


def test_who_imports_the_change_is_tested_and_who_imports_that(tree: Path) -> None:
    assert chosen(tree, "src/doudi/registry/rules.py") == {"test_rules.py", "test_other.py", "test_views.py"}
    assert chosen(tree, "src/doudi/desk/views.py") == {"test_views.py", "test_pages.py"}


def test_when_there_is_little_time_the_nearest_are_taken(tree: Path) -> None:
    core_and_two = 4 * nearest.WITHOUT

    assert chosen(tree, "src/doudi/registry/rules.py", seconds=core_and_two) == {
        "test_rules.py",
        "test_other.py",
    }


def test_the_core_is_tested_whatever_changed(tree: Path) -> None:
    assert set(nearest.nearest(["README.md"], tree, 9.0)) == CORE


def test_a_template_is_tested_by_its_own_module_and_the_walk_over_the_pages(tree: Path) -> None:
    page = "src/doudi/desk/templates/desk/home.html"

    assert chosen(tree, page) == {"test_views.py", "test_pages.py"}


def test_a_policy_counts_as_a_change_of_the_code_that_reads_it() -> None:
    users = imported_by()
    readers = {name for names in nearest.READ_BY.values() for name in names}

    assert distances(users, ["doudi.matching.catalogue"])["doudi.matching.tests.test_catalogue"] == 1
    assert {name for name in readers if name.startswith("doudi.")} <= set(users), "a reader was moved"


def test_how_long_a_file_took_counts_more_than_a_guess(tree: Path, tmp_path: Path) -> None:
    name = "src/doudi/registry/tests/test_rules.py"

    assert cost(name, tree, {}) == nearest.WITHOUT
    assert cost(name, tree, {name: 7.0}) == 7.0
    assert known_times(tmp_path / "none.json") == {}


def test_what_is_committed_on_the_branch_and_what_is_not_yet_has_changed(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@b.invalid"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    for step, name in enumerate(("before", "last on main", "committed", "not committed", "new")):
        (tmp_path / name).write_text("a", encoding="utf-8")
        if step < 4:
            git("add", "-A")
            git("commit", "-m", name)
        if step == 1:
            assert changed_files(tmp_path) == ["last on main"]
            git("switch", "-c", "branch")
    (tmp_path / "not committed").write_text("b", encoding="utf-8")

    assert changed_files(tmp_path) == ["committed", "new", "not committed"]
