"""Read from the machine's own pip, npm and apt settings which hosts it fetches packages from."""

from __future__ import annotations

import os
import re
from pathlib import Path

HOME = Path.home()
FILES = (
    Path("/etc/pip.conf"),
    HOME / ".pip" / "pip.conf",
    HOME / ".config" / "pip" / "pip.conf",
    HOME / ".config" / "uv" / "uv.toml",
    Path("/etc/uv/uv.toml"),
    HOME / ".npmrc",
    Path("/etc/npmrc"),
    Path("/usr/local/etc/npmrc"),
    Path("/etc/apt/sources.list"),
)
FOLDERS = (Path("/etc/apt/sources.list.d"), Path("/etc/apt/apt.conf.d"))
VARIABLES = re.compile(r"^(PIP|UV|NPM_CONFIG)_|_PROXY$", re.IGNORECASE)
ADDRESS = re.compile(r"\b(?:https?|ftp)://(?:[^\s/@\"']*@)?([A-Za-z0-9.-]+)")
TRUSTED = re.compile(r"trusted-host\s*=\s*([A-Za-z0-9.-]+)")
COMMENTS = ("#", "//", ";")
OWN = re.compile(r"^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0)$")


def hosts_in(text: str) -> set[str]:
    """Return the hosts a settings text names, this machine itself left out."""
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(COMMENTS))
    named = {host.lower().rstrip(".") for host in ADDRESS.findall(text) + TRUSTED.findall(text)}
    return {host for host in named if "." in host and not OWN.match(host)}


def machine_hosts() -> set[str]:
    """Return every host in this machine's settings."""
    files = [*FILES, *(path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir())]
    texts = [
        path.read_text(errors="replace") for path in files if path.is_file() and os.access(path, os.R_OK)
    ]
    texts += [
        f"{value}\ntrusted-host = {value}" for name, value in os.environ.items() if VARIABLES.search(name)
    ]
    return set().union(*map(hosts_in, texts)) if texts else set()
