"""The plugin writes down what passed, in one process and in several."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.devkit.paths import ROOT

SUITE = """
import pytest

@pytest.mark.clause("A")
def test_passes(): pass

@pytest.mark.clause("A", "B")
@pytest.mark.system("S")
def test_fails(): assert False

@pytest.fixture
def broken():
    yield
    raise RuntimeError

@pytest.mark.clause("C")
def test_whose_end_fails(broken): pass

@pytest.mark.clause("D")
@pytest.mark.skip
def test_is_skipped(): pass

@pytest.mark.clause("E")
@pytest.mark.xfail
def test_is_known_to_fail(): assert False

@pytest.mark.promise("P1")
def test_counts(figures):
    figures.say(violations=1, of=7, kills=3)
    assert False

def test_proves_nothing(): pass

@pytest.mark.postgres
def test_needs_the_database(): pass
"""
SETTINGS = "[pytest]\nmarkers =\n    clause(id)\n    system(name)\n    promise(id)\n    postgres\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the small suite with the plugin."""
    (folder / "test_suite.py").write_text(SUITE, encoding="utf-8")
    (folder / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tools.devkit.proofs",
        "-p",
        "tools.devkit.statements",
        "-p",
        "tools.devkit.figures",
        "-p",
        "no:django",
        *arguments,
    ]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two processes"])
def test_each_marked_test_is_written_down_with_its_worst_outcome(tmp_path: Path, workers: list[str]) -> None:
    run(tmp_path, f"--proofs={tmp_path / 'out' / 'proofs.json'}", *workers)

    written = json.loads((tmp_path / "out" / "proofs.json").read_text(encoding="utf-8"))["tests"]
    outcomes = {test.partition("::")[2]: entry["outcome"] for test, entry in written.items()}
    assert outcomes == {
        "test_passes": "passed",
        "test_fails": "failed",
        "test_whose_end_fails": "failed",
        "test_is_skipped": "skipped",
        "test_is_known_to_fail": "skipped",
        "test_counts": "failed",
    }
    assert written["test_suite.py::test_counts"]["figures"] == [{"violations": 1, "of": 7, "kills": 3}]
    assert sorted(written["test_suite.py::test_fails"]["marks"]) == [
        ["clause", "A"],
        ["clause", "B"],
        ["system", "S"],
    ]


def test_the_second_run_leaves_out_what_needs_no_database(tmp_path: Path) -> None:
    assert "1 passed, 7 deselected" in run(tmp_path, f"--as-needed={tmp_path / 'nothing written'}").stdout
