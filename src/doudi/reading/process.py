"""Run the child process that reads a file, and turn its end – good or bad – into an answer."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO

import doudi
from doudi.reading.frames import HEAD, Tag
from doudi.reading.limits import MIB, STANDARD, Limits
from doudi.reading.refusals import FileRefused
from doudi.reading.sheets import ReadFile, Sheet, Sheets

__all__ = ["ReadFile", "Sheet", "read_file", "with_limits"]

SOURCE_ROOT = str(Path(doudi.__file__).parent.parent)
CHILD = "doudi.reading.child"
LOOK_EVERY = 2.0


def read_file(data: bytes, name: str, limits: Limits = STANDARD) -> ReadFile:
    """Read a file in a child process; raise FileRefused with a Chinese sentence when it cannot be read."""
    if len(data) > limits.file_bytes:
        raise FileRefused("TOO_LARGE", size=len(data) // MIB, limit=limits.file_bytes // MIB)
    suffix = name.rpartition(".")[2][:8] if "." in name else ""
    command = [sys.executable, "-s", "-m", CHILD, json.dumps(asdict(limits)), f"x.{suffix}"]
    with start(command, _environment()) as child:
        feeding = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
        feeding.start()
        del data
        try:
            return _answer(child, limits)
        finally:
            child.kill()
            feeding.join()


def start(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the child; it gets the file by a pipe and gives the answer by another."""
    return subprocess.Popen(  # noqa: S603 – our own module; the suffix is an argument, not a shell's text
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a reader's last words may quote cells
        env=environment,
        cwd="/",
    )


def _feed(pipe: IO[bytes] | None, data: bytes) -> None:
    """Give the child the file; it may have refused it before the end."""
    if pipe is None:
        return
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(data)


def _answer(child: subprocess.Popen[bytes], limits: Limits) -> ReadFile:
    sheets = Sheets(limits)
    for tag, load in _frames(child, limits):
        if tag == Tag.REFUSED:
            said = json.loads(bytes(load))
            raise FileRefused(said["refused"], **said["details"])
        if tag == Tag.END:
            return sheets.file(json.loads(bytes(load)))
        sheets.take(tag, load)
    raise _end_of(child, limits)


def _end_of(child: subprocess.Popen[bytes], limits: Limits) -> FileRefused:
    """Return why a child ended without an answer."""
    code = child.wait()
    if code == -signal.SIGXCPU:
        return FileRefused("TOO_SLOW", seconds=limits.seconds)
    if code in {-signal.SIGKILL, -signal.SIGABRT}:  # by the system, or by a reader that gets no more memory
        return FileRefused("TOO_BIG_TO_READ")
    return FileRefused("CRASHED")


def _frames(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[tuple[bytes, memoryview]]:
    """Yield what the child sends until it ends."""
    pipe = _Pipe(child, limits)
    while head := pipe.exactly(HEAD.size):
        tag, size = HEAD.unpack(head)
        if size > limits.table_bytes:
            raise FileRefused("TOO_BIG_TO_READ")
        load = pipe.exactly(size) if size else memoryview(b"")
        if len(load) < size:
            return
        yield tag, load


class _Pipe:
    """The child's answer; waits as long as the child gets on, however slow the machine is."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self.child, self.limits = child, limits
        self.file = child.stdout.fileno() if child.stdout else -1
        self.spent, self.since = 0, time.monotonic()

    def exactly(self, size: int) -> memoryview:
        """Return the next bytes; fewer when the child has ended."""
        room = bytearray(size)
        view, place = memoryview(room), 0
        while place < size:
            self._wait()
            count = os.readv(self.file, [view[place:]])
            if not count:
                return view[:place] if place else memoryview(b"")
            place += count
        return view

    def _wait(self) -> None:
        while not select.select([self.file], [], [], LOOK_EVERY)[0]:
            spent = processor_ticks(self.child.pid)
            if spent != self.spent:
                self.spent, self.since = spent, time.monotonic()
            elif time.monotonic() - self.since > self.limits.patience:
                raise FileRefused("STOPPED", seconds=self.limits.patience)
        self.since = time.monotonic()


def processor_ticks(pid: int) -> int:
    """Return how much processor time a process has used, in clock ticks; 0 where that cannot be seen."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _environment() -> dict[str, str]:
    """Return an environment without keys, passwords or places of data."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": SOURCE_ROOT,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "RUST_BACKTRACE": "0",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def with_limits(**changes: int) -> Limits:
    """Return the standard limits with some changed, such as a shorter time for a test."""
    return replace(STANDARD, **changes)
