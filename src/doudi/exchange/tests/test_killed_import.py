"""An act killed at any statement and run again gives the same rows: nothing lost, nothing twice (P6)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doudi.exchange.tests.factories import dibao, dibao_row, wrong_number
from tools.devkit.figures import Figures

SCRIPT = Path(__file__).with_name("kill_import.py")
EVERY = 9
FEWER = 23


def killed(act: str, file: Path, every: int, *first: Path) -> dict[str, Any]:
    """Return what came of an act that was killed again and again."""
    command = [sys.executable, str(SCRIPT), act, str(file), str(every), *map(str, first)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture
def first(tmp_path: Path) -> Path:
    file = tmp_path / "低保.xlsx"
    file.write_bytes(dibao([1, 2, 3], dibao_row(4, 身份证号码=wrong_number(4))))
    return file


@pytest.fixture
def correction(tmp_path: Path) -> Path:
    file = tmp_path / "低保更正.xlsx"
    file.write_bytes(dibao([2, 3, 4]))
    return file


@pytest.fixture
def months(tmp_path: Path) -> tuple[Path, Path]:
    """Return two months' lists: the second opens, changes, closes spells, splits a family, asks a name."""
    september, october = tmp_path / "2026-09 低保.xlsx", tmp_path / "2026-10 低保.xlsx"
    home = {"户编号": "H1"}
    september.write_bytes(
        dibao(
            [3, 4],
            dibao_row(1, **home),
            dibao_row(2, **home, 与户主关系="配偶"),
            dibao_row(5, **home, 与户主关系="子"),
        )
    )
    october.write_bytes(
        dibao(
            [6],
            dibao_row(1, **home),
            dibao_row(2, **home, 与户主关系="配偶"),
            dibao_row(5, 户编号="H5", 姓名="王小五"),
            dibao_row(3, 月保障金额=999),
        )
    )
    return september, october


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_a_killed_month_run_again_holds_the_same_spells_families_and_questions(
    months: tuple[Path, Path], figures: Figures
) -> None:
    september, october = months
    answer = killed("import", october, FEWER, september)
    figures.say(violations=len(answer["faults"]), of=answer["rounds"])

    assert answer["faults"] == []
    assert answer["rounds"] > 10
    held = answer["expected"]["held"]
    assert sum("2026-10" in spell for spell in held["spells"]) >= 3
    assert len(held["households"]) == 5
    assert [kind for kind, _, _ in answer["expected"]["questions"]] == ["SAME_NUMBER"]


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_a_killed_settlement_run_again_settles_once(months: tuple[Path, Path], figures: Figures) -> None:
    september, october = months
    answer = killed("settle", october, FEWER // 4, september)
    figures.say(violations=len(answer["faults"]), of=answer["rounds"])

    assert answer["faults"] == []
    assert answer["rounds"] > 5
    assert answer["expected"]["questions"] == [["SAME_NUMBER", "SAME", "王小五"]]


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_a_killed_import_run_again_gives_the_same_rows(first: Path, figures: Figures) -> None:
    answer = killed("import", first, EVERY)
    figures.say(violations=len(answer["faults"]), of=answer["rounds"])

    assert answer["faults"] == []
    assert answer["rounds"] > 10
    assert answer["expected"]["batches"] == [["dibao", "PUBLISHED", 4, 3, 1]]


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_a_killed_correction_run_again_takes_the_firsts_place_once(
    first: Path, correction: Path, figures: Figures
) -> None:
    answer = killed("import", correction, FEWER, first)
    figures.say(violations=len(answer["faults"]), of=answer["rounds"])

    assert answer["faults"] == []
    assert answer["rounds"] > 10
    assert answer["expected"]["placing"] == [["FIRST", False, True], ["REPLACES", True, False]]
    assert [state for _, state, *_ in answer["expected"]["batches"]] == ["SUPERSEDED", "PUBLISHED"]


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_a_killed_withdrawal_run_again_lets_the_first_stand_once(
    first: Path, correction: Path, figures: Figures
) -> None:
    answer = killed("withdraw", correction, FEWER, first)
    figures.say(violations=len(answer["faults"]), of=answer["rounds"])

    assert answer["faults"] == []
    assert answer["rounds"] > 5
    assert answer["expected"]["placing"] == [["FIRST", False, False], ["", False, False]]
    assert [state for _, state, *_ in answer["expected"]["batches"]] == ["PUBLISHED", "CHECKED"]
