"""Every unit has somebody first responsible, and a problem stays with whoever was in office."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.regions.models import Organisation, UnitLeader, UnitProblem
from doudi.regions.selectors.duties import problem_lines, unit_lines, units_without_leader
from doudi.regions.services.duties import (
    DueBeforeRaised,
    LeaderAlreadyLeft,
    ProblemAlreadyClosed,
    TermOverlaps,
    UnitAlreadyThere,
    appoint_leader,
    close_problem,
    end_leader,
    enter_unit,
    raise_problem,
)
from doudi.regions.states import LeaderRank, OrganisationKind
from doudi.regions.tests.factories import CLOCK, COUNTY, MONDAY, NOVEMBER, TOWN, browser, division, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.APP_CLOCK = CLOCK


def unit(code: str = TOWN, name: str = "新韶镇人民政府") -> Organisation:
    return enter_unit(division(code), name=name, kind=OrganisationKind.TOWNSHIP_OFFICE, by=SYSTEM, at=MONDAY)


def leader(of: Organisation, name: str, on: date, rank: LeaderRank = LeaderRank.FIRST) -> UnitLeader:
    return appoint_leader(of, rank=rank, name=name, title="镇长", on=on, by=SYSTEM, at=MONDAY)


def problem(of: Organisation, title: str, on: date, due_on: date | None = None) -> UnitProblem:
    return raise_problem(of, title=title, source="督导检查", on=on, due_on=due_on, by=SYSTEM, at=MONDAY)


@pytest.mark.clause("ZJ-4.1")
def test_a_new_first_leader_takes_the_new_problems_and_the_old_ones_stay() -> None:
    town = unit()
    officer = browser()
    assert "第一责任人空缺，请补录" in text_of(officer, f"/units/{town.pk}/")
    assert "1 个单位没有第一责任人，请补录" in text_of(officer, "/units/")

    def put_in_charge(name: str, on: str) -> int:
        typed = {"rank": "FIRST", "name": name, "title": "镇长", "on": on}
        return officer.post(f"/units/{town.pk}/appoint/", typed).status_code

    def found(title: str, on: str, due_on: str = "") -> int:
        typed = {"title": title, "source": "督导检查", "on": on, "due_on": due_on}
        return officer.post(f"/units/{town.pk}/problems/", typed).status_code

    assert put_in_charge("张三", "2026-01-01") == 302
    assert found("入户不到位", "2026-05-01", "2026-06-01") == 302
    assert put_in_charge("李四", "2026-07-01") == 302
    assert found("公示栏未更新", "2026-08-01") == 302

    lines = problem_lines(UnitProblem.objects.order_by("raised_on"), on=NOVEMBER)
    assert [(line.leader, line.is_overdue) for line in lines] == [("张三", True), ("李四", False)]
    terms = list(UnitLeader.objects.order_by("valid_from").values_list("name", "valid_from", "valid_to"))
    assert terms == [
        ("张三", date(2026, 1, 1), date(2026, 7, 1)),
        ("李四", date(2026, 7, 1), None),
    ]
    shown = text_of(officer, f"/units/{town.pk}/")
    assert "2026-01-01 至 2026-07-01" in shown
    assert "第一责任人空缺" not in shown
    assert "逾期" in shown

    last = UnitLeader.objects.get(name="李四")
    assert shown.count(f'dismiss-{last.pk}"') == 2
    dismissed = officer.post(f"/units/{town.pk}/leaders/{last.pk}/dismiss/", {"reason": "调离"})
    assert dismissed.status_code == 302
    assert f"dismiss-{last.pk}" not in text_of(officer, f"/units/{town.pk}/")
    assert [each.pk for each in units_without_leader(Scope((COUNTY,)), on=NOVEMBER)] == [town.pk]
    assert "第一责任人空缺，请补录" in text_of(officer, f"/units/{town.pk}/")
    assert "新韶镇人民政府" in text_of(officer, "/units/?vacant=1")


def test_a_problem_found_during_a_vacancy_falls_to_the_term_that_is_entered_late() -> None:
    town = unit()
    problem(town, "入户不到位", date(2026, 5, 1))
    assert problem_lines(UnitProblem.objects.all(), on=NOVEMBER)[0].leader == ""

    leader(town, "张三", date(2026, 4, 1))

    assert problem_lines(UnitProblem.objects.all(), on=NOVEMBER)[0].leader == "张三"


def test_a_unit_shows_its_deputies_and_what_is_overdue() -> None:
    town = unit()
    leader(town, "张三", date(2026, 1, 1))
    leader(town, "王五", date(2026, 1, 1), LeaderRank.DEPUTY)
    problem(town, "甲", date(2026, 5, 1), date(2026, 6, 1))
    settled = problem(town, "乙", date(2026, 5, 1), date(2026, 6, 1))
    close_problem(settled, on=date(2026, 5, 20), reason="已整改", by=SYSTEM, at=MONDAY)

    (line,) = unit_lines([town], on=NOVEMBER)

    assert (line.deputies, line.open_problems, line.overdue) == (("王五",), 1, 1)
    assert Entry.objects.get(action="regions.problem_closed").reason == "已整改"


def test_refusals_about_terms_and_problems_say_the_way_out() -> None:
    town = unit()
    first = leader(town, "张三", date(2026, 1, 1))
    with pytest.raises(TermOverlaps, match="张三从 2026-01-01 起"):
        leader(town, "李四", date(2026, 1, 1))
    with pytest.raises(UnitAlreadyThere, match="责任清单"):
        unit()
    with pytest.raises(DueBeforeRaised, match="早于发现日"):
        problem(town, "甲", date(2026, 5, 1), date(2026, 4, 1))
    end_leader(first, on=date(2026, 5, 1), reason="调离", by=SYSTEM, at=MONDAY)
    with pytest.raises(LeaderAlreadyLeft, match="已经离任"):
        end_leader(first, on=date(2026, 6, 1), reason="调离", by=SYSTEM, at=MONDAY)
    with pytest.raises(TermOverlaps):
        leader(town, "李四", date(2026, 3, 1))
    done = problem(town, "甲", date(2026, 5, 1))
    close_problem(done, on=date(2026, 5, 2), reason="已整改", by=SYSTEM, at=MONDAY)
    with pytest.raises(ProblemAlreadyClosed, match="已经办结"):
        close_problem(done, on=date(2026, 5, 3), reason="已整改", by=SYSTEM, at=MONDAY)


def test_a_unit_of_another_county_is_not_there_and_lookers_change_nothing() -> None:
    foreign, town = unit("371521100", "博济桥街道办事处"), unit()
    officer, looker = browser(), browser("TOWNSHIP_OFFICER", TOWN)

    assert officer.get(f"/units/{foreign.pk}/").status_code == 404
    assert officer.post(f"/units/{foreign.pk}/appoint/", {}).status_code == 404
    assert looker.post(f"/units/{town.pk}/appoint/", {}).status_code == 404
    assert looker.get("/units/new/").status_code == 403


def test_a_unit_is_entered_on_the_screen() -> None:
    division(TOWN)
    typed = {"division": TOWN, "name": "新韶镇卫生院", "kind": "DEPARTMENT"}
    officer = browser()

    assert officer.post("/units/new/", typed).status_code == 302
    assert officer.post("/units/new/", typed).status_code == 400
    assert "新韶镇卫生院" in text_of(officer, "/units/")
