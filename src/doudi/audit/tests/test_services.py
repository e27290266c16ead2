"""The trail is written with the act, and every change to it shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Chain, Entry
from doudi.audit.services import broken_links, record

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def happen(subject: str = "1", division: str = "440204", **details: object) -> Entry:
    return record(
        "registry.number_revealed",
        subject_type="person",
        subject_id=subject,
        by=SYSTEM,
        at=MONDAY,
        division=division,
        reason="核实身份",
        details=details,
    )


@transaction.atomic
def happen_and_fail() -> None:
    happen()
    raise RuntimeError


def test_entries_of_a_county_stand_in_one_chain_whatever_its_villages() -> None:
    happen(division="440204001001")
    happen(division="440204")
    happen(division="371521")

    assert list(Entry.objects.values_list("chain", "sequence")) == [
        ("371521", 1),
        ("440204", 1),
        ("440204", 2),
    ]
    assert list(broken_links()) == []


def test_an_act_without_a_county_is_the_systems() -> None:
    assert happen(division="").chain_id == "system"
    assert happen(division="44").chain_id == "system"


def test_an_entry_disappears_with_the_act_that_failed() -> None:
    with pytest.raises(RuntimeError):
        happen_and_fail()
    assert Entry.objects.count() == 0
    assert list(broken_links()) == []


def test_personal_details_are_not_in_clear_in_the_table() -> None:
    happen(name="欧阳静")
    with connection.cursor() as cursor:
        cursor.execute("select reason, details from audit_entry")
        stored = cursor.fetchone()
    assert "核实" not in stored[0]
    assert "欧阳" not in stored[1]
    assert "欧阳静" in Entry.objects.get().details


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("actor", "someone", "FIELDS_CHANGED"),
        ("subject_id", "2", "FIELDS_CHANGED"),
        ("reason", "", "CONTENT_CHANGED"),
        ("sequence", 7, "GAP"),
        ("previous_hash", "f" * 64, "NOT_CHAINED"),
    ],
)
def test_a_change_behind_the_systems_back_is_detected(column: str, value: str | int, fault: str) -> None:
    happen("1")
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL 直接拒绝改动，另有测试")
    with connection.cursor() as cursor:
        cursor.execute(f"update audit_entry set {column} = %s", [value])  # noqa: S608 -- a fixed list of columns
    assert fault in {found.fault for found in broken_links()}


def test_a_cut_tail_is_detected() -> None:
    happen("1")
    happen("2")
    chain = Chain.objects.get(name="440204")
    chain.sequence, chain.head = 1, Entry.objects.get(sequence=1).hash
    chain.save()
    assert [found.fault for found in broken_links()] == ["TAIL_MISSING"]
    with pytest.raises(SystemExit, match="2"):
        call_command("verify_audit", "--json")


@pytest.mark.postgres
@pytest.mark.parametrize("statement", ["update audit_entry set actor = 'x'", "delete from audit_entry"])
def test_postgresql_refuses_to_change_the_trail(statement: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 上靠核验发现，不靠拒绝")
    happen()
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
