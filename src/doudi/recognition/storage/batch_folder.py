"""Lay out a batch's folder and change it so that a killed process leaves the old state or the new."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.sealing import SealKey, seal, unseal
from doudi.recognition.storage.sealed_table import write_sealed_table

ROWS, PROBLEMS = "rows.parquet", "problems.parquet"
SIDECAR, PROBLEM_ROWS, ORIGINAL = "sidecar.sealed", "problem_rows.sealed", "original.sealed"
RESULTS = (ROWS, PROBLEMS, SIDECAR, PROBLEM_ROWS)
UNLIKE_EACH_OTHER = frozenset({"row", "token_high", "token_low"})
"""Columns in which no value repeats: packing them costs time and saves nothing."""
WORKING = ".work-"
INCOMING = ".in-"


class BatchFolder:
    """The folder of one batch; `bound` ties its sealed files to it."""

    def __init__(self, root: Path, batch: str) -> None:
        self.root = root
        self.batch = batch
        self.path = root / batch

    @property
    def rows(self) -> Path:
        """Return where the accepted and rejected rows are, without names or numbers."""
        return self.path / ROWS

    @property
    def problems(self) -> Path:
        """Return where the masked problems are."""
        return self.path / PROBLEMS

    @property
    def sidecar(self) -> Path:
        """Return where names and numbers are, sealed."""
        return self.path / SIDECAR

    @property
    def problem_rows(self) -> Path:
        """Return where the rows with a problem are as they stood in the file, sealed."""
        return self.path / PROBLEM_ROWS

    @property
    def original(self) -> Path:
        """Return where the file itself is, sealed."""
        return self.path / ORIGINAL

    def bound(self, name: str) -> str:
        """Return what a sealed file of this batch is bound to."""
        return f"{self.batch}/{name}"

    def read_original(self, keys: Iterable[SealKey]) -> bytes:
        """Return the bytes that came in."""
        return unseal(keys, self.original.read_bytes(), bound=self.bound(ORIGINAL).encode())


def store_original(root: Path, batch: str, data: bytes, key: SealKey) -> BatchFolder:
    """Seal a file into a new batch folder; it appears whole or not at all."""
    folder = BatchFolder(root, batch)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming = root / f"{INCOMING}{batch}"
    incoming.mkdir(mode=0o700, exist_ok=True)
    _write(incoming / ORIGINAL, seal(key, data, bound=folder.bound(ORIGINAL).encode()))
    incoming.rename(folder.path)
    _sync(root)
    return folder


class Results:
    """The results of a check, written aside and put in place in one go by `put_in_place`."""

    def __init__(self, folder: BatchFolder) -> None:
        self.folder = folder
        self.path = folder.path / f"{WORKING}{uuid.uuid4().hex}"
        for old in folder.path.glob(f"{WORKING}*"):
            shutil.rmtree(old, ignore_errors=True)
        self.path.mkdir(mode=0o700)

    def write(
        self, *, rows: pa.Table, problems: pa.Table, sidecar: pa.Table, problem_rows: pa.Table, key: SealKey
    ) -> None:
        """Write everything a check found."""
        plain = [name for name in rows.column_names if name in UNLIKE_EACH_OTHER]
        others = [name for name in rows.column_names if name not in UNLIKE_EACH_OTHER]
        compression = dict.fromkeys(plain, "none") | dict.fromkeys(others, "zstd")
        pq.write_table(rows, self.path / ROWS, compression=compression, use_dictionary=others)
        pq.write_table(problems, self.path / PROBLEMS, compression="zstd")
        for name, table in ((SIDECAR, sidecar), (PROBLEM_ROWS, problem_rows)):
            write_sealed_table(self.path / name, table, key, bound=self.folder.bound(name))
        for name in RESULTS:
            _sync(self.path / name)

    def put_in_place(self) -> None:
        """Move the results to where readers look; nobody reads them before the batch says checked."""
        for name in RESULTS:
            (self.path / name).replace(self.folder.path / name)
        self.path.rmdir()
        _sync(self.folder.path)


def leftovers(root: Path, known: set[str]) -> list[Path]:
    """Return the folders that belong to no batch: what a killed process had begun."""
    if not root.is_dir():
        return []
    return [path for path in root.iterdir() if path.is_dir() and path.name not in known]


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
