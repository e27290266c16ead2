"""Fresh tables are copied only while what decides them stands still, and are the very tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tools.devkit.prepared import KeptFile, copy_into, digest_of_tables, kept_tables


def sources(folder: Path, **files: str) -> Path:
    """Write the files of a small module."""
    for name, text in files.items():
        path = folder / "doudi" / "registry" / name.replace("__", "/")
        path = path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "lock").write_text("django==5.2", encoding="utf-8")
    return folder


def digest(folder: Path) -> str:
    return digest_of_tables(folder / "doudi", folder / "lock")


@pytest.mark.parametrize("part", ["migrations__0002_more", "models", "models__people", "apps"])
def test_what_decides_the_tables_changes_their_digest(tmp_path: Path, part: str) -> None:
    before = digest(sources(tmp_path, migrations__0001_initial="a", views="b"))

    assert digest(sources(tmp_path, **{part: "c"})) != before


def test_a_screen_does_not_and_another_version_of_a_package_does(tmp_path: Path) -> None:
    before = digest(sources(tmp_path, migrations__0001_initial="a", views="b"))

    assert digest(sources(tmp_path, views="other")) == before
    (tmp_path / "lock").write_text("django==6.0", encoding="utf-8")
    assert digest(tmp_path) != before


@pytest.mark.django_db
def test_the_tables_of_a_test_are_those_the_migrations_leave() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'audit'")
        (steps,) = cursor.fetchone()
    assert steps > 1, "the triggers are made by a migration, so that a copy without them is seen here"
    assert kept_tables().is_there()


@pytest.mark.django_db(transaction=True)  # SQLite copies nothing out of a database it is writing to
def test_a_file_is_kept_whole_and_the_older_ones_go(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL 的模板库由服务器保管")
    (tmp_path / "older.sqlite3").write_bytes(b"")
    kept = KeptFile(tmp_path, "now")
    kept.keep()

    assert [path.name for path in tmp_path.iterdir()] == ["now.sqlite3"]
    with closing(sqlite3.connect(":memory:")) as fresh:
        copy_into(fresh, kept.place)
        copied = fresh.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
        assert copied == cursor.fetchall()
