"""A county asks a township about what is late: a numbered letter, kept as sent, signed for and answered."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.documents.models import IssuedFile, IssuedPaper
from doudi.notices.models import Notice
from tests.clauses.conftest import county as county
from tests.county import EAST, WEST, County, logged_in, monitored, name, on_dibao, person

NUMBER = "浈江区核查〔2026〕1号"
ADDRESS = f"/inquiries/{EAST}/"
GIVEN = {"answer_by": "2026-11-27", "once": str(UUID(int=1))}


@pytest.fixture
def late(county: County, settings: Settings) -> County:
    """A county in which the east is late with three people on the twentieth of November."""
    county.send("poverty_register", [monitored(order) for order in range(3)])
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    county.compare()
    settings.APP_CLOCK = "frozen:2026-11-20T09:00+08:00"
    return county


def send(browser: Client, address: str = ADDRESS, **changes: str) -> tuple[int, str]:
    answer = browser.post(address, {**GIVEN, **changes}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_township_gets_a_numbered_letter_signs_for_it_and_answers(late: County) -> None:
    office, east = logged_in(late.people["county"]), logged_in(late.people["east"])
    assert ADDRESS in office.get("/inquiries/").content.decode()
    assert east.get("/inquiries/").status_code == 403
    shown = office.get(ADDRESS).content.decode()
    assert [name(order) in shown for order in range(3)] == [True] * 3

    assert "核查函已编号发出" in send(office)[1]

    paper, notice = IssuedPaper.objects.get(), Notice.objects.get(kind="INQUIRY")
    assert (paper.number, paper.to, notice.division, notice.sent_by) == (
        NUMBER,
        EAST,
        EAST,
        late.people["county"],
    )
    assert NUMBER in east.get("/notices/").content.decode()
    assert NUMBER in east.get("/papers/issued/").content.decode()
    letter = east.get(f"/papers/issued/{IssuedFile.objects.get().pk}/").content
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(letter)).pages)
    words = words.replace("\n", "").replace(" ", "")
    for said in (NUMBER, "截至2026-11-20", "请于2026-11-27前", name(0), name(1), name(2)):
        assert said in words
    east.post(f"/notices/{notice.pk}/receive/")
    east.post(f"/notices/{notice.pk}/settle/", {"answer": "已逐户核查，2 户转办低保"})
    listed = office.get("/notices/?kind=INQUIRY").content.decode()
    assert "已逐户核查，2 户转办低保" in listed
    assert Entry.objects.filter(action="oversight.inquiry_sent").count() == 1


def test_a_letter_sent_twice_from_one_page_is_one_and_from_another_page_the_next(late: County) -> None:
    office = logged_in(late.people["county"])
    send(office)
    status, said = send(office)
    assert (status, "没有重复登记" in said) == (422, True)
    assert IssuedPaper.objects.count() == Notice.objects.filter(kind="INQUIRY").count() == 1

    review = logged_in(late.people["review"])
    send(review, once=str(UUID(int=2)), answer_by="2026-11-30")

    assert IssuedPaper.objects.count() == 2


def test_a_letter_is_nobody_elses_and_nobody_elses_to_send(late: County) -> None:
    send(logged_in(late.people["county"]))
    file = IssuedFile.objects.get()
    west, village = logged_in(late.people["west"]), logged_in(late.hire(Role.VILLAGE_ASSISTANT, EAST))
    for stranger in (west, village):
        assert stranger.get(f"/papers/issued/{file.pk}/").status_code == 404
    assert NUMBER not in west.get("/papers/issued/").content.decode()

    for sender, address in (
        (west, ADDRESS),
        (logged_in(late.people["east"]), ADDRESS),
        (logged_in(late.hire(Role.SUPERVISOR, "4402")), ADDRESS),
        (logged_in(late.people["county"]), "/inquiries/371521100/"),
        (logged_in(late.people["county"]), "/inquiries/440204/"),
    ):
        assert sender.get(address).status_code == sender.post(address, GIVEN).status_code == 404
    assert IssuedPaper.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "changes", "said"),
    [
        (ADDRESS, {"answer_by": "2026-11-19"}, "回填期限不能早于今天"),
        (ADDRESS, {"answer_by": ""}, "回填期限"),
        (f"/inquiries/{WEST}/", {}, "不用发核查函"),
    ],
)
def test_a_letter_that_asks_for_nothing_or_too_late_is_not_sent(
    late: County, address: str, changes: dict[str, str], said: str
) -> None:
    status, page = send(logged_in(late.people["county"]), address, **changes)

    assert (status, said in page) == (422, True)
    assert not IssuedPaper.objects.exists()
    assert not Notice.objects.filter(kind="INQUIRY").exists()
