"""The pages of rights handed down: who may open them, what each act does, and who is competent."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.models import Entry
from doudi.delegation.models import DelegatedPlace, Delegation
from doudi.delegation.services.granting import withdraw
from doudi.delegation.tests.county import (
    COUNTY,
    DECREE,
    EAST,
    EAST_VILLAGE,
    MONDAY,
    NEXT_YEAR,
    TODAY,
    WEST,
    chief,
    clerk,
    draft,
    granted,
    places,
    proposed,
)
from doudi.work.models import Task

pytestmark = pytest.mark.django_db
RELIEF = "TEMPORARY_RELIEF:CONFIRM"
SAID = {
    "what": RELIEF,
    "townships": [EAST, WEST],
    "limit": "2000",
    "valid_from": "2026-11-02",
    "valid_to": "2026-11-20",
    "document": DECREE,
    "article": "第三条",
}


@pytest.fixture(autouse=True)
def _county(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    places()


def page(browser: Client, name: str, *args: object, **query: str) -> tuple[int, str]:
    answer = browser.get(reverse(f"delegation:{name}", args=args), query)
    return answer.status_code, answer.content.decode()


def send(browser: Client, name: str, *args: object, **said: object) -> tuple[int, str]:
    answer = browser.post(reverse(f"delegation:{name}", args=args), said, follow=True)
    return answer.status_code, answer.content.decode()


def ask(browser: Client, **said: str) -> str:
    query = {"what": "DIBAO:CONFIRM", "place": EAST, "on": "2026-11-02", **said}
    return page(browser, "delegations", **query)[1]


def test_it_is_proposed_granted_by_another_and_taken_back_on_the_pages() -> None:
    by, decider = browser_of(clerk()), browser_of(chief())

    proposal = send(by, "propose", **SAID)[1]
    made = Delegation.objects.get()
    too_early = ask(by, what=RELIEF, amount="2000")
    granting = send(decider, "grant", made.pk)[1]
    now = ask(by, what=RELIEF, amount="2000")
    above = ask(by, what=RELIEF, amount="1500", earlier="500.01")
    place = made.places.get(township=EAST)
    back = send(decider, "withdraw", place.pk, withdrawn_on="2026-11-02", reason="抽查发现错保")[1]
    after = ask(by, what=RELIEF, amount="2000")

    assert "等另一位同事批准" in proposal
    assert made.limit_fen == 200_000
    assert "县级民政部门</b>" in too_early
    assert "已批准" in granting
    assert "<b>乡镇（街道）</b>，2,000.00 元（含）以下" in now
    assert f"<dd>{DECREE}第三条</dd>" in now
    assert "2026-11-20 起受理的改由县级民政部门决定" in now
    assert "金额（连同期内已决定的）超过下放的上限" in above
    assert "没有办完的也转县级" in back
    assert "抽查发现错保" in page(by, "delegation", made.pk)[1]
    assert "<b>县级民政部门</b>" in after


def test_what_stands_against_a_proposal_is_said_at_its_field() -> None:
    by = browser_of(clerk())

    status, text = send(by, "propose", **{**SAID, "limit": ""})

    assert (status, Delegation.objects.count()) == (422, 0)
    assert "请写明金额上限" in text
    assert "CHANGE" not in page(by, "propose")[1]  # what the law does not hand down is not offered


def test_a_proposer_is_not_offered_to_grant_and_cannot() -> None:
    both = clerk()
    made = proposed(draft(), both)
    browser = browser_of(both)

    assert send(browser, "grant", made.pk)[0] == 404
    assert 'data-dialog="grant"' not in page(browser, "delegation", made.pk)[1]
    assert 'data-dialog="grant"' in page(browser_of(chief()), "delegation", made.pk)[1]


def test_a_delegation_of_another_county_or_township_is_not_there() -> None:
    decider = chief()
    place = granted(draft(EAST), clerk(), decider)
    stranger = browser_of(officer(Role.COUNTY_REVIEWER, "371521", username="stranger"))
    neighbour = browser_of(officer(Role.TOWNSHIP_OFFICER, WEST))
    own = browser_of(officer(Role.TOWNSHIP_OFFICER, EAST))

    for nobody in (stranger, neighbour):
        assert page(nobody, "delegation", place.delegation_id)[0] == 404
        assert DECREE not in page(nobody, "delegations")[1]
    assert send(stranger, "withdraw", place.pk, withdrawn_on=TODAY, reason="x")[0] == 404
    assert send(stranger, "grant", place.delegation_id)[0] == 404
    assert page(own, "delegation", place.delegation_id)[0] == 200
    assert DECREE in page(own, "delegations")[1]
    assert "县级民政部门" not in ask(stranger)


def test_a_township_sees_nothing_of_the_others_on_a_shared_delegation() -> None:
    place = granted(draft(EAST, WEST), clerk(), chief())
    own = browser_of(officer(Role.TOWNSHIP_OFFICER, EAST))

    text = page(own, "delegation", place.delegation_id)[1]

    assert "新韶镇" in text
    assert "乐园镇" not in text


def test_who_may_neither_propose_nor_look_is_refused() -> None:
    assert page(browser_of(officer(Role.TOWNSHIP_OFFICER, EAST)), "propose")[0] == 403
    assert page(browser_of(officer(Role.VILLAGE_ASSISTANT, EAST_VILLAGE)), "delegations")[0] == 403


@pytest.mark.parametrize(
    ("show", "township"),
    [
        ("in_force", "新韶镇"),
        ("ending", "新韶镇"),
        ("withdrawn", "乐园镇"),
        ("waiting", "新韶镇"),
        ("ended", ""),
    ],
)
def test_the_list_and_its_workbook_show_what_stands_so(show: str, township: str) -> None:
    by, decider = clerk(), chief()
    granted(draft(EAST, valid_to=TODAY + timedelta(days=30)), by, decider)
    gone = granted(draft(WEST), by, decider)
    withdraw(gone, withdrawn_on=TODAY, reason="重定", by=decider, at=MONDAY)
    proposed(draft(EAST, programme="TEKUN"), by)
    browser = browser_of(by)

    answer = browser.get(reverse("delegation:delegations"), {"show": show, "sheet": "1"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    listed = [row[0] for row in rows[3:]]
    assert listed == ([township] if township else [])
    assert page(browser, "delegations", show=show)[1].count('class="d-row-link"') == len(listed)
    assert Entry.objects.filter(action="delegation.table_exported").count() == 1


def todos(user: User) -> str:
    return browser_of(user).get("/").content.decode()


def test_who_grants_finds_it_on_the_desk_and_who_proposed_what_ends_soon() -> None:
    by, decider = clerk(), chief()
    made = proposed(draft(EAST, valid_to=TODAY + timedelta(days=20)), by)

    before = todos(decider), todos(by)
    send(browser_of(decider), "grant", made.pk)

    assert ["批准权限下放：最低生活保障" in text for text in before] == [True, False]
    assert "批准权限下放" not in todos(decider)
    assert "权限下放即将到期：新韶镇 最低生活保障" in todos(by)
    task = Task.objects.get(kind="delegation", subject_id=str(made.pk))
    assert (task.state, task.result) == ("FINISHED", "GRANTED")


def test_a_refused_delegation_waits_for_nobody() -> None:
    by, decider = clerk(), chief()
    made = proposed(draft(EAST), by)
    send(browser_of(decider), "refuse", made.pk, reason="先试一年")

    assert "批准权限下放" not in todos(decider)
    assert Task.objects.get().result == "REFUSED"


def competent_for(*said: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("competent_for", *said, "--json", stdout=out)
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


def test_the_command_names_office_document_posts_and_what_comes_next() -> None:
    place = granted(
        draft(EAST, programme="TEMPORARY_RELIEF", limit_fen=200_000, valid_to=NEXT_YEAR), clerk(), chief()
    )
    officer(Role.TOWNSHIP_OFFICER, EAST, username="east")

    asked = ("--programme", "temporary_relief", "--region", EAST_VILLAGE, "--on", "2026-12-01")
    town = competent_for(*asked, "--amount-fen", "150000", "--earlier-fen", "50000")
    county = competent_for(*asked, "--amount-fen", "150000", "--earlier-fen", "50001")

    assert (town["office"], town["delegation"], town["document"], town["limit_fen"]) == (
        "TOWNSHIP",
        place.delegation_id,
        DECREE,
        200_000,
    )
    assert [(one["role"], one["division"]) for one in town["posts"]] == [("TOWNSHIP_OFFICER", EAST)]  # type: ignore[attr-defined]
    assert town["next"] == {"on": "2027-01-01", "office": "COUNTY"}
    assert (county["office"], county["delegation"], county["not_township"]) == ("COUNTY", None, "AMOUNT")
    assert [(one["role"], one["division"]) for one in county["posts"]] == [("COUNTY_REVIEWER", COUNTY)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("--region", COUNTY), "region"),
        (("--region", "440204999"), "region"),
        (("--programme", "NONE"), "programme"),
        (("--matter", "NONE"), "matter"),
        (("--amount-fen", "-5"), "amount"),
        (("--accepted-on", "2026-12-02"), "accepted_on"),
        (("--on", "2009-01-01"), "accepted_on"),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, tuple) else "",
)
def test_the_command_refuses_what_it_cannot_answer(
    said: tuple[str, ...], field: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = ("--programme", "DIBAO", "--region", EAST, "--on", "2026-12-01", *said, "--json")

    out = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("competent_for", *whole, stdout=out, stderr=io.StringIO())

    assert left.value.code == 2
    assert json.loads(out.getvalue())["refused"]["field"] == field


def test_a_broken_right_is_shown_as_such() -> None:
    by = clerk()
    place = granted(draft(), by, chief())
    DelegatedPlace.objects.create(delegation=place.delegation, township=WEST)

    assert "与批准时不符" in page(browser_of(by), "delegations")[1]


def test_what_a_county_hands_down_to_everybody_stands_on_the_page() -> None:
    here = browser_of(officer(Role.COUNTY_OFFICER, "371521"))

    text = page(here, "delegations")[1]

    assert "全县各乡镇（街道）都有权的" in text
    assert "阳民发[2020]4号二(二)10" in text
    assert "全县各乡镇（街道）都有权的" not in page(browser_of(clerk()), "delegations")[1]
