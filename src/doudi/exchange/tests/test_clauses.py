"""Clauses of the policy documents and systems they name, proved from acceptance to acceptance."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.exchange.models import Batch
from doudi.exchange.tests.factories import (
    COUNTY,
    OCTOBER,
    VILLAGE,
    certificates,
    dibao,
    published,
)
from doudi.reading.tests import workbooks as w
from doudi.regions.models import Organisation

pytestmark = pytest.mark.django_db
REGISTER = ("户编号", "姓名", "身份证号", "与户主关系", "户类型")


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]


def register(*serials: int) -> bytes:
    """Return a poverty register of these people."""
    rows = [(f"H{at}", f"脱{at}", w.number_of(at), "户主", "边缘易致贫户") for at in serials]
    return w.xlsx({"监测对象": [REGISTER, *rows]})


@pytest.mark.clause("QG-2.5")
def test_a_hundred_certificates_with_three_wrong_numbers_give_97_rows_and_3_errors() -> None:
    division(VILLAGE)
    client = browser_of(officer(Role.COUNTY_OFFICER, COUNTY))
    file = certificates(100, wrong=3)

    client.post("/batches/upload/", {"files": SimpleUploadedFile("残疾证.xlsx", file)})
    batch = Batch.objects.get()
    form = client.get(f"/batches/{batch.pk}/").context["mapping"]
    client.post(f"/batches/{batch.pk}/confirm/", {name: form[name].value() for name in form.fields})
    client.post(f"/batches/{batch.pk}/publish/")
    batch.refresh_from_db()
    sheet = client.get(f"/batches/{batch.pk}/error-sheet/")
    again = client.post("/batches/upload/", {"files": SimpleUploadedFile("残疾证.xlsx", file)}, follow=True)

    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert (batch.source, batch.state) == ("disability_certificate", "PUBLISHED")
    assert (batch.rows_read, batch.accepted, batch.rows_rejected) == (100, 97, 3)
    assert [line[3] for line in lines[3:]] == ["身份证号：身份证号校验位不对"] * 3
    assert "重复批次" in again.content.decode()
    assert Batch.objects.count() == 1


@pytest.mark.system("部门信息共享机制")
def test_a_department_without_authority_is_refused_and_a_batch_shows_rows_errors_and_repeats() -> None:
    batch = published(certificates(10, wrong=2), "disability_certificate")
    liaison = officer(Role.DEPARTMENT_LIAISON, COUNTY)
    office = Organisation.objects.create(name="浈江区教育局", kind="DEPARTMENT", division=division(COUNTY))
    post = Post.objects.get(user=liaison)
    post.organisation = office
    post.save(update_fields=["organisation"])
    stranger, clerk = browser_of(liaison), browser_of(officer(Role.COUNTY_OFFICER, COUNTY))

    def taken(client: Client) -> list[int]:
        parts = ("", "error-sheet/", "changes/")
        return [client.get(f"/batches/{batch.pk}/{part}").status_code for part in parts]

    refused, allowed = taken(stranger), taken(clerk)
    unlisted = stranger.get("/batches/").content.decode()
    shown = clerk.get(f"/batches/{batch.pk}/").content.decode()
    listed = clerk.get("/batches/").content.decode()
    file = SimpleUploadedFile("残疾证.xlsx", certificates(10, wrong=2))
    again = clerk.post("/batches/upload/", {"files": file}, follow=True).content.decode()

    assert (refused, allowed) == ([404, 404, 404], [200, 200, 200])
    assert f"/batches/{batch.pk}/" not in unlisted
    assert "名单行" in shown
    assert "身份证号校验位不对" in shown
    assert '<td data-label="名单行" class="num">10</td>' in listed
    assert '<b class="text-danger">2</b>' in listed
    assert "重复批次" in again
    assert Batch.objects.count() == 1


@pytest.mark.system("贫困人口与建档立卡库")
def test_the_register_shows_who_receives_nothing_and_who_is_new_or_gone() -> None:
    published(dibao([1, 2]), period=OCTOBER.previous())
    published(register(1, 2, 3), "poverty_register", period=OCTOBER.previous(), name="9月.xlsx")
    later = published(register(2, 3, 4), "poverty_register", name="10月.xlsx")
    client = browser_of(officer(Role.COUNTY_OFFICER, COUNTY))

    def names(side: str) -> list[str]:
        answer = client.get(f"/batches/{later.pk}/changes/?side={side}")
        return sorted(line["record"].name for line in answer.context["lines"])

    assert names("unaided") == ["脱3", "脱4"]
    assert names("added") == ["脱4"]
    assert names("removed") == ["脱1"]
