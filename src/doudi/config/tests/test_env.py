from pathlib import Path

import pytest

from doudi.config import env
from doudi.config.database import UnknownDatabase, database_of

DATA = Path("/srv/data")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in env.VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)


def test_every_variable_says_what_it_is_for() -> None:
    assert [variable.name for variable in env.VARIABLES if not variable.help.endswith("。")] == []


def test_production_asks_for_https_and_a_second_factor() -> None:
    assert env.text("DOUDI_ENV") == "production"
    assert env.flag("DOUDI_HTTPS")
    assert env.text("DOUDI_SECOND_FACTOR") == "required"


def test_a_demo_runs_without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_ENV", "demo")

    assert not env.flag("DOUDI_HTTPS")
    assert env.text("DOUDI_SECOND_FACTOR") == "enrolled"


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DOUDI_ENV", "staging", env.text),
        ("DOUDI_IDLE_MINUTES", "half an hour", env.number),
        ("DOUDI_HTTPS", "perhaps", env.flag),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_in_chinese(
    name: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(env.WrongVariable, match=f"{name} .*{value}"):
        read(name)  # type: ignore[operator]


def test_lists_and_folders_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_HOSTS", "a.example, b.example,")
    monkeypatch.setenv("DOUDI_DATA", "/srv/data")

    assert env.names("DOUDI_HOSTS") == ["a.example", "b.example"]
    assert env.path("DOUDI_DATA") == DATA
    assert env.path("DOUDI_KEYS") == env.ROOT / "var" / "keys"


@pytest.mark.parametrize(
    ("address", "name"),
    [("", "/srv/data/doudi.sqlite3"), ("sqlite:////tmp/x.db", "/tmp/x.db"), ("sqlite:///x.db", "x.db")],  # noqa: S108
)
def test_sqlite_is_opened_for_many_writers(address: str, name: str) -> None:
    found = database_of(address, data=DATA)

    assert found["NAME"] == name
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_postgresql_is_read_from_its_address() -> None:
    found = database_of("postgresql://doudi:p%40ss@db.example:5433/aid?sslmode=require", data=DATA)

    assert [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "aid",
        "doudi",
        "p@ss",
        "db.example",
        "5433",
    ]
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("postgresql://u@%2Ftmp%2FPG/x", "/tmp/PG"),  # noqa: S108
        ("postgresql:///x?host=/tmp/PG", "/tmp/PG"),  # noqa: S108
        ("postgresql://u@[::1]:5432/x", "::1"),
    ],
)
def test_a_server_may_be_a_socket_or_a_number(address: str, host: str) -> None:
    assert database_of(address, data=DATA)["HOST"] == host


def test_another_database_is_refused() -> None:
    with pytest.raises(UnknownDatabase, match="mysql"):
        database_of("mysql://u@h/x", data=DATA)
