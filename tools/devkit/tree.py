"""What the working tree holds, as one digest: a result holds only for the tree it was made on."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from tools.devkit.paths import ROOT

PARTS = ("src", "tests", "tools", "policies", "pyproject.toml", "requirements.lock", "package-lock.json")


def tracked_files(*parts: str, root: Path = ROOT) -> list[Path]:
    """Return the files git knows or would take, sorted; without git, every file that is not a cache."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *parts]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if listed.returncode == 0:
        names = {name for name in listed.stdout.decode().split("\0") if name}
        return sorted(root / name for name in names if (root / name).is_file())
    places = [root / part for part in parts] or [root]
    found = [path for place in places for path in ([place] if place.is_file() else place.rglob("*"))]
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def digest_of_sources() -> str:
    """Return one digest of every source, test and policy file."""
    total = hashlib.sha256()
    for path in tracked_files(*PARTS):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
