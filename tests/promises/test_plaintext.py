"""No identity number, phone or account stands in clear anywhere the installation stores something (P21)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection

from doudi.audit.actors import SYSTEM
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.states import Outcome
from doudi.registry.models import AccountEnd, Household, HouseholdNumber, Person
from doudi.registry.services.people import reveal_number
from tests.county import County, logged_in, monitored, name, number, on_dibao, person

PHONE, ACCOUNT = "13800138{:03d}", "62220200000000{:05d}"


def secrets_of(orders: Iterable[int]) -> set[bytes]:
    """Return what must not be found: numbers, phones, accounts, and plain hashes of the numbers."""
    clear = {text for order in orders for text in (number(order), PHONE.format(order), ACCOUNT.format(order))}
    hashed = {
        digest(text.encode()).hexdigest()
        for text in clear
        for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256)
    }
    return {text.encode() for text in clear | hashed}


def stored_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield everything stored: files as they are, columns of Parquet unpacked, every cell of every table."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield str(path), path.read_bytes()
        if path.suffix == ".parquet":
            yield f"{path} unpacked", repr(_texts(pq.read_table(path))).encode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')  # noqa: S608 -- names come from the database itself
            yield table, repr(cursor.fetchall()).encode()


def _texts(table: pa.Table) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def found_in_clear(folder: Path, secrets: Iterable[bytes]) -> list[str]:
    """Return the places where a secret stands in clear."""
    wanted = list(secrets)
    return [place for place, content in stored_bytes(folder) if any(secret in content for secret in wanted)]


@pytest.fixture
def lived_in(county: County) -> County:
    """A county in which everything that stores something has happened once."""
    private = [{"联系电话": PHONE.format(order), "银行账号": ACCOUNT.format(order)} for order in range(12)]
    county.send("poverty_register", [monitored(order, **private[order]) for order in range(8)])
    broken = {**on_dibao(11), "身份证号": number(11)[:-1] + ("0" if number(11)[-1] != "0" else "1")}
    county.send("dibao", [*(on_dibao(order, **private[order]) for order in range(3)), broken])
    county.send("tekun", [person(9, 供养方式="分散供养", **private[9])])
    county.send("cremation", [person(2, 死亡日期="2026-09-01", 火化日期="2026-09-03")])
    county.compare()
    for entry in county.entries("monitored-without-aid"):
        conclude_entry(
            entry, outcome=Outcome.INELIGIBLE, reason="已入户核实情况", by=county.people["east"], at=county.at
        )
    reveal_number(Person.objects.get(name=name(1)), by=SYSTEM, at=county.at, reason="入户核对身份")
    assert logged_in(county.people["county"]).get("/ledger/export/").status_code == 200
    return county


@pytest.mark.promise("P21")
def test_nothing_personal_is_stored_in_clear(lived_in: County) -> None:
    assert found_in_clear(settings.DOUDI_DATA, secrets_of(range(12))) == []


@pytest.mark.promise("P21")
def test_an_accounts_end_finds_its_holder_and_stands_nowhere_in_clear_or_as_a_plain_digest(
    lived_in: County,
) -> None:
    ends = [ACCOUNT.format(order)[-length:] for order in range(12) for length in (4, 5, 6)]
    plain = {int(end) for end in ends}
    hashed = {
        int.from_bytes(digest(end.encode()).digest()[:8], "big", signed=True)
        for end in ends
        for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256)
    }
    kept = AccountEnd.objects.values_list("account_high", "account_low", "last_4", "last_5", "last_6")
    cells = {cell for row in kept for cell in row}
    assert len(kept) == 3
    assert not cells & (plain | hashed)

    browser = logged_in(lived_in.people["county"])
    finds = [browser.post("/people/", {"q": end}).content.decode() for end in ends[3:6]]
    assert all(name(1) in page and name(2) not in page for page in finds)


@pytest.mark.promise("P21")
def test_the_search_finds_what_is_planted_in_a_file_a_batch_and_a_table(lived_in: County) -> None:
    folder = Path(settings.DOUDI_DATA)
    (folder / "note.txt").write_text(f"备注 {number(3)}", encoding="utf-8")
    pq.write_table(pa.table({"note": [PHONE.format(4)]}), folder / "x.parquet", compression="zstd")
    home = Household.objects.create(division="440204", created_at=lived_in.at)
    HouseholdNumber.objects.create(household=home, source="x", region="440204", number=ACCOUNT.format(5))

    found = found_in_clear(folder, secrets_of(range(12)))

    places = {place.rsplit("/", 1)[-1] for place in found}
    assert {"note.txt", "x.parquet unpacked", "registry_householdnumber"} <= places


@pytest.mark.promise("P28")
def test_nothing_personal_is_logged(lived_in: County, caplog: pytest.LogCaptureFixture) -> None:
    client = logged_in(lived_in.people["county"])
    with caplog.at_level("DEBUG"):
        client.post("/people/", {"q": number(1)})
        client.get("/people/999999/")
        client.post("/people/", {"q": number(1)[:-1]})
    assert [record for record in caplog.records if number(1)[:-1] in record.getMessage()] == []
