"""Talk to the person at the terminal: steps, elapsed seconds, and what to do when something fails."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.devkit.paths import ROOT

EVERY_SECONDS_ON_A_TERMINAL = 1.0
EVERY_SECONDS_IN_A_LOG = 15.0


# Locks that a program we start holds on to: should we be killed, it goes on, and the next run waits for it.
HELD_LOCKS: list[int] = []


class StepFailed(Exception):
    """A step did not succeed; the sentence says what to do next."""


def say(sentence: str) -> None:
    """Print one line to the person, at once, on the error stream (results go to the other one)."""
    print(sentence, file=sys.stderr, flush=True)


def say_duration(title: str, started: float) -> None:
    """Say how long something took in all."""
    say(f"{title}：共 {time.monotonic() - started:.0f} 秒")


@contextmanager
def step(title: str, detail: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Announce a step, show while it runs how long it has taken, and say at the end how long it took."""
    started = time.monotonic()
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, detail, started, done), daemon=True)
    say(f"▶ {title} …")
    ticker.start()
    try:
        yield
    except BaseException:
        _end(ticker, done)
        say(f"✘ {title}：{time.monotonic() - started:.1f} 秒后中断")
        raise
    _end(ticker, done)
    say(f"✔ {title}（{time.monotonic() - started:.1f} 秒）")


def _end(ticker: threading.Thread, done: threading.Event) -> None:
    done.set()
    ticker.join()


def _tick(title: str, detail: Callable[[], str], started: float, done: threading.Event) -> None:
    live = sys.stderr.isatty()
    while not done.wait(EVERY_SECONDS_ON_A_TERMINAL if live else EVERY_SECONDS_IN_A_LOG):
        text = f"  {title} … 已 {time.monotonic() - started:.0f} 秒 {detail()}".rstrip()
        print(f"\r{text}\033[K" if live else text, end="" if live else "\n", file=sys.stderr, flush=True)
    if live:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    otherwise: str,
    folder: Path = ROOT,
    extra: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> None:
    """Run one program; when it fails, raise StepFailed with the sentence `otherwise`.

    A quiet program is heard only when it fails.
    """
    ended = subprocess.run(
        [os.fspath(part) for part in command],
        cwd=folder,
        env={**os.environ, **(extra or {})},
        check=False,
        text=True,
        stdout=subprocess.PIPE if quiet else sys.stderr,
        stderr=subprocess.STDOUT if quiet else None,
        pass_fds=HELD_LOCKS,
    )
    if ended.returncode:
        if quiet and ended.stdout:
            say(ended.stdout.rstrip())
        raise StepFailed(otherwise)
