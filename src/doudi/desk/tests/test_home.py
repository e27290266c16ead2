import re

import pytest
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.kernel.dates import Period
from doudi.monitoring.models import MatchRun
from doudi.monitoring.services.month import submit_month
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, listed, listing

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2026-10")
HERE, THERE = "440204101201", "440204102"


@pytest.fixture(autouse=True)
def november(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    division(HERE)
    division(THERE)


@pytest.fixture
def county_officer() -> User:
    return officer(Role.COUNTY_OFFICER, "440204")


def on_dibao(*orders: int, code: str = HERE, batch: int = 1) -> None:
    people = [listed(order, f"陈{order}", division=code) for order in orders]
    apply_list(listing(people, batch=batch), by=SYSTEM, at=MONDAY)


def monitored(*orders: int, code: str = HERE, batch: int = 9) -> None:
    people = [
        listed(order, f"陈{order}", division=code, programme="POVERTY_REGISTER", category="MARGINAL")
        for order in orders
    ]
    apply_list(listing(people, batch=batch, source="poverty_register"), by=SYSTEM, at=MONDAY)


def compared(region: str = "440204") -> None:
    MatchRun.objects.create(
        region=region, period="2026-10", status="DONE", started_by="system", started_at=MONDAY
    )


def test_before_any_list_the_page_says_what_to_do_first(county_officer: User) -> None:
    page = browser_of(county_officer).get("/").content.decode()

    assert "本月还没有名单" in page
    assert "去收文件" in page


def test_the_equation_shows_those_on_assistance_and_those_who_are_missing(county_officer: User) -> None:
    on_dibao(1, 2, 3)
    monitored(3, 4)
    compared()

    answer = browser_of(county_officer).get("/")
    equation = answer.context["desk"].equation

    assert (equation.listed, equation.enrolled, equation.unresolved) == (4, 3, 1)
    assert "is-open" in answer.content.decode()
    assert [todo.badge for todo in answer.context["todos"]] == ["未落实"]


def test_the_division_with_missing_people_comes_first(county_officer: User) -> None:
    on_dibao(1, 2, 3, code=THERE)
    monitored(4)
    compared()

    lines = browser_of(county_officer).get("/").context["lines"]

    assert [(line.name, line.balance.unaccounted) for line in lines] == [("新韶镇", 1), ("乐园镇", 0)]


def test_a_township_sees_its_own_people_only() -> None:
    on_dibao(1, 2)
    monitored(5, code=THERE)
    compared()

    client = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204101"))

    assert client.get("/").context["desk"].equation.listed == 2


def test_when_everybody_has_a_place_the_county_may_submit_and_another_person_closes(
    county_officer: User,
) -> None:
    on_dibao(1, 2)
    compared()
    reviewer = officer(Role.COUNTY_REVIEWER, "440204")

    to_submit = browser_of(county_officer).get("/").context["todos"]
    submit_month("440204", OCTOBER, by=county_officer, at=MONDAY)
    to_close = browser_of(reviewer).get("/").context["todos"]

    assert [str(todo.title) for todo in to_submit] == ["人人有着落，可以提交月结"]
    assert [str(todo.title) for todo in to_close] == ["复核月结：浈江区 2026-10"]
    assert browser_of(county_officer).get("/").context["todos"] == []


def test_a_month_with_lists_and_no_comparison_is_a_red_gap(county_officer: User, settings: Settings) -> None:
    on_dibao(1)
    settings.APP_CLOCK = "frozen:2026-12-02T09:00+08:00"

    page = browser_of(county_officer).get("/").content.decode()

    assert "没有比对完的月份：2026年10月" in page


def test_a_supervisor_of_the_city_sees_each_county() -> None:
    on_dibao(1, 2)
    compared()

    answer = browser_of(officer(Role.SUPERVISOR, "4402")).get("/")

    assert answer.context["desk"].equation.listed == 2
    assert [line.name for line in answer.context["lines"]] == ["浈江区"]


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_administrators_see_no_figure_and_no_name(role: Role) -> None:
    on_dibao(1)
    compared()

    answer = browser_of(officer(role)).get("/")

    assert "desk" not in answer.context
    assert "三员分立" in answer.content.decode()
    assert "监测名单" not in answer.content.decode()


def test_the_trail_shows_who_did_what_and_nothing_of_what_is_inside(county_officer: User) -> None:
    on_dibao(1)
    client = browser_of(officer(Role.AUDIT_ADMIN))

    page = client.get("/trail/").content.decode()
    narrowed = client.get("/trail/", {"action": "registry.list_published", "actor": "system"})

    assert "名单入档" in page
    assert "陈1" not in page
    assert [row["action"] for row in narrowed.context["rows"]] == ["名单入档"]
    said = [row["subject"] for row in client.get("/trail/").context["rows"]]
    assert [each for each in said if re.match("[a-z]", each)] == []
    assert Entry.objects.filter(action="registry.list_published").count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDIT_ADMIN}))
def test_only_the_audit_administrator_reads_the_trail(role: Role) -> None:
    assert browser_of(officer(role, "440204")).get("/trail/").status_code == 403


def test_the_desk_says_how_many_wait_to_be_settled_to_those_who_may(county_officer: User) -> None:
    lines = [listed(order, "陈大文", row=order, household_number="A") for order in (1, 2)]
    lines += [listed(1, "陈大文", row=3, household_number="B"), listed(2, "李小兰", row=4, amount_fen=1)]
    apply_list(listing(lines), by=SYSTEM, at=MONDAY)

    home = browser_of(county_officer).get("/")
    todo = next(todo for todo in home.context["todos"] if todo.address == "/questions/")
    waiting = browser_of(county_officer).get(todo.address).context["page"].paginator.count
    town = browser_of(officer(Role.TOWNSHIP_OFFICER, THERE)).get("/")

    assert str(todo.title) == f"人员待核：{waiting} 条等您核定"
    assert waiting == 4
    assert str(todo.title) in home.content.decode()
    assert [each for each in town.context["todos"] if each.address == "/questions/"] == []
