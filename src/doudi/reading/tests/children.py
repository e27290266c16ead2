"""Watches the child processes that read files: stops them as a busy machine does, measures what they use."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.02
KIB = 1024
FRESH_BYTES = 150 << 20
"""What a process of the product holds before it reads anything; a test process has gathered far more."""


@dataclass
class Watch:
    """What was seen of the children: how many were stopped, and the most memory with their parent's."""

    count: int = 0
    peak_bytes: int = 0


@contextlib.contextmanager
def stopped_children(*, for_seconds: float) -> Iterator[Watch]:
    """Stop the first child that starts, as soon as it runs, and let it go on after some seconds."""
    watch, over = Watch(), threading.Event()

    def stop() -> None:
        while not (found := _children()):
            time.sleep(PAUSE)
        os.kill(found[0], signal.SIGSTOP)
        watch.count += 1
        over.wait(for_seconds)
        with contextlib.suppress(ProcessLookupError):
            os.kill(found[0], signal.SIGCONT)

    thread = threading.Thread(target=stop, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


@contextlib.contextmanager
def measured_memory() -> Iterator[Watch]:
    """Look again and again how much memory a fresh process and its children would hold together.

    Of what this process held before, as much counts as a fresh one holds; all that is added counts.
    """
    watch, over = Watch(), threading.Event()
    before = _resident(os.getpid())
    gathered = max(before - FRESH_BYTES, 0)

    def look() -> None:
        while not over.wait(PAUSE):
            held = sum(map(_resident, [os.getpid(), *_children()])) - gathered
            watch.peak_bytes = max(watch.peak_bytes, held)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


def _children() -> list[int]:
    """Return the readers started by this process that have come to life."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _reads_for_us(path)]


def _reads_for_us(process: Path) -> bool:
    try:
        parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        return parent == os.getpid() and "reading.child" in (process / "cmdline").read_text()
    except OSError:
        return False


def _resident(pid: int) -> int:
    """Return the memory a process holds, without pages of files it shares with others."""
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((one for one in said.splitlines() if one.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) * KIB
