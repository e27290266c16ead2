"""A village is resettled: its households live in the new one, and nothing of theirs is lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from doudi.audit.models import Entry
from doudi.registry.models import Household, HouseholdAct
from tests.county import EAST, OTHER_VILLAGE, VILLAGE, County, logged_in, name, on_dibao, person

PAGE = f"/households/resettlement/?origin={VILLAGE}"
SAID = {"division": OTHER_VILLAGE, "happened_on": "2026-11-03", "reason": "石化安控区搬迁安置"}


def homes_listed(browser: Client, village: str) -> set[str]:
    """Return whose households the list of a village shows."""
    browser.post("/focus/", {"region": village, "next": "/households/"})
    lines = browser.get("/households/").context["lines"]
    return {line.head for line in lines if line.head}


def records_shown(browser: Client, home: Household) -> list[tuple[str, ...]]:
    """Return what a household's card shows of what it was given: programme, amount, since when."""
    card = browser.get(f"/households/{home.pk}/").content.decode()
    table = card.partition("在册记录")[2].partition("</table>")[0].partition("<tbody>")[2]
    rows = [re.findall(r"<td.*?</td>", row, re.S) for row in table.split("</tr>")[:-1]]
    words = [[re.sub(r"<[^>]+>|已终止|在册", "", cell).strip() for cell in row] for row in rows]
    return sorted((row[1], row[2], row[3]) for row in words)


@pytest.mark.clause("QG-16.3")
def test_twenty_households_move_at_once_and_what_they_were_paid_is_still_there(county: County) -> None:
    rows = [on_dibao(order, 户编号=f"D{order}", 与户主关系="户主") for order in range(20)]
    county.send("dibao", rows, period="2026-09")
    paid = [person(order, 户编号=f"D{order}", 救助金额="2000", 救助日期="2026-10-12") for order in range(20)]
    county.send("temporary_relief", paid, period="2026-10")
    county.send("dibao", rows, period="2026-10")
    everyone = {name(order) for order in range(20)}
    office = logged_in(county.people["county"])
    assert (homes_listed(office, VILLAGE), homes_listed(office, OTHER_VILLAGE)) == (everyone, set())
    homes = list(Household.objects.filter(division=VILLAGE).values_list("pk", flat=True))

    office.post("/focus/", {"region": "440204", "next": "/households/"})
    assert office.post(PAGE, {**SAID, "homes": homes}).status_code == 302

    assert (homes_listed(office, VILLAGE), homes_listed(office, OTHER_VILLAGE)) == (set(), everyone)
    office.post("/focus/", {"region": "440204", "next": "/households/"})
    page = office.get(PAGE).content.decode()
    assert re.search(r"陵西路社区居民委员会</td>.*?犁市村民委员会</td>.*?>20</td>", page)
    assert page.count("石化安控区搬迁安置") == 20
    west = logged_in(county.people["west"])
    records = [records_shown(west, home) for home in Household.objects.filter(division=OTHER_VILLAGE)]
    assert (
        records == [[("临时救助", "2,000.00", "2026-10-01"), ("最低生活保障", "450.00", "2026-09-01")]] * 20
    )
    assert Entry.objects.filter(action="registry.household_changed").count() == 20


def test_all_move_or_none_and_only_into_another_village(county: County) -> None:
    county.send("dibao", [on_dibao(order, 户编号=f"D{order}", 与户主关系="户主") for order in range(2)])
    homes = list(Household.objects.values_list("pk", flat=True))
    office = logged_in(county.people["county"])

    refused = [
        office.post(PAGE, {**SAID, "homes": homes, **wrong})
        for wrong in (
            {"division": VILLAGE},
            {"division": EAST},
            {"reason": ""},
            {"happened_on": "2026-12-01"},
        )
    ]
    nobody = office.post(PAGE, SAID)

    assert [answer.status_code for answer in refused] == [422] * 4
    assert "请勾选要迁的家庭" in nobody.content.decode()
    assert not HouseholdAct.objects.exists()
    assert Household.objects.filter(division=VILLAGE).count() == 2


def test_a_township_does_not_move_households_and_a_foreign_village_is_not_there(county: County) -> None:
    county.send("dibao", [on_dibao(1, 户编号="D1", 与户主关系="户主")])
    office = logged_in(county.people["county"])

    assert logged_in(county.people["east"]).get(PAGE).status_code == 403
    assert office.get("/households/resettlement/?origin=371521100201").status_code == 404
    assert office.get("/households/resettlement/?origin=x").status_code == 404


def test_a_move_of_the_resettlement_is_taken_back_on_the_card(county: County) -> None:
    county.send("dibao", [on_dibao(order, 户编号=f"D{order}", 与户主关系="户主") for order in range(2)])
    homes = list(Household.objects.values_list("pk", flat=True))
    office = logged_in(county.people["county"])
    office.post(PAGE, {**SAID, "homes": homes})
    act = HouseholdAct.objects.first()
    assert act is not None

    office.post(f"/household-acts/{act.pk}/undo/", {"reason": "这一户没有搬"})

    assert len(homes_listed(office, VILLAGE)) == 1
    office.post("/focus/", {"region": "440204", "next": "/households/"})
    page = office.get(PAGE).content.decode()
    assert re.search(r"陵西路社区居民委员会</td>.*?犁市村民委员会</td>.*?>1</td>", page)
    assert "已撤销" in page
