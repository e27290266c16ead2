"""Papers are judged by content, lie under drawn names, lose where they were made, open on record (P33)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.documents.models import Attachment, IssuedPaper
from doudi.documents.selectors import attachment_seen
from doudi.documents.services.attachments import About, Given, attach
from doudi.documents.services.issuing import Made, Wanted, issue
from doudi.documents.tests import files
from doudi.monitoring.models import LedgerEntry
from tests.county import COUNTY, VILLAGE, County, build_county, logged_in, monitored, name, on_dibao, person
from tests.promises.test_done_meanwhile import at_one_moment

SAID = {"kind": "PHOTO", "source": "入户拍摄", "dated_on": "2026-10-20", "expires_on": ""}


@pytest.fixture
def found(county: County) -> County:
    """A county with two ledger entries in the east and one in the west."""
    rows = [monitored(1), monitored(2), monitored(3, 乡镇="犁市镇", **{"村（居）": "犁市村民委员会"})]
    county.send("poverty_register", rows)
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    county.compare()
    return county


def entry_of(county: County, order: int) -> LedgerEntry:
    return next(
        each
        for each in county.entries("monitored-without-aid")
        if each.person and each.person.name == name(order)
    )


def give(
    county: County, entry: LedgerEntry, content: bytes, *, who: str = "east", sent: str = "a.exe"
) -> str:
    """Upload a file for an entry; return what the page says then, or the status of a refusal."""
    answer = logged_in(county.people[who]).post(
        f"/papers/about/ledger_entry/{entry.pk}/",
        {**SAID, "file": SimpleUploadedFile(sent, content)},
        follow=True,
    )
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.promise("P33")
def test_an_upload_is_known_by_its_content_lies_under_a_drawn_name_and_tells_no_place(
    found: County, settings: Settings
) -> None:
    entry = entry_of(found, 1)
    for bad, said in (
        (b"MZ program", "只收 PDF"),
        (b"<svg onload=alert(1)>", "只收 PDF"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(9), "HEIC"),
        (files.with_program(), "带有程序"),
        (files.PICTURE[:-2], "已经损坏"),
    ):
        assert said in give(found, entry, bad, sent="照片.jpg")
    assert not Attachment.objects.exists()

    for content in (
        files.photograph(),
        files.drawing_with_text(),
        files.scan(2, files.photograph(behind=b"")),
    ):
        assert "材料已附上" in give(found, entry, content)

    kept = [path for path in (Path(settings.DOUDI_DATA) / "documents").rglob("*") if path.is_file()]
    papers = Attachment.objects.order_by("id")
    assert {path.stem for path in kept} == {paper.place for paper in papers}
    assert [paper.name for paper in papers] == ["a.jpg", "a.png", "a.pdf"]
    assert [paper.pages for paper in papers] == [1, 1, 2]
    for paper in papers:
        answer = logged_in(found.people["east"]).get(f"/papers/{paper.pk}/file/")
        assert files.PLACE not in answer.content
        assert answer["Content-Type"] == paper.media_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")


def test_a_paper_of_an_entry_is_listed_opened_on_record_and_withdrawn(found: County) -> None:
    entry, east = entry_of(found, 1), logged_in(found.people["east"])
    page = give(found, entry, files.PICTURE, sent="入户.jpeg")
    paper = Attachment.objects.get()
    assert "入户.jpg" in page
    assert (paper.division, paper.source) == (VILLAGE, "入户拍摄")

    logged_in(found.people["county"]).get(f"/papers/{paper.pk}/file/")

    shown = east.get(f"/papers/{paper.pk}/").content.decode()
    for said in ("2026-10-20", "没有写", "1 页", "上传", "打开", "县级经办"):
        assert said in shown
    assert "打开过 1 次" in east.get(f"/ledger/{entry.pk}/").content.decode()
    assert (
        "请写明撤回的理由"
        in east.post(f"/papers/{paper.pk}/withdraw/", {"reason": ""}, follow=True).content.decode()
    )
    assert (
        "材料已撤回"
        in east.post(f"/papers/{paper.pk}/withdraw/", {"reason": "拍错了人家"}, follow=True).content.decode()
    )
    assert "已撤回" in east.get(f"/ledger/{entry.pk}/").content.decode()
    assert "拍错了人家" in east.get(f"/papers/{paper.pk}/").content.decode()
    assert (
        "已经撤回"
        in east.post(f"/papers/{paper.pk}/withdraw/", {"reason": "拍错了人家"}, follow=True).content.decode()
    )
    named = Entry.objects.filter(subject_type="attachment").order_by("id").values_list("action", flat=True)
    assert [action.partition("_")[2] for action in named] == ["added", "opened", "withdrawn"]


def test_whoever_may_not_see_what_a_paper_is_about_finds_no_paper(found: County) -> None:
    entry = entry_of(found, 1)
    give(found, entry, files.PICTURE)
    pk = Attachment.objects.get().pk
    liaison = logged_in(found.hire(Role.DEPARTMENT_LIAISON, COUNTY))
    supervisor = logged_in(found.hire(Role.SUPERVISOR, COUNTY))

    for stranger in (logged_in(found.people["west"]), liaison):
        for address in (f"/papers/{pk}/", f"/papers/{pk}/file/"):
            assert stranger.get(address).status_code == stranger.get("/papers/99999/").status_code == 404
        assert stranger.post(f"/papers/{pk}/withdraw/", {"reason": "不是我的"}).status_code == 404
    assert supervisor.get(f"/papers/{pk}/").status_code == 200
    assert supervisor.post(f"/papers/{pk}/withdraw/", {"reason": "不归我管"}).status_code == 404
    assert give(found, entry, files.DRAWING, who="west") == "404"
    for nothing in ("ledger_entry/99999", "person/1", "ledger_entry/٣"):
        answer = logged_in(found.people["east"]).post(f"/papers/about/{nothing}/", SAID)
        assert answer.status_code == 404
    assert Attachment.objects.count() == 1
    assert not Entry.objects.filter(action="documents.attachment_opened").exists()


@dataclass(frozen=True)
class Reader:
    """Somebody who may see all there is of the county, and add to nothing."""

    scope: Scope
    user: object = None
    post: object = None
    posts: object = None

    def may(self, permission: str) -> bool:
        return permission != "monitoring.conclude_entry"


def test_whoever_may_only_see_a_thing_withdraws_nothing_of_it(found: County) -> None:
    give(found, entry_of(found, 1), files.PICTURE)
    paper = Attachment.objects.get()

    assert attachment_seen(Reader(Scope((COUNTY,))), paper.pk) == paper
    assert attachment_seen(Reader(Scope((COUNTY,))), paper.pk, to_write=True) is None


def test_the_same_paper_elsewhere_is_told_only_to_whoever_may_see_both(found: County) -> None:
    first, second, west = (entry_of(found, order) for order in (1, 2, 3))
    give(found, first, files.photograph())
    give(found, west, files.PICTURE, who="west")
    told = "别处也附了同一份"

    assert told not in logged_in(found.people["east"]).get(f"/ledger/{first.pk}/").content.decode()
    assert told not in logged_in(found.people["west"]).get(f"/ledger/{west.pk}/").content.decode()
    assert told in logged_in(found.people["county"]).get(f"/ledger/{first.pk}/").content.decode()

    assert told in give(found, second, files.PICTURE)
    paper = Attachment.objects.get(subject_id=str(second.pk))
    shown = logged_in(found.people["east"]).get(f"/papers/{paper.pk}/").content.decode()
    assert f"/ledger/{first.pk}/" in shown
    assert f"/ledger/{west.pk}/" not in shown


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": ""}, "材料类别"),
        ({"kind": "SECRET"}, "材料类别"),
        ({"dated_on": "2026-13-01"}, "材料日期"),
        ({"dated_on": "2999-01-01"}, "不能晚于今天"),
        ({"expires_on": "2026-10-20"}, "要晚于材料日期"),
        ({"source": "长" * 81}, "来源"),
    ],
)
def test_what_is_said_wrongly_of_a_paper_is_told(found: County, said: dict[str, str], sentence: str) -> None:
    entry = entry_of(found, 1)
    sent = {**SAID, **said, "file": SimpleUploadedFile("a.jpg", files.PICTURE)}

    answer = logged_in(found.people["east"]).post(
        f"/papers/about/ledger_entry/{entry.pk}/", sent, follow=True
    )

    assert sentence in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_paper_sent_twice_at_one_moment_is_there_once(settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，唯一约束的并发在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path
    county = build_county()

    def send(act_county: County, by: User) -> object:
        about = About("ledger_entry", "1", VILLAGE)
        return attach(about, Given("a.jpg", files.PICTURE), by=by, at=act_county.at)

    assert at_one_moment(send, county) == ["DONE", "DONE"]
    assert Attachment.objects.count() == 1
    assert Entry.objects.filter(action="documents.attachment_added").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_papers_issued_at_one_moment_have_two_numbers_that_follow(
    settings: Settings, tmp_path: Path
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，取号的并发在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path
    county = build_county()

    def put_out(act_county: County, by: User) -> object:
        wanted = Wanted("month_report", COUNTY, f"for:{by.pk}", "月报")
        made = {"pdf": Made("application/pdf", b"%PDF")}
        return issue(wanted, lambda _: made, by=by, at=act_county.at)

    assert at_one_moment(put_out, county) == ["DONE", "DONE"]
    assert sorted(IssuedPaper.objects.values_list("order", flat=True)) == [1, 2]
