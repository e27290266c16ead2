"""Only a clause whose every marked test passed is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.devkit import clause_report, clauses
from tools.devkit.clauses import Item, outcomes, proven


@pytest.fixture
def proofs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of recorded results, in place of the real one."""
    monkeypatch.setattr(clauses.outcomes, "__defaults__", (tmp_path,))
    return tmp_path


def record(folder: Path, database: str, **tests: tuple[str, str]) -> None:
    """Record test → (outcome, clause) as one run would."""
    told = {
        name: {"outcome": outcome, "marks": [["clause", clause]]} for name, (outcome, clause) in tests.items()
    }
    (folder / f"{database}.json").write_text(json.dumps({"tree": "x", "tests": told}), encoding="utf-8")


def counted(folder: Path) -> list[str]:
    """Return which of three clauses are proven."""
    items = [Item(name, "", "", "") for name in ("A", "B", "C")]
    return [item.name for item in proven(items, outcomes(folder)["clause"])]


def test_a_clause_without_a_test_is_not_proven(tmp_path: Path) -> None:
    assert counted(tmp_path) == []


def test_a_clause_is_proven_by_a_passing_test(tmp_path: Path) -> None:
    record(tmp_path, "sqlite", test_a=("passed", "A"), test_b=("failed", "B"), test_c=("skipped", "C"))

    assert counted(tmp_path) == ["A"]


def test_one_failing_test_among_several_takes_the_clause_away(tmp_path: Path) -> None:
    record(tmp_path, "sqlite", test_a=("passed", "A"), test_again=("failed", "A"))

    assert counted(tmp_path) == []


def test_a_failure_on_one_database_takes_the_clause_away(tmp_path: Path) -> None:
    record(tmp_path, "sqlite", test_a=("passed", "A"))
    record(tmp_path, "postgresql", test_a=("failed", "A"))

    assert counted(tmp_path) == []


def test_a_test_that_only_postgresql_can_run_counts_when_it_passed_there(tmp_path: Path) -> None:
    record(tmp_path, "sqlite", test_a=("skipped", "A"))
    record(tmp_path, "postgresql", test_a=("passed", "A"))

    assert counted(tmp_path) == ["A"]


def test_the_summary_has_the_shape_of_the_contract(proofs: Path) -> None:
    record(proofs, "sqlite", test_a=("passed", "QG-0.1"))

    told = clauses.summary()

    assert (told["contract"], told["proven"], told["total"]) == (1, 1, 479)
    assert (told["systems_proven"], told["systems_total"]) == (0, 98)
    assert told["by_module"]["oversight"]["proven"] == 1  # type: ignore[index]


def test_what_tests_of_a_promise_counted_is_added_up_over_tests_and_databases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for function in (clauses.outcomes, clauses.figures):
        monkeypatch.setattr(function, "__defaults__", (tmp_path,))
    for database, violations in (("sqlite", 0), ("postgresql", 2)):
        said = [{"violations": violations, "of": 10, "kills": 4}]
        tests = {
            "test_a": {"outcome": "passed", "marks": [["promise", "P6"]], "figures": said},
            "test_b": {"outcome": "passed", "marks": [["promise", "P7"]], "figures": []},
        }
        written = json.dumps({"tree": "x", "tests": tests})
        (tmp_path / f"{database}.json").write_text(written, encoding="utf-8")

    assert clauses.promise_summary()["figures"] == {"P6": {"violations": 2, "of": 20, "kills": 8}}
    assert "P6   有测试守着（违反 2 / 20）" in clause_report.promise_report()
    assert "P7   有测试守着　" in clause_report.promise_report()


def test_the_modules_add_up_to_the_whole(proofs: Path) -> None:
    shares = clauses.shares([], clauses.read_clauses(), "module")

    assert sum(share["total"] for share in shares.values()) == 479


def test_the_report_names_what_is_proven(proofs: Path) -> None:
    record(proofs, "sqlite", test_a=("passed", "QG-0.1"))

    assert "条款 **1 / 479**，机制与台账 **0 / 98**" in clause_report.report()
    assert "| QG-0.1 | oversight |" in clause_report.report()


def test_a_promise_is_violated_by_a_failing_test_and_kept_by_a_passing_one() -> None:
    assert clauses.promise_state(["passed", "failed"]) == "violated"
    assert clauses.promise_state(["passed", "skipped"]) == "kept"
    assert clauses.promise_state([]) == "untested"
    assert clauses.promise_state(["skipped"]) == "untested"
