"""No identity number, phone, account, name of an illness or plain hash of a number lies open (P21)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.exchange.folders import batches_root
from doudi.exchange.models import Batch
from doudi.exchange.services.recognition import recognise_batch
from doudi.exchange.tests.factories import COUNTY, MONDAY, dibao, dibao_row, imported, received, wrong_number
from doudi.reading.tests import workbooks as w

pytestmark = pytest.mark.django_db

SERIALS = [901, 902]
WRONG = wrong_number(903)
SECRETS = [w.number_of(serial) for serial in SERIALS] + [WRONG]
SECRETS += [f"1380013{serial:04d}" for serial in SERIALS]
SECRETS += [f"62170011223344{serial:05d}" for serial in SERIALS]
ILLNESS = "患肝癌晚期"
HASHES = [
    getattr(hashlib, kind)(secret.encode()).hexdigest()
    for kind in ("md5", "sha1", "sha256")
    for secret in SECRETS
]


def files() -> dict[str, str]:
    """Return what every file of the data folder says: bytes in three encodings, and Parquet unpacked."""
    found: dict[str, str] = {}
    for path in Path(settings.DOUDI_DATA).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            texts = [data.decode(encoding, "ignore") for encoding in ("utf-8", "utf-16-le", "gbk")]
            unpacked = [str(pq.read_table(path).to_pylist())] if path.suffix == ".parquet" else []
            found[str(path.name)] = found.get(path.name, "") + "".join(texts + unpacked)
    return found


def tables() -> str:
    """Return everything every table holds, as it lies in the database."""
    said = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - a name of ours
            said.append(str(cursor.fetchall()))
    return "".join(said)


def open_secrets(text: str) -> list[str]:
    return [secret for secret in [*SECRETS, *HASHES, ILLNESS] if secret in text]


@pytest.fixture
def _batches() -> None:
    imported(dibao(SERIALS, dibao_row(903, 身份证号码=WRONG, 户编号=w.number_of(901))))
    heading = ("姓名", "身份证号", "困难原因", "救助金额")
    relief = [heading, ("张三", w.number_of(901), ILLNESS, 500)]
    imported(w.xlsx({"临时救助": relief}), "temporary_relief", name=f"{w.number_of(902)}.xlsx")
    moved = ("张三", w.number_of(902), w.number_of(901), WRONG)
    slipped = [("姓名", "身份证号", "低保类别", "月保障金额"), moved]
    imported(w.xlsx({"名单": slipped}), publish=False)
    waiting = received(dibao(SERIALS, dibao_row(5)), "待确认.xlsx").batch
    recognise_batch(waiting, by=SYSTEM, at=MONDAY)


@pytest.mark.usefixtures("_batches")
def test_no_secret_lies_open_in_a_file_or_a_table() -> None:
    assert [(name, open_secrets(text)) for name, text in files().items() if open_secrets(text)] == []
    assert open_secrets(tables()) == []


@pytest.mark.usefixtures("_batches")
def test_the_scan_would_have_seen_one() -> None:
    planted = batches_root() / "planted.txt"
    planted.write_bytes(SECRETS[0].encode("utf-16-le") + SECRETS[3].encode())
    batch = Batch.objects.first()
    assert batch is not None
    batch.problem = f"号码 {WRONG}"
    batch.save(update_fields=["problem"])

    found = open_secrets(files()["planted.txt"])
    planted.unlink()

    assert found == [SECRETS[0], SECRETS[3]]
    assert WRONG in open_secrets(tables())


@pytest.mark.usefixtures("_batches")
def test_a_secret_is_in_no_address_and_no_page_of_batches() -> None:
    client = browser_of(officer(Role.COUNTY_OFFICER, COUNTY))
    parts = ("", "problems/", "changes/")

    answers = [client.get(f"/batches/{batch.pk}/{part}") for batch in Batch.objects.all() for part in parts]

    assert open_secrets("".join(answer.content.decode() for answer in answers)) == []
