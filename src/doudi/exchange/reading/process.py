"""Run the child process that reads a file, and turns its end – good or bad – into an answer."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

import doudi
from doudi.exchange.reading.limits import MIB, STANDARD, Limits
from doudi.exchange.reading.refusals import FileRefused

SOURCE_ROOT = str(Path(doudi.__file__).parent.parent)
CHILD = "doudi.exchange.reading.child"
GRACE_SECONDS = 3
OUT_OF_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: column i is t{i} (text) and k{i} (kind), beginning with the sheet's column A.

    Row 0 of `cells` is the row a spreadsheet shows as `first_row`, row i is `first_row + i` without a gap.
    A merge is (first row, first column, last row, last column): rows count from 1 as a spreadsheet shows
    them, columns from 0. `hidden_rows` count from 1 too.
    """

    index: int
    name: str
    hidden: bool
    first_row: int
    columns: int
    hidden_rows: frozenset[int]
    hidden_columns: int
    merges: tuple[tuple[int, int, int, int], ...]
    cells: pa.Table

    @property
    def rows(self) -> int:
        """Return how many rows the sheet has between its first and last filled one."""
        return int(self.cells.num_rows)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as read: its kind, what must be told of it, and its sheets."""

    kind: str
    notices: tuple[str, ...]
    epoch_1904: bool
    sheets: tuple[Sheet, ...]


def read_file(data: bytes, name: str, limits: Limits = STANDARD) -> ReadFile:
    """Read a file in a child process; raise FileRefused with a Chinese sentence when it cannot be read."""
    if len(data) > limits.file_bytes:
        raise FileRefused("TOO_LARGE", size=len(data) // MIB, limit=limits.file_bytes // MIB)
    answer = _run(data, name, limits)
    (length,) = struct.unpack_from(">Q", answer)
    head = json.loads(answer[8 : 8 + length])
    if "refused" in head:
        raise FileRefused(head["refused"], **head["details"])
    return _file(head, memoryview(answer)[8 + length :])


def _run(data: bytes, name: str, limits: Limits) -> bytes:
    suffix = name.rpartition(".")[2][:8] if "." in name else ""
    command = [
        sys.executable,
        "-s",
        "-m",
        CHILD,
        json.dumps(asdict(limits)),
        f"x.{suffix}" if suffix else "x",
    ]
    with subprocess.Popen(  # noqa: S603 – our own module; the suffix is an argument, not a shell's text
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a reader's last words may quote cells
        env=_environment(),
        cwd="/",
    ) as child:
        try:
            answer, _ = child.communicate(data, timeout=limits.seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired as error:
            child.kill()
            child.communicate()
            raise FileRefused("TOO_SLOW", seconds=limits.seconds) from error
    if child.returncode in OUT_OF_TIME:
        raise FileRefused("TOO_SLOW", seconds=limits.seconds)
    if child.returncode or len(answer) < 8:
        raise FileRefused("CRASHED")
    return answer


def _environment() -> dict[str, str]:
    """Return an environment without keys, passwords or places of data."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": SOURCE_ROOT,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "RUST_BACKTRACE": "0",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _file(head: dict[str, Any], streams: memoryview) -> ReadFile:
    sheets, place = [], 0
    for index, said in enumerate(head["sheets"]):
        with pa.ipc.open_stream(pa.py_buffer(streams[place : place + said["size"]])) as reader:
            cells = reader.read_all()
        place += said["size"]
        sheets.append(
            Sheet(
                index=index,
                name=said["name"],
                hidden=said["hidden"],
                first_row=said["first_row"],
                columns=said["columns"],
                hidden_rows=frozenset(said["hidden_rows"]),
                hidden_columns=said["hidden_columns"],
                merges=tuple(tuple(merge) for merge in said["merges"]),
                cells=cells,
            )
        )
    return ReadFile(head["kind"], tuple(head["notices"]), head["epoch_1904"], tuple(sheets))


def with_limits(**changes: int) -> Limits:
    """Return the standard limits with some changed, such as a shorter time for a test."""
    return replace(STANDARD, **changes)
