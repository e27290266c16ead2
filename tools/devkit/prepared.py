"""A test database whose tables are made once: the migrations run when something they are made of changed.

Running all migrations takes a quarter of a minute of processor time, for every worker of every run. What they
left is kept – for SQLite a file under `build/prepared`, for PostgreSQL a template database of the server –
under the digest of all that decides it, and copied from then on.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from tools.devkit.paths import BUILD, LOCK, SOURCE

FOLDER = BUILD / "prepared"
DECIDING = {"migrations", "models", "apps", "permissions", "settings"}
"""The folders of a module, or its files of these names, that decide what stands in fresh tables."""


class Kept(Protocol):
    """Fresh tables kept for the next run, in the way of one database."""

    def is_there(self) -> bool:
        """Say whether these tables were kept before."""

    def keep(self) -> None:
        """Keep the tables of the connection's test database, whole or not at all."""

    def give(self) -> None:
        """Make the connection's test database a copy of what was kept."""


class KeptFile:
    """Fresh tables of SQLite, in a file."""

    def __init__(self, folder: Path, digest: str) -> None:
        self.place = folder / f"{digest}.sqlite3"

    def is_there(self) -> bool:
        """Say whether the file is there."""
        return self.place.exists()

    def keep(self) -> None:
        """Write the file beside its place and rename it; those of other digests have served."""
        unfinished = self.place.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        connection.ensure_connection()
        with closing(sqlite3.connect(unfinished)) as file:
            connection.connection.backup(file)
        for older in self.place.parent.glob("*.sqlite3"):
            older.unlink()
        unfinished.rename(self.place)

    def give(self) -> None:
        """Copy the file into the test database."""
        connection.ensure_connection()
        copy_into(connection.connection, self.place)


class KeptTemplate:
    """Fresh tables of PostgreSQL, as a database nobody connects to."""

    def __init__(self, digest: str) -> None:
        self.name = f"doudi_prepared_{digest[:16]}"

    def is_there(self) -> bool:
        """Say whether the server has the template."""
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None

    def keep(self) -> None:
        """Copy the test database; the name appears only when the copy is whole."""
        made = connection.settings_dict["NAME"]
        connection.close()
        self._copy(made, self.name)

    def give(self) -> None:
        """Put a copy of the template in the place of the empty test database."""
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")
        self._copy(self.name, name)

    def _copy(self, old: str, new: str) -> None:
        quote = connection.ops.quote_name
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quote(new)} TEMPLATE {quote(old)}")


def keep_fresh_tables() -> None:
    """Let Django's making of the test database copy what was kept, and keep what had to be made."""
    creation: Any = connection.creation
    make: Callable[..., str] = creation.create_test_db

    def create(*arguments: Any, **options: Any) -> str:
        if options.get("keepdb"):
            return make(*arguments, **options)
        with _in_turn():
            kept = kept_tables()
            if not kept.is_there():
                name = make(*arguments, **options)
                kept.keep()
                return name
            return _create_from(kept)

    creation.create_test_db = create


def copy_into(database: sqlite3.Connection, place: Path) -> None:
    """Put the kept tables into a database of SQLite."""
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as file:
        file.backup(database)


def put_tables(place: Path) -> None:
    """Put fresh tables into a new installation's file of SQLite, if any are kept; `migrate` does the rest."""
    kept = KeptFile(FOLDER, digest_of_tables())
    if kept.is_there():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept.place, place)


def kept_tables() -> Kept:
    """Return where the tables of the present sources are kept for the present database."""
    if connection.vendor == "sqlite":
        return KeptFile(FOLDER, digest_of_tables())
    return KeptTemplate(digest_of_tables())


def digest_of_tables(source: Path = SOURCE / "doudi", lock: Path = LOCK) -> str:
    """Return one digest of everything that decides what stands in fresh tables."""
    total = hashlib.sha256(lock.read_bytes())
    for path in sorted(source.rglob("*.py")):
        inner = path.relative_to(source)
        if {part.removesuffix(".py") for part in inner.parts} & DECIDING:
            total.update(inner.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _create_from(kept: Kept) -> str:
    """Make the test database as Django does, but from what was kept."""
    creation: Any = connection.creation
    name: str = creation._get_test_db_name()
    creation._create_test_db(1, autoclobber=True, keepdb=False)
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name
    kept.give()
    connection.ensure_connection()
    return name


@contextmanager
def _in_turn() -> Iterator[None]:
    """Let one worker at a time make tables; whoever waited finds them made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
