"""Who sees what, who is refused, and what the trail says of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.registry.models import Person
from tests.county import COUNTY, EAST, OTHER_VILLAGE, WEST, County, logged_in, monitored, name, on_dibao

ELSEWHERE = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}


@contextmanager
def _unguarded(cursor: CursorWrapper) -> Iterator[None]:
    """Let a statement past PostgreSQL's own guard, as only a superuser of the database could."""
    if connection.vendor != "postgresql":
        yield
        return
    cursor.execute("set local session_replication_role = replica")
    yield
    cursor.execute("set local session_replication_role = origin")


def two_townships(county: County) -> None:
    """One monitored person in each township, neither on any aid."""
    county.send("poverty_register", [monitored(1), monitored(2, **ELSEWHERE)])
    county.send("dibao", [on_dibao(8)])
    county.send("tekun", [on_dibao(9)])
    county.compare()


@pytest.mark.clause("QG-0.2")
def test_a_township_sees_its_own_and_a_changed_code_is_refused_and_written_down(county: County) -> None:
    two_townships(county)
    east, whole = logged_in(county.people["east"]), logged_in(county.people["county"])

    assert name(1) in east.get("/ledger/").content.decode()
    assert name(2) not in east.get("/ledger/").content.decode()
    assert {line.name for line in east.get("/").context["lines"]} == {"陵西路社区居民委员会"}
    both = whole.get("/ledger/").content.decode()
    assert name(1) in both
    assert name(2) in both

    theirs = county.entries("monitored-without-aid", division=OTHER_VILLAGE)[0]
    person = theirs.person
    assert person is not None
    asked = {
        f"/month/?division={WEST}": ("division", WEST),
        f"/month/people/?division={OTHER_VILLAGE}": ("division", OTHER_VILLAGE),
        f"/townships/{WEST}/": ("division", WEST),
        f"/ledger/{theirs.pk}/": ("ledger_entry", str(theirs.pk)),
        f"/people/{person.pk}/": ("person", str(person.pk)),
    }
    assert [east.get(address).status_code for address in asked] == [404] * len(asked)
    refused = Entry.objects.filter(action="accounts.object_refused", actor="township-officer-001")
    written = refused.order_by("sequence").values_list("subject_id", "division")
    assert list(written) == [(key, EAST) for _, key in asked.values()]
    assert [whole.get(address).status_code for address in asked] == [200] * len(asked)


@pytest.mark.clause("SX-2.4.2.6")
def test_no_look_without_a_reason_exports_name_the_user_and_a_changed_trail_is_an_alarm(
    county: County,
) -> None:
    two_townships(county)
    officer = logged_in(county.people["county"])
    person = Person.objects.get(name=name(1))
    refused = officer.post(f"/people/{person.pk}/number/", {"reason": ""}, follow=True).content.decode()
    assert "事由" in refused
    assert "本次查看已留痕" not in refused
    assert not Entry.objects.filter(action="registry.number_revealed").exists()
    shown = officer.post(f"/people/{person.pk}/number/", {"reason": "核实身份信息"}).content.decode()
    assert "本次查看已留痕" in shown

    book = zipfile.ZipFile(io.BytesIO(officer.get("/ledger/export/").content))
    assert "制表人 县级经办（county-officer-204）" in book.read("xl/sharedStrings.xml").decode()
    assert "县级经办（county-officer-204）" in book.read("xl/worksheets/sheet1.xml").decode()

    auditor = logged_in(county.hire(Role.AUDIT_ADMIN, COUNTY))
    assert "没有改动过" in auditor.get("/trail/?check=1").content.decode()
    with connection.cursor() as cursor, _unguarded(cursor):
        cursor.execute("update audit_entry set actor = 'nobody' where action = 'registry.number_revealed'")
    with pytest.raises(SystemExit, match="2"):
        call_command("verify_audit")
    assert "留痕校验失败" in auditor.get("/trail/?check=1").content.decode()
