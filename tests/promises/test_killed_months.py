"""P6: each act of a month killed at any statement and done again leaves what it leaves undisturbed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.devkit.figures import Figures

SCRIPT = Path(__file__).with_name("kill_months.py")
EVERY = 1 if "DOUDI_EXPLORE" in os.environ else 29
ACTS = {"import_list", "publish", "match", "conclude", "submit", "close"}


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_every_act_of_a_month_killed_at_any_statement_and_done_again_leaves_the_same(
    figures: Figures,
) -> None:
    command = [sys.executable, "-m", "tests.promises.kill_months", str(EVERY)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=3600, check=True, cwd=SCRIPT.parents[2]
    )
    told: dict[str, Any] = json.loads(done.stdout)
    wrong = {act: each["wrong"] for act, each in told.items() if each["wrong"]}
    kills = sum(each["kills"] for each in told.values())
    moments = {f"moments_of_{act}": each["moments"] for act, each in told.items()}
    figures.say(violations=sum(map(len, wrong.values())), of=kills, **moments)

    assert wrong == {}
    assert set(told) == ACTS
    assert all(each["kills"] > 2 for each in told.values())
    assert told["close"]["months"] == [["2026-10", "CLOSED"]]
