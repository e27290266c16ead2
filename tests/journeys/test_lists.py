"""The lists officers work with: ledger, tasks, people, households, each sorted, narrowed, taken along."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.common.lists.declaring import SCREEN, Listing
from doudi.desk.lists import HOUSEHOLDS, PEOPLE
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.lists import LEDGER
from doudi.registry.models import Household, Person
from doudi.work.models import Task
from doudi.work.selectors.lists import TASKS
from tests.county import EAST, VILLAGE, WEST, County, logged_in, monitored, name, number, on_dibao, person

GAP = "monitored-without-aid"
LISTS = {
    "/ledger/": (LEDGER, "姓名"),
    "/tasks/": (TASKS, "对象"),
    "/people/": (PEOPLE, "姓名"),
    "/households/": (HOUSEHOLDS, "户主"),
}
FILTERS = {
    "/ledger/": ("status=OPEN", f"rule={GAP}&month=1", f"place={EAST}&closing=1", "overdue=1", "mine=1"),
    "/tasks/": (f"ground={GAP}&group=household", "whose=mine", "when=soon", f"place={EAST}&group=village"),
    "/people/": ("programme=DIBAO", f"place={EAST}&sex=MALE", "sex=FEMALE"),
    "/households/": ("programme=DIBAO", f"place={EAST}"),
}


@pytest.fixture
def found(county: County, settings: Settings) -> County:
    """Give a county whose October found people without aid in one household and alone, and a death."""
    settings.APP_CLOCK = "frozen:2026-11-02T10:00+08:00"
    family = [
        monitored(order, 户编号="P1", 与户主关系=each) for order, each in enumerate(("户主", "妻", "儿子"))
    ]
    alone = [monitored(order, 户编号=f"P{order}", 与户主关系="户主") for order in range(10, 14)]
    county.send("poverty_register", [*family, *alone])
    county.send(
        "dibao", [on_dibao(900 + order, 户编号=f"D{order}", 与户主关系="户主") for order in (1, 2, 3)]
    )
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.send("cremation", [person(901, 死亡日期="2026-10-10", 火化日期="2026-10-11")])
    county.compare()
    return county


@pytest.fixture
def office(found: County) -> Client:
    """Give the browser of the county's officer."""
    return logged_in(found.people["county"])


def shown(client: Client, address: str) -> list[str]:
    """Return the first column of the page."""
    return [str(row.cells[0].cell.text) for row in client.get(address).context["shown"].rows]


def taken(client: Client, address: str, heading: str) -> list[str]:
    """Return a column of the workbook of a list."""
    path, _, query = address.partition("?")
    answer = client.get(f"{path}export/?{query}")
    assert answer.status_code == 200, answer["Location"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    place = next(number for number, row in enumerate(rows) if row[0] == "序号")
    column = rows[place].index(heading)
    return [str(row[column]) for row in rows[place + 1 :]]


@pytest.mark.both
@pytest.mark.parametrize("address", LISTS)
def test_a_workbook_says_what_the_screen_says_in_the_same_order(office: Client, address: str) -> None:
    listing, heading = LISTS[address]
    keys = [column.key for column in listing.columns_on(SCREEN) if column.sort]
    asked = [*(f"sort={sign}{key}" for key in keys for sign in ("", "-")), *FILTERS[address], ""]

    assert len(keys) >= 3
    assert len(shown(office, address)) >= 5
    for query in asked:
        assert taken(office, f"{address}?{query}", heading) == shown(office, f"{address}?{query}"), query


@pytest.mark.parametrize("address", LISTS)
def test_every_filter_leaves_some_out_and_keeps_only_its_own(office: Client, address: str) -> None:
    listing: Listing = LISTS[address][0]
    page = office.get(address).context["shown"]
    everything = {row.key for row in page.rows}

    for each in listing.filters:
        for value, _label in page.asked.choices[each.name]:
            some = office.get(f"{address}?{each.name}={value}").context["shown"]
            assert some.status == 200
            if each.otherwise is None:
                assert {row.key for row in some.rows} <= everything


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query", [f"place={WEST[:6]}371521", "place=371521", f"place={number(1)}", "place=%27--"]
)
def test_a_foreign_division_lists_nobody_and_says_so(office: Client, address: str, query: str) -> None:
    page = office.get(f"{address}?{query}")

    assert page.status_code == 422
    assert page.context["shown"].rows == []
    assert "的条件认不出" in page.content.decode()
    assert number(1) not in page.content.decode()
    assert office.get(f"{address}export/?{query}").status_code == 302


@pytest.mark.parametrize("address", LISTS)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(found: County, address: str) -> None:
    def asked_for(browser: Client) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    office = logged_in(found.people["county"])
    few = asked_for(office)
    found.send(
        "dibao",
        [on_dibao(700 + order, 户编号=f"N{order}", 与户主关系="户主") for order in range(20)],
        period="2026-11",
    )
    found.send(
        "cremation",
        [person(700 + order, 死亡日期="2026-11-01", 火化日期="2026-11-01") for order in range(20)],
        period="2026-11",
    )
    found.compare("2026-11")

    assert asked_for(office) <= few + 1


def test_nobody_takes_a_list_along_without_the_permission(found: County) -> None:
    reader = logged_in(found.hire(Role.VILLAGE_ASSISTANT, VILLAGE))

    for address in LISTS:
        assert reader.get(address).status_code == 200
        assert reader.get(f"{address}export/").status_code == 403
        assert f"{address}export/" not in reader.get(address).content.decode()


def test_a_township_takes_along_its_own_and_nothing_else(found: County) -> None:
    west, east = logged_in(found.people["west"]), logged_in(found.people["east"])

    assert taken(west, "/people/", "姓名") == []
    assert name(1) in taken(east, "/people/", "姓名")


def test_a_number_goes_out_masked_and_a_search_stays_out_of_address_and_trail(office: Client) -> None:
    page = office.post("/people/", {"q": number(901)})
    text = page.content.decode()

    assert [row.line.name for row in page.context["shown"].rows] == [name(901)]
    assert number(901) not in re.sub(r'<input[^>]*name="q"[^>]*>', "", text)
    query = page.context["shown"].query
    assert taken(office, f"/people/?{query}", "证件号码") == [f"{number(901)[:6]}********{number(901)[-4:]}"]
    trail = Entry.objects.get(action="registry.table_exported").details
    assert json.loads(trail)["searched"] is True
    assert number(901) not in trail + query


def test_households_are_found_by_whoever_lives_in_them(office: Client) -> None:
    page = office.post("/households/", {"q": name(2)})

    (row,) = page.context["shown"].rows
    home = Household.objects.get(members__person__name=name(2))
    assert (row.key, row.line.size) == (home.pk, 3)


def test_the_ledger_is_searched_by_number_household_and_head(office: Client) -> None:
    by_number = office.post("/ledger/", {"name": number(1)}).context["shown"]
    by_home = office.post(f"/ledger/?rule={GAP}", {"name": "P1"}).context["shown"]

    assert {row.line.name for row in by_number.rows} == {name(1)}
    assert {row.line.name for row in by_home.rows} == {name(0), name(1), name(2)}


def test_one_walks_through_the_ledger_concluding_and_the_filter_is_kept(found: County) -> None:
    east = logged_in(found.people["east"])
    query = f"rule={GAP}&status=OPEN&sort=-subject"
    keys = [row.key for row in east.get(f"/ledger/?{query}").context["shown"].rows]
    page = east.get(f"/ledger/{keys[0]}/?{query}")

    assert page.context["way"].after == f"/ledger/{keys[1]}/?{query}"
    assert (page.context["way"].before, page.context["way"].place, page.context["way"].total) == (
        "",
        1,
        len(keys),
    )
    assert "记入台账，看下一条" in page.content.decode()
    said = {"outcome": "MISTAKEN", "reason": "入户核实，子女有稳定工资"}
    for key, coming in pairwise(keys):
        answer = east.post(f"/ledger/{key}/conclude/?{query}", said)
        assert answer["Location"] == f"/ledger/{coming}/?{query}"
    assert east.post(f"/ledger/{keys[-1]}/conclude/?{query}", said)["Location"] == f"/ledger/?{query}"
    assert not LedgerEntry.objects.filter(rule=GAP, status="OPEN").exists()
    assert east.get(f"/ledger/{keys[0]}/").context["way"] is None


def test_cards_lead_on_through_the_list_they_were_opened_from(office: Client) -> None:
    rows = office.get("/people/?sort=-name").context["shown"].rows
    card = office.get(rows[1].address)

    assert rows[1].address.endswith("?sort=-name")
    assert card.context["way"].before == rows[0].address
    assert card.context["way"].after == rows[2].address
    assert card.context["way"].back == "/people/?sort=-name"
    assert office.get(f"/people/{Person.objects.all()[0].pk}/").context["way"] is None
    assert office.get(f"/people/{rows[0].key}/?programme=NONE").context["way"] is None


def test_all_that_match_are_handed_out_or_none_when_the_list_has_changed(found: County) -> None:
    helper = found.hire(Role.VILLAGE_ASSISTANT, VILLAGE).posts.get()
    east = logged_in(found.people["east"])
    page = east.get(f"/tasks/?ground={GAP}")
    said = {"all": "1", "seen": page.context["shown"].all_seen, "owner": helper.pk}
    assert "办符合条件的全部 7 件" in page.content.decode()

    gone = Task.objects.filter(ground=GAP).latest("pk")
    Task.objects.filter(pk=gone.pk).update(ground="other")
    refused = east.post(f"/tasks/hand-out/?ground={GAP}", said, follow=True)
    assert "符合条件的在您看过之后变了，一件也没有办" in refused.content.decode()
    assert not Task.objects.filter(owner=helper).exists()

    Task.objects.filter(pk=gone.pk).update(ground=GAP)
    assert "已交办 7 件" in east.post(f"/tasks/hand-out/?ground={GAP}", said, follow=True).content.decode()
    assert set(Task.objects.filter(owner=helper).values_list("ground", flat=True)) == {GAP}
