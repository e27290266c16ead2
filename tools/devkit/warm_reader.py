"""A reading process that has its libraries loaded already, for tests that are not about the process.

Starting Python and loading the libraries is nine tenths of what reading a small file costs, and tests read
thousands. This server loads them once and forks for each file; the fork runs the same program under the same
limits. The tests of the reading process itself start it as an installation does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tools.devkit.paths import ROOT, SOURCE

MOST = 64 * 1024
PASSED = ("-s", "-m")
"""What stands between the interpreter and the name of the module that reads."""


class WarmReader:
    """Starts the server at the first file and hands it one file after another."""

    def __init__(self) -> None:
        self.line: socket.socket | None = None
        self.server: subprocess.Popen[bytes] | None = None

    def start(self, command: Sequence[str], environment: dict[str, str]) -> Reading:
        """Start the reading process in the way of `doudi.reading.process.start`."""
        line = self.line or self._open(environment)
        given, feed = os.pipe()
        answer, taken = os.pipe()
        ending, told = os.pipe()
        arguments = command[len(PASSED) + 2 :]
        socket.send_fds(line, [json.dumps(arguments).encode()], [given, taken, told])
        for file in (given, taken, told):
            os.close(file)
        return Reading(feed, answer, ending)

    def close(self) -> None:
        """End the server: it ends when nobody can send it anything more."""
        if self.line and self.server:
            self.line.close()
            self.server.wait()

    def _open(self, environment: dict[str, str]) -> socket.socket:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.server = subprocess.Popen(
                [sys.executable, "-s", "-m", "tools.devkit.warm_reader", str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={**environment, "PYTHONPATH": f"{SOURCE}:{ROOT}"}, cwd="/", pass_fds=[theirs.fileno()],
            )  # fmt: skip
        return self.line


class Reading:
    """One process that reads, with as much of `subprocess.Popen` as its owner uses."""

    def __init__(self, feed: int, answer: int, ending: int) -> None:
        self.stdin, self.stdout = os.fdopen(feed, "wb"), os.fdopen(answer, "rb", buffering=0)
        self.ending = os.fdopen(ending, "rb", buffering=0)
        self.returncode: int | None = None
        self.pid = int(self.ending.readline())

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open and wait for the end."""
        self.stdout.close()
        self.stdin.close()
        self.wait()
        self.ending.close()

    def wait(self) -> int:
        """Return how it ended: its code, or the signal below zero."""
        if self.returncode is None:
            self.returncode = int(self.ending.readline())
        return self.returncode

    def kill(self) -> None:
        """End it, unless it has ended: then its number may be another's."""
        if self.returncode is None and not select.select([self.ending], [], [], 0)[0]:
            with contextlib.suppress(ProcessLookupError):  # it ended in this very moment
                os.kill(self.pid, signal.SIGKILL)


def serve(line: socket.socket) -> None:
    """Load everything, then fork for each file until the line is closed."""
    _load()
    while True:
        message, files, _, _ = socket.recv_fds(line, MOST, 3)
        if not message:
            return
        if os.fork() == 0:
            line.close()
            _keep(json.loads(message), files)
        for file in files:
            os.close(file)
        _bury()


def _load() -> None:
    import doudi.reading

    for module in pkgutil.iter_modules(doudi.reading.__path__, "doudi.reading."):
        if not module.ispkg:
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def _bury() -> None:
    """Take note of the keepers that have ended, so that their processor time is counted."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _keep(arguments: Sequence[str], files: Sequence[int]) -> None:
    """Fork the process that reads, tell its number and how it ended, and end."""
    given, taken, told = files
    reader = os.fork()
    if reader == 0:
        os.close(told)
        _read(arguments, given, taken)
    os.close(given)
    os.close(taken)
    os.write(told, f"{reader}\n".encode())
    _, status = os.waitpid(reader, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _read(arguments: Sequence[str], given: int, taken: int) -> None:
    """Read one file as the program does that an installation starts."""
    from doudi.reading import child

    code = 1
    try:
        os.dup2(given, 0)
        os.dup2(taken, 1)
        os.close(given)
        os.close(taken)
        sys.argv = ["child", *arguments]
        child.main()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
