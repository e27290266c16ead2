"""Reads DATABASE_URL: SQLite beside the data by default, PostgreSQL in production."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SECONDS_TO_WAIT = 90
"""How long one waits for another who writes on SQLite: longer than for a county's list."""
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"


class UnknownDatabase(Exception):
    """The address names a database that Doudi does not run on."""


def database_of(address: str, *, data: Path) -> dict[str, Any]:
    """Return Django's settings for one database address; blank means SQLite in the data folder."""
    parts = urlsplit(address or f"sqlite:///{data / 'doudi.sqlite3'}")
    if parts.scheme == "sqlite":
        # three slashes: from the folder we stand in; four: from the root
        return _sqlite(unquote(parts.path)[1:])
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": _host(parts.netloc) or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": _port(parts.netloc),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {key: value for key, value in parse_qsl(parts.query) if key not in {"host"}},
        }
    raise UnknownDatabase(f"DATABASE_URL 只支持 sqlite:// 和 postgresql://，现在是“{parts.scheme}://”。")


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SECONDS_TO_WAIT,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _host(netloc: str) -> str:
    place = netloc.rpartition("@")[2]
    if place.startswith("["):
        return place[1:].partition("]")[0]
    # a socket folder is written percent-encoded, and must keep its capitals
    return unquote(place.partition(":")[0])


def _port(netloc: str) -> str:
    port = netloc.rpartition("@")[2].rpartition("]")[2].rpartition(":")
    return port[2] if port[1] else ""
