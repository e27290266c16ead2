"""Import and comparison killed at any moment and run again: same result, no row lost or doubled (P6)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from doudi.common import keys
from tests.county import monitored, on_dibao, person, workbook
from tools.devkit.figures import Figures
from tools.devkit.prepared import put_tables

ROOT = Path(__file__).parents[2]
COUNTY, BEFORE, PERIOD = "440204", "2026-09", "2026-10"
STARTED_AFTER = 0.9
MOMENTS = (0.0, 0.05, 0.1, 0.16, 0.23, 0.31, 0.42, 0.6, 0.85)
SCENARIO = {
    "regions": [COUNTY],
    "users": [
        {
            "username": "town",
            "name": "经办",
            "password": "a-long-test-password",
            "posts": [{"role": "TOWNSHIP_OFFICER", "division": "440204001"}],
        }
    ],
}


class Installation:
    """A whole installation in a folder of its own, driven by the command line."""

    def __init__(self, folder: Path, key_folder: Path) -> None:
        self.folder, self.key_folder = folder, key_folder
        put_tables(folder / "data" / "doudi.sqlite3")
        self.run("migrate", "-v0")
        scenario = folder / "scenario.json"
        scenario.write_text(json.dumps(SCENARIO), encoding="utf-8")
        self.run("load_scenario", str(scenario))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own, as a server's init would."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def environment(self) -> Mapping[str, str]:
        """Return the environment of this installation alone."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **kept,
            "DOUDI_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
            "DOUDI_DATA": str(self.folder / "data"),
            "DOUDI_KEYS": str(self.key_folder),
        }

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it prints."""
        process = self.start(*arguments)
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        return out

    def kill(self, after: float, *arguments: str) -> None:
        """Start a command and kill it, with its children, after so many seconds."""
        process = self.start(*arguments)
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)

    def state(self) -> dict[str, Any]:
        """Return what the installation knows."""
        answer: dict[str, Any] = json.loads(self.run("export_state", "--json"))
        return answer


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    rows = {
        "脱贫户及监测对象名单.xlsx": [monitored(order, 户编号=f"P{order // 3}") for order in range(400)],
        "低保在享名单.xlsx": [on_dibao(order, 低保证号=f"D{order // 2}") for order in range(300)],
        "特困在享名单.xlsx": [person(order, 供养方式="分散供养") for order in range(500, 540)],
        "死亡火化名单.xlsx": [person(order, 死亡日期="2026-09-01") for order in range(0, 300, 30)],
    }
    for name, lines in rows.items():
        (folder / name).write_bytes(workbook(lines))
    return folder


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a month before: families of other people, a name since misspelt, spells that change or end."""
    folder = tmp_path_factory.mktemp("earlier")
    rows = [on_dibao(order, 低保证号=f"D{order // 3}", 本人月保障金="430") for order in range(20, 320)]
    rows[7]["姓名"] = "别名"
    (folder / "低保在享名单.xlsx").write_bytes(workbook(rows))
    return folder


@pytest.fixture(scope="module")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give both installations one key, so that whole states compare."""
    return keys.make(tmp_path_factory.mktemp("keys")).parent


@pytest.fixture(scope="module")
def undisturbed(
    files: Path, earlier: Path, key_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    installation = Installation(tmp_path_factory.mktemp("undisturbed"), key_folder)
    installation.run("import_batch", str(earlier), "--region", COUNTY, "--period", BEFORE, "--publish")
    installation.run("import_batch", str(files), "--region", COUNTY, "--period", PERIOD, "--publish")
    installation.run("run_match", "--region", COUNTY, "--period", PERIOD)
    state = installation.state()
    assert len(state["people"]) == 440
    assert len(state["findings"]) > 100
    begins = {str(spell[5]) for spell in state["enrolments"]}
    assert {"2026-09-01", "2026-10-01"} <= begins
    return state


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_killed_at_any_moment_and_run_again_gives_the_same(
    files: Path,
    earlier: Path,
    key_folder: Path,
    undisturbed: dict[str, Any],
    tmp_path: Path,
    figures: Figures,
) -> None:
    killed = Installation(tmp_path, key_folder)
    killed.run("import_batch", str(earlier), "--region", COUNTY, "--period", BEFORE, "--publish")
    importing = ("import_batch", str(files), "--region", COUNTY, "--period", PERIOD, "--publish")
    comparing = ("run_match", "--region", COUNTY, "--period", PERIOD)
    for moment in MOMENTS:
        killed.kill(STARTED_AFTER + 4 * moment, *importing)
    killed.run(*importing)
    for moment in MOMENTS:
        killed.kill(STARTED_AFTER + moment, *comparing)
    killed.run(*comparing)
    found = killed.state()
    figures.say(violations=int(found != undisturbed), of=1, kills_by_the_clock=2 * len(MOMENTS))

    assert found == undisturbed
