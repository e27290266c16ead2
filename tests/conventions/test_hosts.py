"""No file of ours names the places this machine happens to fetch packages from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conventions.hosts import hosts_in, machine_hosts
from tools.devkit.tree import tracked_files

ROOT = Path(__file__).resolve().parents[2]


def naming(hosts: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Return "file: host" for each file that names one of the hosts."""
    found = []
    patterns = {host: re.compile(rf"(?<![\w.-]){re.escape(host)}(?![\w-])".encode()) for host in hosts}
    for path in files:
        content = path.read_bytes()
        found += [f"{path.name}: {host}" for host, pattern in patterns.items() if pattern.search(content)]
    return found


def test_no_tracked_file_names_a_package_host_of_this_machine() -> None:
    assert naming(machine_hosts(), tracked_files(root=ROOT)) == []


def test_a_file_that_names_one_is_caught(tmp_path: Path) -> None:
    planted = tmp_path / "settings.toml"
    planted.write_text('index = "https://packages.bureau.example/simple"\n', encoding="utf-8")

    assert naming({"packages.bureau.example"}, [planted]) == ["settings.toml: packages.bureau.example"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("index-url = https://someone:secret@mirror.bureau.example:8443/simple", {"mirror.bureau.example"}),
        ("registry=http://npm.bureau.example/", {"npm.bureau.example"}),
        ("deb [signed-by=/x] http://deb.bureau.example/debian bookworm main", {"deb.bureau.example"}),
        ("trusted-host = pip.bureau.example", {"pip.bureau.example"}),
        ("extra-index-url = file:///opt/simple\nproxy = http://127.0.0.1:3128", set()),
    ],
)
def test_hosts_are_read_from_every_form_of_setting(settings: str, expected: set[str]) -> None:
    assert hosts_in(settings) == expected
