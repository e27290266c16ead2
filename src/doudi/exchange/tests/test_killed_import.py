"""An import killed at any statement and run again gives the same rows: nothing lost, nothing twice (P6)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from doudi.exchange.tests.factories import dibao, dibao_row, wrong_number

SCRIPT = Path(__file__).with_name("kill_import.py")
EVERY = 9


@pytest.mark.slow
def test_a_killed_import_run_again_gives_the_same_rows(tmp_path: Path) -> None:
    file = tmp_path / "低保.xlsx"
    file.write_bytes(dibao([1, 2, 3], dibao_row(4, 身份证号码=wrong_number(4))))

    command = [sys.executable, str(SCRIPT), str(file), str(EVERY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)

    answer = json.loads(done.stdout)
    assert answer["faults"] == []
    assert answer["rounds"] > 10
    assert answer["expected"]["batches"] == [["dibao", "PUBLISHED", 4, 3, 1]]
