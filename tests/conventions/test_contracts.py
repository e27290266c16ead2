"""The import contracts see the whole program, and bite."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conventions.sources import PACKAGE, ROOT

LINT_THIS = """
import sys
sys.path.insert(0, "src")
from importlinter.cli import lint_imports_command
sys.exit(lint_imports_command())
"""
PURE = {"policy", "matching", "recognition", "reading", "kernel"}


def contracts() -> list[dict[str, object]]:
    """Return the contracts of pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def test_every_pure_module_stands_in_the_contract_that_forbids_django() -> None:
    forbidding = next(contract for contract in contracts() if contract.get("forbidden_modules") == ["django"])
    named = {str(module).removeprefix("doudi.") for module in forbidding["source_modules"]}  # type: ignore[attr-defined]

    assert {name for name in PURE if (PACKAGE / name).is_dir()} <= named


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "line", "said"),
    [
        ("registry/selectors.py", "import doudi.monitoring.models", "Modules stand in layers"),
        ("registry/planted.py", "def late():\n    import doudi.desk.views", "Modules stand in layers"),
        ("kernel/planted.py", "import django.db", "Engines and rules are pure"),
        ("monitoring/planted.py", "import duckdb", "DuckDB only in matching and exchange"),
        ("newcomer/__init__.py", '"""A module nobody placed."""', "Modules stand in layers"),
    ],
)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, place: str, line: str, said: str) -> None:
    shutil.copytree(
        PACKAGE, tmp_path / "src" / "doudi", ignore=shutil.ignore_patterns("__pycache__", "tests")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / "src" / "doudi" / place
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(
        f"{planted.read_text(encoding='utf-8') if planted.exists() else ''}\n{line}\n", encoding="utf-8"
    )

    answer = _lint(tmp_path)

    broken = [line for line in answer.stdout.splitlines() if line.startswith(said)]
    assert answer.returncode == 1
    assert "BROKEN" in broken[0]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_THIS, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
