"""A comparison killed at any moment and run again gives the same result (P6)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from doudi.matching.engine import compare
from doudi.matching.tests.county import County, contents, job_in
from doudi.matching.tests.test_engine import a_busy

CHILD = """
import os, signal, sys
from pathlib import Path
from doudi.matching import engine
from doudi.matching.tests.county import job_in

folder, place, name, calls, when = sys.argv[1:]
owner = {"engine": engine, "Path": Path}[place]
original, left = getattr(owner, name), [int(calls)]

def deadly(*arguments, **options):
    left[0] -= 1
    if left[0] == 0 and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = original(*arguments, **options)
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(owner, name, deadly)
engine.compare(job_in(Path(folder)))
"""
MOMENTS = [
    ("engine", "create_roster", 1, "before"),
    ("engine", "keep_found", 2, "before"),
    ("engine", "keep_found", 3, "after"),
    ("engine", "write_findings", 1, "after"),
    ("engine", "account", 1, "before"),
    ("engine", "account", 1, "after"),
    ("Path", "rename", 1, "before"),
    ("Path", "rename", 1, "after"),
    ("Path", "rename", 2, "before"),
    ("Path", "rename", 2, "after"),
]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: "-".join(map(str, moment[1:])))
def test_killed_and_run_again_the_comparison_gives_the_same(
    county: County, moment: tuple[str, str, int, str]
) -> None:
    a_busy(county).write()
    expected = contents(compare(job_in(county.folder, out="expected")))
    compare(job_in(county.folder))

    killed = subprocess.run(
        [sys.executable, "-c", CHILD, str(county.folder), *map(str, moment)],
        check=False,
        cwd=Path(__file__).parents[4],
    )
    again = compare(job_in(county.folder))

    assert killed.returncode == -signal.SIGKILL
    assert contents(again) == expected
    assert [path for path in county.folder.iterdir() if path.name.startswith(".")] == []
