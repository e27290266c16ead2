"""A file is read, refused, and given up as by a process that an installation starts."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from doudi.reading import process
from doudi.reading.process import read_file, with_limits
from doudi.reading.refusals import FileRefused
from doudi.reading.tests import workbooks as w
from tools.devkit.warm_reader import Reading, WarmReader


@pytest.fixture
def warm() -> Iterator[WarmReader]:
    reader = WarmReader()
    yield reader
    reader.close()


def ended(warm: WarmReader, limits: str = "{}") -> Reading:
    return warm.start(["python", "-s", "-m", "doudi.reading.child", limits, "x.xlsx"], dict(os.environ))


def test_the_same_comes_back_from_both(monkeypatch: pytest.MonkeyPatch) -> None:
    book = w.xlsx({"名单": [w.HEADING, ("张三", w.number_of(1), 100)]})
    warm = read_file(book, "名单.xlsx")

    monkeypatch.setattr(process, "start", cold)
    assert read_file(book, "名单.xlsx").sheets == warm.sheets


def cold(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the reading process as an installation does."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd="/")


def test_limits_of_the_system_bind_it() -> None:
    rows = [w.HEADING] + [(f"人{at}" * 30, w.number_of(at), at) for at in range(60_000)]

    with pytest.raises(FileRefused) as refused:
        read_file(w.csv(rows), "名单.csv", with_limits(heap_bytes=64 << 20))
    assert refused.value.code in {"TOO_BIG_TO_READ", "CRASHED"}


def test_how_it_ended_is_told(warm: WarmReader) -> None:
    with ended(warm, "no limits") as broken:
        assert broken.wait() == 1
    with ended(warm, "{}") as killed:
        killed.kill()
        assert killed.wait() in {-signal.SIGKILL, 1}
    killed.kill()
