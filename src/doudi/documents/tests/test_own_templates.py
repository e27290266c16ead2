"""A county's own template is judged before it is kept, approved by another, and draws from its day on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, browser_of, officer
from doudi.audit.models import Entry
from doudi.documents import folders
from doudi.documents.models import PaperTemplate
from doudi.documents.rules.forms import WORD
from doudi.documents.services.attachments import sweep_left_behind
from doudi.documents.services.issuing import open_issued
from doudi.documents.services.letters import Letter, issue_letter
from doudi.documents.services.templates import Proposed, TemplateChanged, decide_template, propose_template
from doudi.documents.tests.words import GOOD, word, words_of

COUNTY, ELSEWHERE = "440204", "371521"
KIND = "resident_letter"
PAGE = f"/papers/templates/{KIND}/"
OURS = ("浈江区民政局专用", *GOOD)
VALUES = {"addressee": "王芳", "title": "告知", "body": "请来补材料", "office": "民政局", "day": "今天"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(settings: Settings, tmp_path: Path) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path


@pytest.fixture
def clerk() -> User:
    return officer(Role.COUNTY_OFFICER, COUNTY)


@pytest.fixture
def reviewer() -> User:
    return officer(Role.COUNTY_REVIEWER, COUNTY, name="周平")


def proposed(clerk: User, since: date = date(2026, 11, 2), at: datetime = MONDAY) -> PaperTemplate:
    return propose_template(Proposed(KIND, COUNTY, since, "我们的.docx", word(OURS)), by=clerk, at=at)


def issued(clerk: User, at: datetime = MONDAY, region: str = COUNTY) -> tuple[str, int | None]:
    paper = issue_letter(Letter(KIND, region, str(uuid4()), VALUES), by=clerk, at=at)
    return words_of(open_issued(paper.files.get(form=WORD), by=clerk, at=at)), paper.template_id


def send(browser: Client, content: bytes = b"", since: str = "2026-11-02", name: str = "a.docx") -> str:
    given = {"file": SimpleUploadedFile(name, content or word(OURS)), "valid_from": since}
    return browser.post(PAGE, given, follow=True).content.decode()


def test_one_proposes_another_approves_and_papers_are_drawn_by_it_from_its_day(
    clerk: User, reviewer: User
) -> None:
    assert "等另一位同事批准" in send(browser_of(clerk), since="2026-11-03")
    made = PaperTemplate.objects.get()
    tomorrow = MONDAY + timedelta(days=1)
    assert OURS[0] not in issued(clerk, tomorrow)[0]

    assert "已批准" in decide(browser_of(reviewer), made)

    assert OURS[0] not in issued(clerk)[0]
    text, template = issued(clerk, tomorrow)
    assert text.startswith(OURS[0])
    assert "本县模板（2026-11-03 启用）" in text
    assert template == made.pk
    assert OURS[0] not in issued(clerk, tomorrow, ELSEWHERE)[0]
    assert "已经有人批过" in decide(browser_of(reviewer), made)
    acts = Entry.objects.filter(subject_type="paper_template").values_list("action", flat=True)
    assert list(acts.order_by("id")) == ["documents.template_proposed", "documents.template_approved"]


def decide(browser: Client, made: PaperTemplate, answer: str = "approve", reason: str = "") -> str:
    address = f"/papers/proposed/{made.pk}/decide/{answer}/"
    return browser.post(address, {"reason": reason}, follow=True).content.decode()


def test_nobody_approves_their_own(reviewer: User) -> None:
    made = proposed(reviewer)

    assert "提出和批准必须是两个人" in decide(browser_of(reviewer), made)
    assert issued(reviewer)[1] is None


def test_the_old_templates_stay_and_the_last_to_begin_draws(clerk: User, reviewer: User) -> None:
    first, second = proposed(clerk), proposed(clerk, date(2026, 11, 4))
    for made in (second, first):
        decide_template(made, is_granted=True, by=reviewer, at=MONDAY)

    drawn = [issued(clerk, MONDAY + timedelta(days=day))[1] for day in range(4)]

    assert drawn == [first.pk, first.pk, second.pk, second.pk]
    page = browser_of(clerk).get(PAGE).content.decode()
    assert "在用" in page
    assert "未到启用日" in page


def test_a_refused_template_draws_nothing_and_says_why(clerk: User, reviewer: User) -> None:
    made = proposed(clerk)
    browser = browser_of(reviewer)
    assert "请写明不批准的原因" in decide(browser, made, "refuse")

    assert "没有批准" in decide(browser, made, "refuse", "缺少联系电话")

    assert issued(clerk)[1] is None
    assert "缺少联系电话" in browser_of(clerk).get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("content", "since", "sentence"),
    [
        (word([*GOOD, "{{ number.__class__ }}"]), "2026-11-02", "只能写占位符"),
        (word(GOOD[1:]), "2026-11-02", "缺少必须有的占位符：{{ number }}"),
        (word([*GOOD, "{{ id_number }}"]), "2026-11-02", "没有这样的占位符：id_number"),
        (b"%PDF-1.7 x", "2026-11-02", "打不开"),
        (b"hello", "2026-11-02", "只收 PDF"),
        (b"", "2026-11-01", "启用日不能早于今天"),
    ],
)
def test_a_bad_template_is_refused_in_words_and_nothing_of_it_is_kept(
    clerk: User, tmp_path: Path, content: bytes, since: str, sentence: str
) -> None:
    assert sentence in send(browser_of(clerk), content, since)

    assert not PaperTemplate.objects.exists()
    assert not list((tmp_path / "documents").glob("*/*"))


def test_who_may_not_neither_proposes_nor_decides_nor_sees_another_countys(
    clerk: User, reviewer: User
) -> None:
    made = proposed(clerk)
    town = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204101"))
    stranger = browser_of(officer(Role.COUNTY_REVIEWER, ELSEWHERE, username="there"))

    assert town.post(PAGE, {}).status_code == 403
    assert town.get(PAGE).status_code == 200
    for browser in (town, stranger):
        address = f"/papers/proposed/{made.pk}/decide/approve/"
        assert browser.post(address).status_code == 404
    for form in ("pdf", "template"):
        assert stranger.get(f"/papers/proposed/{made.pk}/{form}/").status_code == 404
    assert stranger.get("/papers/templates/month_report/").status_code == 404
    assert not hasattr(PaperTemplate.objects.get(), "decision")


def test_a_template_is_tried_with_made_up_people_before_it_is_approved(clerk: User, reviewer: User) -> None:
    made = proposed(clerk)
    browser = browser_of(reviewer)

    tried = browser.get(f"/papers/proposed/{made.pk}/word/")
    assert "张某某" in words_of(tried.content)
    assert "样张，内容是虚构的" in words_of(tried.content)
    assert browser.get(f"{PAGE}large/").content.startswith(b"%PDF")
    assert "{{ number }}" in words_of(browser.get(f"{PAGE}template/").content)
    assert browser.get(f"{PAGE}excel/").status_code == 404
    assert "待批准" in browser.get("/papers/templates/").content.decode()


def test_what_was_changed_on_the_disk_is_not_approved_and_what_is_proposed_is_not_swept(
    clerk: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(clerk)
    monkeypatch.setattr(folders, "LEFT_ALONE_SECONDS", -1)
    assert sweep_left_behind() == 0
    monkeypatch.setattr(folders, "read", lambda _place: word(GOOD))

    with pytest.raises(TemplateChanged):
        decide_template(made, is_granted=True, by=reviewer, at=MONDAY)


def test_the_command_says_what_is_wrong_with_a_word_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "a.docx", tmp_path / "b.docx"
    good.write_bytes(word())
    bad.write_bytes(word([*GOOD, "{{ 1 + 1 }}"]))

    call_command("check_template", str(good), "--kind", KIND)
    assert "可以用" in capsys.readouterr().out
    with pytest.raises((SystemExit, CommandError)) as left:
        call_command("check_template", str(bad), "--kind", KIND)
    assert getattr(left.value, "code", getattr(left.value, "returncode", 2)) == 2
