"""Write requirements.lock and package-lock.json anew from requirements.in and package.json."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from tools.devkit import frontend
from tools.devkit.console import StepFailed, run, step
from tools.devkit.paths import BUILD, LOCK, PYTHON, ROOT

LOCKER = BUILD / "lock-venv"
COMPILE = (
    "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet",
)  # fmt: skip


def lock() -> None:
    """Resolve both sets of packages; the files hold names, versions and digests, and no address."""
    with step("锁定 Python 软件包"):
        run(
            [_uv(), *COMPILE, ROOT / "requirements.in", "-o", LOCK],
            otherwise="锁定 Python 软件包没有成功，requirements.lock 没有改动。",
            quiet=True,
        )
    with step("锁定网页软件包"):
        _lock_npm()


def _uv() -> str:
    found = shutil.which("uv")
    if found:
        return found
    ours = LOCKER / "bin" / "uv"
    if not ours.exists():
        otherwise = "取锁定工具 uv 没有成功。请检查网络或本机的 pip 设置。"
        run([sys.executable, "-m", "venv", LOCKER], otherwise=otherwise, quiet=True)
        run([LOCKER / "bin" / "python", "-m", "pip", "install", "-qq", "uv"], otherwise=otherwise, quiet=True)
    return str(ours)


def _lock_npm() -> None:
    work = BUILD / "npm-lock"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("package.json", ".npmrc"):
        shutil.copy(ROOT / name, work)
    run(
        [PYTHON, "-c", frontend.NPM, "install", "--package-lock-only", "--ignore-scripts"],
        folder=work,
        otherwise="锁定网页软件包没有成功，package-lock.json 没有改动。",
        quiet=True,
    )
    _refuse_addresses(work / "package-lock.json")
    shutil.copy(work / "package-lock.json", ROOT)
    shutil.rmtree(work)


def _refuse_addresses(place: Path) -> None:
    packages = json.loads(place.read_text(encoding="utf-8"))["packages"]
    if any("resolved" in package for package in packages.values()):
        raise StepFailed("npm 在 package-lock.json 里写了下载地址；请确认 .npmrc 的设置生效后重来。")
