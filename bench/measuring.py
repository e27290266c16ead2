"""Run a stage in a child process and measure it from outside: CPU seconds, wall seconds, peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / "build" / "bench-venv" / "bin" / "python"


@dataclass(frozen=True)
class Measured:
    """What one stage took, and what it said."""

    stage: str
    cpu: float
    wall: float
    peak_mib: float
    said: dict[str, Any]


def measure(stage: str, *arguments: object, module: str = "bench.stages") -> Measured:
    """Run one of our stages."""
    return _run(stage, [sys.executable, "-m", module, stage, *map(str, arguments)])


def measure_peer(peer: str, *arguments: object, script: str = "peers.py") -> Measured | None:
    """Run a peer's stage with the peers' own packages; None where they are not installed."""
    if not PEERS_PYTHON.exists():
        return None
    return _run(peer, [str(PEERS_PYTHON), str(ROOT / "bench" / script), peer, *map(str, arguments)])


def machine() -> str:
    """Say what the figures were measured on, without the machine's name."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Python {sys.version.split()[0]}"


def _run(stage: str, command: Sequence[str]) -> Measured:
    began = time.monotonic()
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None  # noqa: S101 - we asked for it
        text = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"stage {stage} failed with {child.returncode}")
    wall = time.monotonic() - began
    return Measured(stage, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, json.loads(text))
