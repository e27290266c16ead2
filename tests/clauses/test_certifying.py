"""Somebody a round found is checked, recognised for a time, looked at again, told when it ends."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from docx import Document
from pypdf import PdfReader
from pytest_django import Settings

from doudi.certification.models import Certification
from doudi.documents.models import IssuedFile, IssuedPaper
from doudi.notices.models import Letter
from doudi.registry.models import Recognition
from doudi.registry.selectors.layers import layers_on
from doudi.work.models import Task
from tests.county import COUNTY, County, logged_in, name, person

REASON = "家庭必需支出超过收入，入户核实属实"
GONE = "子女就业后收入稳定，不再符合条件"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.DOUDI_DATA = tmp_path


def found_by_a_round(county: County) -> None:
    """Go through a joint round in which one person is found to be taken in."""
    county.send("survey", [person(11, 摸排日期="2026-10-20")])
    county.send("dibao", [person(900, 城乡类别="农村", 本人月保障金="450")])
    county.send("tekun", [person(99, 供养方式="分散供养")])
    office, east = logged_in(county.people["county"]), logged_in(county.people["east"])
    address = office.post("/screenings/", {"kind": "JOINT", "period": "2026-10", "due_on": "2026-12-31"})[
        "Location"
    ]
    office.post(f"{address}compare/")
    (line,) = [each for each in east.get(address).context["lines"] if each.name == name(11)]
    east.post(f"/screenings/people/{line.pk}/", {"outcome": "TO_ENROL", "reason": "入户核实，确有困难"})


def opened(browser: Client) -> str:
    """Take the one who waits into certifying; return the address of the page."""
    (line,) = browser.get("/certifications/").context["members"]
    return str(browser.post(f"/certifications/of/{line.pk}/", {"category": "RIGID_EXPENSE"})["Location"])


def proposed(browser: Client, address: str, **given: str) -> str:
    said = {"begins_on": "2026-11-03", "reason": REASON, **given}
    return browser.post(f"{address}propose/", said, follow=True).content.decode()


def decided(browser: Client, address: str, answer: str = "yes") -> str:
    page = browser.get(address).context
    given = {"is_agreed": answer, "seen": page["seen"], "opinion": ""}
    return browser.post(
        f"/certifications/proposals/{page['waiting'].pk}/decide/", given, follow=True
    ).content.decode()


def said_in(browser: Client, paper: IssuedPaper, form: str) -> str:
    content = browser.get(f"/papers/issued/{IssuedFile.objects.get(paper=paper, form=form).pk}/").content
    if form == "word":
        return "".join(each.text for each in Document(io.BytesIO(content)).paragraphs)
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")


def rechecks() -> int:
    return Task.objects.filter(kind="certification_recheck").count()


def certified(county: County) -> str:
    """Go from the round to a recognition two people agreed on; return the address of its page."""
    found_by_a_round(county)
    east, office, review = browsers(county)
    address = opened(east)
    assert any(name(11) in str(todo.title) for todo in east.get("/").context["todos"])
    assert "现在不能提这种意见" in proposed(office, address, matter="GRANT", ends_on="2027-11-03")
    findings = {"is_met": "yes", "checked_on": "2026-11-03", "findings": "入户，看了收入和医药费单据"}
    assert "核查已登记" in east.post(f"{address}check/", findings, follow=True).content.decode()
    assert east.post(f"{address}propose/", {"matter": "GRANT"}).status_code == 404
    assert str(office.get(address).context["proposing"].initial["ends_on"]) == "2027-11-04"
    assert "等另一位同事审定" in proposed(office, address, matter="GRANT", ends_on="2027-11-03")
    assert not Recognition.objects.exists()
    assert "已审定" in decided(review, address)
    return address


def browsers(county: County) -> tuple[Client, Client, Client]:
    """Return browsers of the township's officer, the county's, and the one who decides."""
    return tuple(logged_in(county.people[who]) for who in ("east", "county", "review"))  # type: ignore[return-value]


@pytest.mark.clause("MS-2.3b")
def test_the_certificate_is_printed_and_the_recheck_appears_thirty_days_before_the_end(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    certified(county)

    held = Recognition.objects.get()
    assert (held.category, held.valid_from, held.valid_to) == (
        *("RIGID_EXPENSE", date(2026, 11, 3)),
        date(2027, 11, 3),
    )
    certificate = IssuedPaper.objects.get(kind="certification_certificate")
    for form in ("word", "pdf", "large"):
        text = said_in(browsers(county)[0], certificate, form).replace(" ", "")
        for part in (
            "低收入人口认定书",
            name(11),
            "刚性支出困难家庭",
            "2026年11月3日起至2027年11月2日止",
            REASON,
        ):
            assert part in text
    for day, expected in (("2027-10-03", 0), ("2027-10-04", 1), ("2027-10-05", 1)):
        settings.APP_CLOCK = f"frozen:{day}T09:00+08:00"
        call_command("run_due_jobs")
        assert rechecks() == expected, day
    task = Task.objects.get(kind="certification_recheck")
    assert (task.due_on, task.owner and task.owner.user) == (date(2027, 11, 2), county.people["east"])


@pytest.mark.clause("MS-2.3b")
def test_an_end_needs_a_reason_and_the_person_is_told(county: County, settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    address = certified(county)
    settings.APP_CLOCK = "frozen:2027-10-05T09:00+08:00"
    call_command("run_due_jobs")
    east, office, review = browsers(county)

    assert "必填" in proposed(office, address, matter="END", begins_on="2027-10-10", reason="")
    assert Certification.objects.get().proposals.count() == 1
    assert "等另一位同事审定" in proposed(office, address, matter="END", begins_on="2027-10-10", reason=GONE)
    assert not Letter.objects.filter(paper__kind="certification_exit").exists()
    assert "已审定" in decided(review, address)

    held = Recognition.objects.get()
    assert held.valid_to == date(2027, 10, 10)
    assert layers_on([held.person_id], on=date(2027, 10, 10))[held.person_id] != "RIGID_EXPENSE"
    assert Task.objects.get(kind="certification_recheck").result == "ENDED"
    letter = Letter.objects.get(paper__kind="certification_exit")
    assert (letter.addressee, letter.is_open_to_review) == (name(11), True)
    certificate = IssuedPaper.objects.get(kind="certification_certificate")
    text = said_in(east, letter.paper, "word")
    for part in (GONE, certificate.number, "行政复议"):
        assert part in text
    waiting = east.get("/letters/?state=WAITING").context["lines"]
    assert letter.pk in {line.letter.pk for line in waiting}
    call_command("list_certifications", "--region", COUNTY, "--state", "ENDED")
