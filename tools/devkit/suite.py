"""Run the test suite on SQLite, and again on PostgreSQL where one can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from tools.devkit import nearest, postgres
from tools.devkit.console import StepFailed, say
from tools.devkit.paths import BUILD, PROOFS, PYTHON, ROOT

SETTINGS = "doudi.config.settings_for_tests"
PLUGINS = ("tools.devkit.proofs", "tools.devkit.statements", "tools.devkit.times")
STATEMENTS = BUILD / "statements"
MOST_WORKERS = 4
NOTHING_CHOSEN = 5  # what pytest answers when no test carries the mark asked for
FAILED = "测试没有全部通过，见上面的输出。"
WITHOUT_POSTGRES = "未在 PostgreSQL 上验证：%s。以下只是 SQLite 的结果；标了 postgres 的测试会列为跳过。"


def in_test_mode() -> dict[str, str]:
    """Return the variables under which a tool may load the settings without touching anybody's data."""
    return {
        "DOUDI_ENV": "test",
        "DOUDI_DATA": os.fspath(BUILD / "gate" / "data"),
        "DOUDI_KEYS": os.fspath(BUILD / "gate" / "keys"),
        "DATABASE_URL": "",
        "DATABASE_OWNER_URL": "",
        "APP_CLOCK": "",
    }


def run_on_sqlite(*arguments: str, record: bool = False) -> None:
    """Run pytest on SQLite; with `record`, write down which clauses passed."""
    say("▶ 测试（SQLite）")
    timed = f"--times={nearest.TIMES}"
    _pytest([*_recorded("sqlite", record=record), timed, *arguments], {"DATABASE_URL": ""})


def run_nearest() -> None:
    """Run on SQLite what stands nearest to the changes, in a part of three minutes; no slow test."""
    changed = nearest.changed_files()
    chosen = nearest.nearest(changed)
    say(f"▶ 离改动最近的测试（改动 {len(changed)} 个文件，测试 {len(chosen)} 个文件；其余由 dev test 跑）")
    _pytest(["-q", "-m", "not slow", *chosen], {"DATABASE_URL": ""})


def run_everything() -> None:
    """Run the whole suite on SQLite and on PostgreSQL what it must see; the last lines are pytest's own."""
    shutil.rmtree(PROOFS, ignore_errors=True)
    shutil.rmtree(STATEMENTS, ignore_errors=True)
    try:
        with postgres.temporary_server() as (url, origin):
            say(f"  PostgreSQL 用的是{origin}。")
            run_on_sqlite(f"--statements={STATEMENTS}", record=True)
            say("▶ 测试（PostgreSQL；只跑两边都要守的，和把每条 SQL 都走到的最少几项）")
            needed = f"--as-needed={STATEMENTS}"
            _pytest([*_recorded("postgresql", record=True), needed], {"DATABASE_URL": url})
    except postgres.NoPostgres as reason:
        say(WITHOUT_POSTGRES % reason)
        run_on_sqlite(record=True)


def run_marked() -> None:
    """Run only the tests that prove something; their output goes to the error stream."""
    shutil.rmtree(PROOFS, ignore_errors=True)
    say("▶ 只跑标了条款的测试")
    chosen = ["-q", "-m", "clause or system or promise", *_recorded("sqlite", record=True)]
    _pytest(chosen, {"DATABASE_URL": ""}, to_error_stream=True)


def _recorded(name: str, *, record: bool) -> list[str]:
    return [f"--proofs={PROOFS / name}.json"] if record else []


def _pytest(arguments: Sequence[str], extra: dict[str, str], *, to_error_stream: bool = False) -> None:
    unwanted = {*in_test_mode(), "PYTHONDONTWRITEBYTECODE"}  # compiled once, not by every worker of every run
    variables = {key: value for key, value in os.environ.items() if key not in unwanted}
    ended = subprocess.run(
        [
            PYTHON,
            "-m",
            "pytest",
            *(f"-p{plugin}" for plugin in PLUGINS),
            "--no-header",
            *_side_by_side(),
            *arguments,
        ],
        cwd=ROOT,
        env={**variables, "DJANGO_SETTINGS_MODULE": SETTINGS, **extra},
        stdout=2 if to_error_stream else None,
        check=False,
    )
    if ended.returncode not in {0, NOTHING_CHOSEN}:
        raise StepFailed(FAILED)


def _side_by_side() -> list[str]:
    cores = os.cpu_count() or 1
    return ["-n", str(min(cores, MOST_WORKERS))] if cores > 1 else []
