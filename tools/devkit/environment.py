"""Make .venv with exactly the locked packages, whatever state an earlier, perhaps interrupted, run left."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

from tools.devkit import frontend
from tools.devkit.console import HELD_LOCKS, StepFailed, run, say, step
from tools.devkit.paths import BUILD, LOCK, PYTHON, ROOT, SOURCE, VENV

MADE = VENV / ".doudi-made"  # the virtual environment itself is complete
INSTALLING = VENV / ".doudi-installing"  # pip was at work; whoever finds it starts afresh
STAMP = VENV / ".doudi-stamp"  # the lock these packages belong to
VENV_PACKAGE = "python3-venv"
LOCKED = re.compile(r"^([A-Za-z0-9_.\-]+)==", re.MULTILINE)
KEPT_BESIDE_THE_LOCK = {"pip", "setuptools", "wheel"}
STARTED_BY = re.compile(rb"#!(/\S*/\.venv)(/bin/python[0-9.]*)\n")
LIST_PACKAGES = (
    "import importlib.metadata as m; print('\\n'.join(d.metadata['Name'] for d in m.distributions()))"
)


def set_up() -> None:
    """Do whatever is still missing of the set-up, and nothing else; two commands at once take turns."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".setup-lock").open("w") as turn:
        _wait_for_our_turn(turn)
        HELD_LOCKS.append(turn.fileno())
        try:
            _set_up()
        finally:
            HELD_LOCKS.clear()


def _wait_for_our_turn(turn: IO[str]) -> None:
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with step("等另一个正在安装的命令结束"):
            fcntl.flock(turn, fcntl.LOCK_EX)


def _set_up() -> None:
    if INSTALLING.exists() or not _is_sound():
        _make_venv()
    if not STAMP.exists() or STAMP.read_text() != wanted():
        _install()
    _put_source_on_the_path()
    _start_no_other_tree()
    frontend.fetch()


def wanted() -> str:
    """Return the digest of the lock."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def _is_sound() -> bool:
    # The system's Python may have been replaced since: then the link is there and the packages are not.
    if not (MADE.exists() and PYTHON.exists()):
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv_package()
    with step("建立 Python 环境 .venv"):
        run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            otherwise=f"建立 .venv 没有成功。请确认磁盘有 2 GB 空余，并且 {ROOT} 可写，然后重新运行。",
            quiet=True,
        )
        MADE.touch()


def _install_venv_package() -> None:
    line = f"apt-get install -y --no-install-recommends {VENV_PACKAGE}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise StepFailed(
            f"缺少系统软件包 {VENV_PACKAGE}。请先运行这一行，再重新运行本命令：\n    sudo {line}"
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    otherwise = f"安装 {VENV_PACKAGE} 没有成功。请检查本机的软件源，手工运行后再来：\n    {line}"
    with step(f"安装系统软件包 {VENV_PACKAGE}"):
        run(["apt-get", "update", "-qq"], extra=quiet, otherwise=otherwise, quiet=True)
        run(line.split(), extra=quiet, otherwise=otherwise, quiet=True)


def _install() -> None:
    names = {_plain(name) for name in LOCKED.findall(LOCK.read_text(encoding="utf-8"))}
    with step(f"安装 Python 软件包（锁定的 {len(names)} 个，约一分钟）", _installed_so_far):
        INSTALLING.touch()
        pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
        run(
            [*pip, "install", "-qq", "--only-binary=:all:", "--require-hashes", "-r", LOCK],
            otherwise="安装 Python 软件包没有成功。请检查网络或本机的 pip 设置，然后重新运行同一条命令。",
            quiet=True,
        )
        _remove_what_is_not_locked(names)
        STAMP.write_text(wanted())
        INSTALLING.unlink()


def _remove_what_is_not_locked(names: set[str]) -> None:
    listed = subprocess.run([PYTHON, "-c", LIST_PACKAGES], capture_output=True, text=True, check=True)
    extra = sorted({_plain(name) for name in listed.stdout.split()} - names - KEPT_BESIDE_THE_LOCK)
    if extra:
        say(f"  移除锁定清单以外的软件包：{'、'.join(extra)}")
        run(
            [PYTHON, "-m", "pip", "uninstall", "-y", "-qq", *extra],
            otherwise="移除多余的软件包没有成功。请删除 .venv 文件夹后重新运行。",
            quiet=True,
        )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed_so_far() -> str:
    return f"（已装 {sum(1 for _ in _site_packages().glob('*.dist-info'))} 个）"


def _site_packages() -> Path:
    return next((VENV / "lib").glob("python3*")) / "site-packages"


def _put_source_on_the_path() -> None:
    link = _site_packages() / "doudi.pth"
    wanted_lines = f"{SOURCE}\n{ROOT}\n"
    if not link.exists() or link.read_text(encoding="utf-8") != wanted_lines:
        link.write_text(wanted_lines, encoding="utf-8")


def _start_no_other_tree() -> None:
    """Let the programs of a copied .venv run on its own packages, not on those it was copied from."""
    for program in (VENV / "bin").glob("*"):
        if program.is_file() and not program.is_symlink():
            text = program.read_bytes()
            began = STARTED_BY.match(text)
            if began and began[1] != bytes(VENV):
                program.write_bytes(b"#!" + bytes(VENV) + began[2] + b"\n" + text[began.end() :])
