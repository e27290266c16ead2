"""Serving starts two programs and never leaves one of them behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping

import pytest

from tools.devkit import demo
from tools.devkit.console import StepFailed

LISTEN = """
import socket, sys, time
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    time.sleep(60)
"""
Program = subprocess.Popen[bytes]


def start(text: str, *arguments: str) -> Program:
    """Start a small program the way serve starts ours."""
    return subprocess.Popen([sys.executable, "-c", text, *arguments], start_new_session=True)


@pytest.fixture
def port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Program]]:
    """Put small programs in place of web and worker; return those that were started."""
    programs: list[Program] = []

    def web(_: Mapping[str, str], port: int) -> Program:
        programs.append(start(LISTEN, str(port)))
        return programs[-1]

    def worker(_: Mapping[str, str]) -> Program:
        programs.append(start("import time; time.sleep(60)"))
        return programs[-1]

    monkeypatch.setattr(demo, "_start_web", web)
    monkeypatch.setattr(demo, "_start_worker", worker)
    monkeypatch.setattr(demo, "manage", lambda *_, **__: None)
    before = signal.getsignal(signal.SIGTERM)
    yield programs
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_stops_both(started: list[Program], port: int, number: int) -> None:
    threading.Timer(1.5, os.kill, (os.getpid(), number)).start()

    demo.serve({}, port)

    assert [program.poll() is not None for program in started] == [True, True]


def test_when_the_worker_dies_the_web_stops_too(
    started: list[Program], port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_: Mapping[str, str]) -> Program:
        started.append(start("import time; time.sleep(1); raise SystemExit(3)"))
        return started[-1]

    monkeypatch.setattr(demo, "_start_worker", dies)

    with pytest.raises(StepFailed, match="“后台任务”程序意外结束（3）"):
        demo.serve({}, port)

    assert [program.poll() is not None for program in started] == [True, True]


def test_a_web_that_does_not_start_is_said_and_leaves_nothing(
    started: list[Program], port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Mapping[str, str], __: int) -> Program:
        started.append(start("raise SystemExit(1)"))
        return started[-1]

    monkeypatch.setattr(demo, "_start_web", fails)

    with pytest.raises(StepFailed, match="网页没有启动"):
        demo.serve({}, port)

    assert [program.poll() is not None for program in started] == [True, True]


def test_a_port_in_use_is_passed_over(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setattr(demo, "FIRST_PORT", port)

    with socket.create_server(("127.0.0.1", port)):
        assert demo._free_port() > port


def test_a_port_asked_for_that_is_in_use_is_refused(port: int) -> None:
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(StepFailed, match=f"端口 {port} 有别的程序在用"),
    ):
        demo.serve({}, port)


def test_what_the_person_set_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_ENV", "production")
    assert demo.variables("demo")["DOUDI_ENV"] == "production"

    monkeypatch.setenv("DOUDI_ENV", "")
    assert demo.variables("demo")["DOUDI_ENV"] == "demo"
