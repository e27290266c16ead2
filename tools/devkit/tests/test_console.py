"""The person hears what runs, how long it took, and what to do when it fails."""

from __future__ import annotations

import sys
import time

import pytest

from tools.devkit import console
from tools.devkit.console import StepFailed, run, step

PRINTS_AND_FAILS = [sys.executable, "-c", "print('why it failed'); raise SystemExit(3)"]


def test_a_step_says_that_it_began_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    with step("建表"):
        pass

    told = capsys.readouterr()
    assert told.out == ""
    assert "▶ 建表" in told.err
    assert "✔ 建表（0.0 秒）" in told.err


def test_a_long_step_shows_that_it_is_alive(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "EVERY_SECONDS_IN_A_LOG", 0.05)

    with step("安装", lambda: "（已装 7 个）"):
        time.sleep(0.3)

    assert "安装 … 已 0 秒 （已装 7 个）" in capsys.readouterr().err


def test_a_step_that_fails_says_so_and_passes_the_failure_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StepFailed), step("建表"):
        raise StepFailed("磁盘满了")

    assert "✘ 建表" in capsys.readouterr().err


def test_a_quiet_program_is_heard_only_when_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    run([sys.executable, "-c", "print('all is well')"], otherwise="", quiet=True)
    assert capsys.readouterr().err == ""

    with pytest.raises(StepFailed, match="请检查网络"):
        run(PRINTS_AND_FAILS, otherwise="请检查网络", quiet=True)
    assert "why it failed" in capsys.readouterr().err
