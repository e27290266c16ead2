"""Browser files are kept by name, without links to files that are not kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.devkit import frontend
from tools.devkit.paths import ROOT


def test_every_kept_package_has_one_exact_version() -> None:
    named = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert set(named) == set(frontend.KEPT)
    assert [name for name, version in named.items() if not version[0].isdigit()] == []


def test_the_lock_holds_digests_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}

    assert [name for name, package in fetched.items() if "resolved" in package] == []
    assert [name for name, package in fetched.items() if not package["integrity"].startswith("sha512-")] == []


def test_the_python_lock_holds_digests_and_no_address() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if "://" in line or "index" in line.split("=")[0]] == []
    assert sum("--hash=sha256:" in line for line in lines) > sum("==" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.css", b"b{}\n/*# sourceMappingURL=a.css.map */", b"b{}\n"),
        ("a.js", b"x()\n//# sourceMappingURL=a.js.map\n", b"x()\n"),
        ("a.js", b"x('//# sourceMappingURL=');y()", b"x('//# sourceMappingURL=');y()"),
        ("a.woff2", b"\x00\n//# sourceMappingURL=x", b"\x00\n//# sourceMappingURL=x"),
    ],
)
def test_a_link_to_a_source_map_is_cut_at_the_end_only(
    tmp_path: Path, name: str, content: bytes, kept: bytes
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / name).write_bytes(content)

    frontend.keep(tmp_path, tmp_path / "out", {"p": ("folder", (name,))})

    assert (tmp_path / "out" / "folder" / name).read_bytes() == kept
