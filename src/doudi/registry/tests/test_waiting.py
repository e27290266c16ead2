"""What waits on the page of questions: lists against officers' acts, and people a month names twice."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.registry.models import Household, HouseholdAct, IdentityQuestion, Person
from doudi.registry.rules.listing import ListedPerson
from doudi.registry.selectors.waiting import WaitingList, waiting_count
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing

pytestmark = pytest.mark.django_db

DECEMBER = Period(2026, 12)
FAMILY = ((1, "陈父", "HEAD"), (2, "陈母", "SPOUSE"), (3, "陈子", "SON"))
REASON = {"happened_on": "2026-11-01", "reason": "户口簿已核对"}
NOTHING = "没有这样的待核人员"


@pytest.fixture(autouse=True)
def november(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.PLACES_OF_ROWS = f"{__name__}.places"
    for code in ("440204101201", "440204102", "371521"):
        division(code)


class Kept:
    """A place in a file that a test made up: the batch's last digit and the row after the heading."""

    def __init__(self, batch: str, row: int) -> None:
        self.file_name = f"名册{batch[-1]}.xlsx"
        self.row = row + 1


def places(rows: Collection[tuple[str, int]]) -> dict[tuple[str, int], Kept]:
    """Stand in for the module that keeps files."""
    return {(batch, row): Kept(batch, row) for batch, row in rows}


@pytest.fixture
def county() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def publish(*people: ListedPerson, batch: int, period: Period = OCTOBER, **facts: Any) -> None:
    apply_list(listing(people, batch=batch, period=period, **facts), by=SYSTEM, at=MONDAY)


def family(number: str = "7") -> list[ListedPerson]:
    return [listed(order, name, household_number=number, relation=said) for order, name, said in FAMILY]


def page(client: Client, query: str = "") -> str:
    return client.get(f"/questions/{query}").content.decode()


def sheet(client: Client, query: str = "") -> list[tuple[str, ...]]:
    answer = client.get(f"/questions/?{query}&sheet=1")
    table = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    return [tuple(str(value) for value in row) for row in table.to_python()[3:]]


@pytest.fixture
def split(county: Client) -> HouseholdAct:
    """A son whom an officer split off and whom December's list still names with his parents."""
    publish(*family(), batch=1)
    son = Person.objects.get(name="陈子")
    county.post(f"/households/{Household.objects.get().pk}/split/", {**REASON, "people": [son.pk]})
    publish(*family(), batch=2, period=DECEMBER)
    return HouseholdAct.objects.get()


def twice(order: int = 1, name: str = "陈大文", row: int = 1, **other: Any) -> list[ListedPerson]:
    """Return one person in the household they live in and in another, with another amount and account."""
    return [
        listed(order, name, row=row, household_number=f"A{order}", account=Token(7, 7), relation="HEAD"),
        listed(
            order,
            name,
            row=row + 1,
            household_number=f"B{order}",
            account=Token(8, 8),
            **({"amount_fen": 11000} | other),
        ),
    ]


def named_once(order: int = 1, name: str = "陈大文") -> ListedPerson:
    return listed(order, name, row=1, household_number=f"A{order}", account=Token(7, 7), relation="HEAD")


def test_a_list_against_an_act_stands_with_both_sides_and_the_way_to_the_card(
    county: Client, split: HouseholdAct
) -> None:
    shown = page(county)
    son = split.people.get()
    home = son.memberships.get(valid_to=None).household_id

    assert "名册与家庭变动不一致" in shown
    assert "经办登记分户，2026-11-01 起" in shown
    assert "2026-12 名册仍与陈母、陈父列在一户" in shown
    assert "2026年12月 最低生活保障名册 名册2.xlsx 第 2、3、4 行" in shown
    assert "到家庭卡最下面撤销变动" in shown
    assert f'href="/households/{home}/"' in shown
    assert f'href="/people/{son.pk}/"' in shown


def test_a_list_against_an_act_is_gone_when_the_act_is_undone(county: Client) -> None:
    publish(*family(), batch=1)
    home, wife = Household.objects.get(), Person.objects.get(name="陈母")
    county.post(f"/households/{home.pk}/head/", {**REASON, "person": str(wife.pk)})
    publish(*family(), batch=2, period=DECEMBER)
    assert "2026-12 名册仍写陈父为户主" in page(county)

    county.post(f"/household-acts/{HouseholdAct.objects.get().pk}/undo/", {"reason": "登记错误"})
    assert NOTHING in page(county)


@pytest.mark.usefixtures("split")
def test_a_list_against_an_act_is_gone_when_a_later_list_agrees_and_back_when_it_is_withdrawn(
    county: Client,
) -> None:
    apart = [*family()[:2], listed(3, "陈子", household_number="9")]
    publish(*apart, batch=3, period=DECEMBER.next())
    assert NOTHING in page(county)

    withdraw_list(f"00000000-0000-4000-8000-{3:012d}", by=SYSTEM, at=MONDAY)
    assert "仍与陈母、陈父列在一户" in page(county)


def test_somebody_named_twice_stands_with_both_rows_which_decides_and_why(county: Client) -> None:
    publish(named_once(), listed(2, "李小兰", row=2, household_number="A1"), batch=1)
    publish(
        *twice(row=5),
        listed(2, "李小兰", row=9, household_number="A1"),
        batch=2,
        period=OCTOBER.next(),
    )
    shown = page(county)
    person = Person.objects.get(name="陈大文")

    assert "最低生活保障：户、金额、账户不同" in shown
    assert "以此行为准（写在其居住的一户），户编号 A1，450.00 元" in shown
    assert "2026年11月 最低生活保障名册 名册2.xlsx 第 6 行" in shown
    assert "未采用，户编号 B1，110.00 元" in shown
    assert "名册2.xlsx 第 7 行" in shown
    assert f'href="/people/{person.pk}/"' in shown
    assert person.enrolments.get(valid_to=None).amount_fen == 45000


def test_of_two_rows_without_households_the_place_before_or_the_fuller_row_decides(county: Client) -> None:
    other = "440204101201"
    publish(listed(1, "陈大文"), batch=1)
    publish(
        listed(1, "陈大文", row=1, division=other, account=Token(9, 9)),
        listed(1, "陈大文", row=2),
        listed(2, "李小兰", row=3, amount_fen=100, category=""),
        listed(2, "李小兰", row=4),
        batch=2,
        period=OCTOBER.next(),
    )
    first, second = sorted(sheet(county), key=lambda row: row[0], reverse=True)

    assert first[:3] == ("陈大文", "同月名册列了两次", "最低生活保障：住处不同")
    assert first[4].startswith("以此行为准（写在其原来的住处）")
    assert first[5].endswith("第 3 行")
    assert second[2] == "最低生活保障：金额不同"
    assert second[4].startswith("以此行为准（写得最全）")
    assert second[5].endswith("第 5 行")


def test_rows_that_complete_each_other_and_two_grants_are_nothing_to_settle(county: Client) -> None:
    publish(
        listed(1, "陈大文", row=1, amount_fen=None, household_number="A"),
        listed(1, "陈大文", row=2, category="", household_number="A"),
        batch=1,
    )
    relief = [
        listed(2, "李小兰", row=row, programme="TEMPORARY_RELIEF", amount_fen=row * 100) for row in (1, 2)
    ]
    publish(*relief, batch=2, source="temporary_relief")
    assert NOTHING in page(county)


def test_somebody_named_twice_is_gone_when_a_later_list_names_them_once_or_the_list_is_withdrawn(
    county: Client,
) -> None:
    publish(*twice(), batch=1)
    publish(named_once(), batch=2, period=OCTOBER.next())
    assert NOTHING in page(county)

    withdraw_list(f"00000000-0000-4000-8000-{2:012d}", by=SYSTEM, at=MONDAY)
    assert "同月名册列了两次" in page(county, "?kind=NAMED_TWICE")
    assert "以此行为准" in page(county)
    withdraw_list(f"00000000-0000-4000-8000-{1:012d}", by=SYSTEM, at=MONDAY)
    assert NOTHING in page(county)


def test_somebody_whom_a_later_list_names_no_more_waits_no_more(county: Client) -> None:
    publish(*twice(), batch=1)
    publish(listed(2, "李小兰"), batch=2, period=OCTOBER.next())
    assert NOTHING in page(county)


def test_a_list_of_another_township_leaves_what_waits_here(county: Client) -> None:
    publish(*twice(), batch=1)
    there = listed(5, "王三", division="440204101201")
    publish(there, batch=2, period=OCTOBER.next(), region="440204101")
    assert "以此行为准" in page(county)


def test_somebody_named_in_two_households_is_gone_when_an_officer_has_said_where_they_live(
    county: Client,
) -> None:
    same = {"amount_fen": 45000, "account": Token(7, 7)}
    rows = [listed(1, "陈大文", row=1, household_number="A", relation="HEAD", **same)]
    rows += [listed(1, "陈大文", row=3, household_number="B", **same)]
    rows += [listed(2, "李小兰", row=2, household_number="A")]
    publish(*rows, listed(3, "王三", row=4, household_number="B"), batch=1)
    assert "最低生活保障：户不同" in page(county)

    wife = Person.objects.get(name="陈大文")
    home = wife.memberships.get(valid_to=None).household_id
    county.post(f"/households/{home}/split/", {**REASON, "people": [wife.pk]})
    assert HouseholdAct.objects.exists()
    assert "户不同" not in page(county)


def test_a_number_of_two_people_is_no_double_once_an_officer_says_they_are_two(county: Client) -> None:
    publish(listed(1, "陈大文"), listed(1, "李小兰", row=2, amount_fen=60000), batch=1)
    assert len(sheet(county)) == 2

    asked = IdentityQuestion.objects.get()
    county.post(f"/questions/{asked.pk}/two/", {"reason": "两人都有户口簿"})
    assert NOTHING in page(county)


@pytest.fixture
def all_kinds(split: HouseholdAct) -> HouseholdAct:
    publish(*twice(5, "黄阿妹", row=6), batch=4, source="tekun", period=DECEMBER)
    publish(listed(7, "周七", row=8), listed(7, "吴八", row=9), batch=5, source="orphan", period=DECEMBER)
    return split


@pytest.mark.usefixtures("all_kinds")
def test_the_workbook_holds_every_kind_with_both_sides_and_is_on_record(county: Client) -> None:
    rows = sheet(county)

    assert [(row[0], row[1]) for row in rows] == [
        ("陈子", "名册与家庭变动不一致"),
        ("黄阿妹", "同月名册列了两次"),
        ("周七", "身份待核"),
    ]
    assert rows[0][4:8] == (
        "经办登记分户，2026-11-01 起",
        "",
        "2026-12 名册仍与陈母、陈父列在一户",
        "2026年12月 最低生活保障名册 名册2.xlsx 第 2、3、4 行",
    )
    assert rows[2][4:8] == (
        "周七",
        "2026年12月 最低生活保障名册 名册5.xlsx 第 9 行",
        "吴八",
        "2026年12月 最低生活保障名册 名册5.xlsx 第 10 行",
    )
    assert all(row[8] and row[9] == "待核" for row in rows)
    entry = Entry.objects.get(action="registry.table_exported")
    assert (entry.subject_id, entry.details) == ("人员待核", '{"rows": 3}')
    assert [row[0] for row in sheet(county, "kind=NAMED_TWICE")] == ["黄阿妹"]
    assert [row[0] for row in sheet(county, "kind=CONTRADICTED")] == ["陈子"]
    assert sheet(county, "status=TWO") == []


@pytest.mark.usefixtures("all_kinds")
def test_of_another_region_nothing_waits_and_without_the_right_there_is_no_page(county: Client) -> None:
    foreign = browser_of(officer(Role.COUNTY_OFFICER, "371521"))
    assert NOTHING in page(foreign)
    assert sheet(foreign) == []
    assert browser_of(officer(Role.DEPARTMENT_LIAISON, COUNTY)).get("/questions/").status_code == 403
    assert page(county).count("<tr>") == 4


def test_an_unknown_kind_or_status_shows_all_that_waits(county: Client, all_kinds: HouseholdAct) -> None:
    shown = page(county, "?kind=<script>&status=x&page=99")
    assert all_kinds.people.get().name in shown
    assert "<script>&" not in shown


def here() -> Scope:
    return Scope.of([COUNTY])


def test_the_figure_of_every_page_load_follows_each_publication_act_and_answer(county: Client) -> None:
    asked = [waiting_count(here())]
    for step in (
        lambda: publish(*twice(), batch=1),
        lambda: publish(listed(2, "李二"), listed(2, "王二", row=3), batch=2, source="tekun"),
        lambda: county.post(f"/questions/{IdentityQuestion.objects.get().pk}/two/", REASON),
        lambda: county.post(f"/questions/{IdentityQuestion.objects.get().pk}/undo/", REASON),
        lambda: withdraw_list(listing([]).batch, by=SYSTEM, at=MONDAY),
        lambda: publish(*twice(), batch=1),
    ):
        step()
        asked.append(waiting_count(here()))
        assert asked[-1] == len(WaitingList(here()))

    assert asked[0] == 0
    assert len(set(asked)) > 2


def test_the_figure_is_not_counted_again_while_nothing_changed(county: Client) -> None:
    publish(*twice(), batch=1)
    with CaptureQueriesContext(connection) as first:
        assert waiting_count(here()) == 1
    with CaptureQueriesContext(connection) as again:
        assert waiting_count(here()) == 1

    assert "registry_listline" in " ".join(each["sql"] for each in first)
    assert "registry_listline" not in " ".join(each["sql"] for each in again)
    assert len(again) == 5


def test_more_waiting_people_are_paged_and_cost_no_more_queries(county: Client) -> None:
    publish(*twice(1, "人1", row=1), *twice(2, "人2", row=3), batch=1)
    page(county)
    with CaptureQueriesContext(connection) as few:
        page(county)
    many = [line for order in range(1, 61) for line in twice(order, f"人{order}", row=2 * order)]
    publish(*many, batch=2, period=OCTOBER.next())
    with CaptureQueriesContext(connection) as more:
        first = page(county)

    # the second list may be asked for by itself; people are not
    assert len(more) <= len(few) + 1
    assert first.count("以此行为准") == 50
    assert page(county, "?page=2").count("以此行为准") == 10
    assert len(sheet(county)) == 60
