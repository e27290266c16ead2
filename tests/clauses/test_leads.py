"""What people see on the ground and what alerts say are put together, family by family."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.documents.tests.files import photograph
from doudi.intake.models import HomeCheck
from doudi.registry.models import Person
from tests.clauses.test_alerts import MONDAY, alert, sheets
from tests.county import VILLAGE, County, logged_in, name, number, on_dibao

FAMILY = {"户编号": "H1"}
CHOSEN = re.compile(r'name="person" value="(\d+)"')


def lead(**changes: object) -> dict[str, object]:
    said = {
        "step": "save",
        "division": VILLAGE,
        "grounds": ["ILLNESS"],
        "words": "走访看到家里断了药。",
        "urgency": "SOON",
        "source": "VISIT",
        "seen_on": "2026-11-02",
    }
    return {**said, **changes}


def chosen(browser: Client, order: int) -> dict[str, object]:
    """Find somebody as an assistant does, by name, and say who it is."""
    page = browser.post("/leads/new/", {"step": "find", "q": name(order)}).content.decode()
    (key,) = CHOSEN.findall(page)
    return {"person": key}


def pages_of_leads(county: County, east: Client) -> tuple[str, str, str]:
    """Send two alerts, then leads about the wife of one, a stranger to alerts, somebody nobody knows."""
    family = [on_dibao(1, **FAMILY, 与户主关系="户主"), on_dibao(2, **FAMILY, 与户主关系="配偶")]
    county.send("dibao", [*family, on_dibao(3, 户编号="H3"), on_dibao(4, 户编号="H4")], period="2026-11")
    county.send(
        "provincial_alert",
        [alert(1, 预警日期="2026-11-01"), alert(3, 预警日期="2026-11-01")],
        period="2026-11",
    )

    picture = SimpleUploadedFile("断药.jpg", photograph(), content_type="image/jpeg")
    both = east.post("/leads/new/", lead(**chosen(east, 2), photo=picture), follow=True)
    missed = east.post("/leads/new/", lead(**chosen(east, 4), grounds=["NO_CARE"]), follow=True)
    unknown = east.post(
        "/leads/new/", lead(name="村口老人", number=number(99), grounds=["LIVING"]), follow=True
    )
    return both.content.decode(), missed.content.decode(), unknown.content.decode()


@pytest.mark.clause("SX-2.4.3.6")
def test_an_alert_and_a_lead_of_one_family_are_one_line_and_a_lead_alone_is_what_the_model_missed(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = MONDAY
    east = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    both, missed, unknown = pages_of_leads(county, east)

    # the wife's lead joined the husband's alert: one check, told by both
    assert "双印证" in both
    assert "断药.jpg" in both
    assert "仅线下" in missed
    assert "档案里没有这个人" in unknown
    page = east.get("/home-checks/").content.decode()
    assert page.count('class="d-row-link"') == HomeCheck.objects.count() == 4
    assert east.get("/home-checks/?state=&mark=BOTH").content.decode().count('class="d-row-link"') == 1

    desk = logged_in(county.people["county"])
    desk.post("/focus/", {"period": "2026-11", "next": "/both-sides/"})
    analysis = desk.get("/both-sides/").content.decode()
    told = {mark: f'<a href="?mark={mark}">{count}</a> 户' for mark, count in
            (("BOTH", 1), ("ONLINE", 1), ("OFFLINE", 2))}  # fmt: skip
    assert [mark for mark, words in told.items() if words not in analysis] == []
    assert "在档案里，没有规则命中 1 户" in analysis
    assert "档案里没有这一户 1 户" in analysis
    alone = desk.get("/both-sides/?mark=OFFLINE").content.decode()
    assert [name(4) in alone, "村口老人" in alone, name(3) in alone, name(1) in alone] == [
        True,
        True,
        False,
        False,
    ]
    sheet = sheets(desk.get("/both-sides/?mark=OFFLINE&sheet=1").content)[0]
    assert {row[0] for row in sheet[3:]} == {name(4), "村口老人"}
    assert number(99) not in alone + str(sheet)


def test_what_is_known_of_the_family_is_shown_before_a_lead_is_written(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = MONDAY
    east = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    county.send("dibao", [on_dibao(1, **FAMILY), on_dibao(2, **FAMILY)], period="2026-11")
    wife = Person.objects.get(name=name(2))

    page = east.post("/leads/new/", {"step": "choose", "person": wife.pk}).content.decode()

    assert f"登记线索：{name(2)}" in page
    assert name(1) in page
    assert "最低生活保障" in page
