"""The inbox: everybody sees what they have to do, hands it out, answers many at once, and takes it back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.kernel.dates import Period
from doudi.monitoring.models import LedgerEntry, WatchRecord
from doudi.monitoring.selectors.month import month_places
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.taking_back import take_back_conclusion
from doudi.work.models import Absence, Task
from doudi.work.services.tasks import NothingToTakeBack
from tests.county import COUNTY, EAST, VILLAGE, County, logged_in, monitored, on_dibao, person

GAP, DEAD = "monitored-without-aid", "dead-but-listed"
OCTOBER = Period.parse("2026-10")
REASON = "入户核实，子女有稳定工资"


@pytest.fixture
def found(county: County, settings: Settings) -> County:
    """Give a county whose October found three people of one household without aid, and a death."""
    settings.APP_CLOCK = "frozen:2026-11-02T10:00+08:00"
    relations = ("户主", "妻", "儿子")
    homes = [monitored(order, 户编号="P1", 与户主关系=each) for order, each in enumerate(relations)]
    county.send("poverty_register", homes)
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.send("cremation", [person(901, 死亡日期="2026-10-10", 火化日期="2026-10-11")])
    county.compare()
    return county


def tasks_of(rule: str) -> list[Task]:
    """Return the tasks of a rule in the order of the list."""
    return list(Task.objects.filter(ground=rule).order_by("due_on", "id"))


def shown(client: Client, query: str = "") -> list[int]:
    """Return the tasks the list shows."""
    return [line.task.pk for line in client.get(f"/tasks/?{query}").context["lines"]]


def test_the_list_shows_what_is_to_be_done_in_ones_place_by_whose_when_and_why(found: County) -> None:
    gaps, (death,) = tasks_of(GAP), tasks_of(DEAD)
    office = logged_in(found.people["county"])
    everything = shown(office)
    assert everything[0] == death.pk
    assert {task.pk for task in gaps} < set(everything)
    assert shown(office, f"ground={GAP}") == [task.pk for task in gaps]
    assert shown(office, "when=soon") == [death.pk]
    assert shown(office, "when=late") == []
    assert shown(office, "whose=mine") == []
    east = logged_in(found.people["east"])
    assert set(shown(east, "whose=mine")) >= {task.pk for task in gaps}
    west = logged_in(found.people["west"])
    assert shown(west) == []
    assert west.get(f"/tasks/{gaps[0].pk}/").status_code == 404


def test_people_of_one_household_stand_together_under_its_name(found: County) -> None:
    page = logged_in(found.people["county"]).get(f"/tasks/?group=household&ground={GAP}")
    groups = {row.group for row in page.context["shown"].rows}
    assert len(groups) == 1
    assert " 户 · 东河街道 / 陵西路社区居民委员会" in groups.pop()
    assert page.content.decode().count('class="d-group"') == 1


def test_late_ones_are_named_late_on_the_list(found: County, settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-17T10:00+08:00"
    late = set(shown(logged_in(found.people["county"]), "when=late"))
    assert late == set(Task.objects.values_list("pk", flat=True))


def test_who_is_away_is_shown_as_away_and_counts_as_nobody(found: County) -> None:
    office, east = logged_in(found.people["county"]), found.people["east"].posts.get()
    entry = LedgerEntry.objects.filter(rule=GAP).first()
    assert entry is not None
    assert month_places(COUNTY, OCTOBER)[entry.person_id or 0].standing == "UNDERWAY"
    assert shown(office, "whose=nobody") == []
    Absence.objects.create(
        post=east, begins_on=date(2026, 11, 1), ends_on=date(2026, 11, 5),
        recorded_by=found.people["county"], recorded_at=found.at,
    )  # fmt: skip
    assert set(shown(office, "whose=nobody")) == set(Task.objects.values_list("pk", flat=True))
    assert "不在岗" in office.get("/tasks/").content.decode()
    assert month_places(COUNTY, OCTOBER)[entry.person_id or 0].standing == "UNACCOUNTED"


def test_many_are_handed_out_at_once_and_taken_back_at_once(found: County) -> None:
    helper = found.hire(Role.VILLAGE_ASSISTANT, VILLAGE).posts.get()
    east, gaps = logged_in(found.people["east"]), tasks_of(GAP)
    before = {task.owner_id for task in gaps}
    answer = east.post("/tasks/hand-out/", {"task": [task.pk for task in gaps], "owner": helper.pk})
    assert answer.status_code == 302
    assert {task.owner_id for task in tasks_of(GAP)} == {helper.pk}
    entry = LedgerEntry.objects.get(task=gaps[0])
    assert entry.standings.get(period="2026-10", is_latest=True).owner == helper
    assert "您刚才交办 3 件" in east.get("/tasks/").content.decode()

    east.post("/tasks/take-back/")

    assert {task.owner_id for task in tasks_of(GAP)} == before
    assert "您刚才" not in east.get("/tasks/").content.decode()
    assert Entry.objects.filter(action="work.taken_back").count() == 3


def test_nothing_of_another_township_is_handed_out(found: County) -> None:
    gaps = tasks_of(GAP)
    west = logged_in(found.people["west"])
    mine = found.people["west"].posts.get().pk
    assert west.post("/tasks/hand-out/", {"task": [gaps[0].pk], "owner": mine}).status_code == 404
    assert west.post("/tasks/answer/?ground=" + GAP, {"task": [gaps[0].pk]}).status_code == 404
    assert west.post(f"/tasks/{gaps[0].pk}/answer/", {"result": "MISTAKEN"}).status_code == 404


def test_one_result_for_many_of_one_ground_and_back(found: County) -> None:
    east, gaps, (death,) = logged_in(found.people["east"]), tasks_of(GAP), tasks_of(DEAD)
    said = {"task": [task.pk for task in gaps], "result": "INELIGIBLE", "reason": REASON}
    mixed = {**said, "task": [gaps[0].pk, death.pk]}
    page = east.post(f"/tasks/answer/?ground={GAP}", mixed, follow=True)
    assert "只有同一事由的才能一并填结果" in page.content.decode()
    assert not LedgerEntry.objects.filter(status="CONCLUDED").exists()

    east.post(f"/tasks/answer/?ground={GAP}", said)

    entries = LedgerEntry.objects.filter(rule=GAP)
    assert {(entry.status, entry.outcome, entry.reason) for entry in entries} == {
        ("CONCLUDED", "INELIGIBLE", REASON)
    }
    assert {task.state for task in tasks_of(GAP)} == {"FINISHED"}
    assert WatchRecord.objects.filter(ended_on__isnull=True).count() == 3

    east.post("/tasks/take-back/")

    assert {(entry.status, entry.outcome) for entry in entries.all()} == {("OPEN", "")}
    assert {(task.state, task.result) for task in tasks_of(GAP)} == {("OPEN", "")}
    assert not WatchRecord.objects.filter(ended_on__isnull=True).exists()
    places = month_places(COUNTY, OCTOBER)
    assert {places[entry.person_id or 0].is_waiting for entry in entries.all()} == {True}


def test_one_refusal_answers_none_of_many(found: County) -> None:
    east = logged_in(found.people["east"])
    said = {"task": [task.pk for task in tasks_of(GAP)], "result": "INELIGIBLE", "reason": "短"}
    page = east.post(f"/tasks/answer/?ground={GAP}", said, follow=True)
    assert "不少于 4 个字" in page.content.decode()
    assert not LedgerEntry.objects.filter(status="CONCLUDED").exists()


def test_only_the_one_conclusion_there_is_and_ones_own_is_taken_back(found: County) -> None:
    entry, east = LedgerEntry.objects.filter(rule=GAP)[0], found.people["east"]
    for outcome in ("MISTAKEN", "INELIGIBLE"):
        conclude_entry(entry, outcome=outcome, reason=REASON, by=east, at=found.at)
        found.at += timedelta(minutes=1)
    with pytest.raises(NothingToTakeBack):
        take_back_conclusion(entry, by=east, at=found.at)
    entry.refresh_from_db()
    assert entry.outcome == "INELIGIBLE"


def test_one_after_the_other_is_answered_with_the_filter_kept(found: County) -> None:
    east, gaps = logged_in(found.people["east"]), tasks_of(GAP)
    query = f"whose=mine&ground={GAP}"
    page = east.get(f"/tasks/{gaps[0].pk}/?{query}")
    text = page.content.decode()
    assert page.context["way"].after == f"/tasks/{gaps[1].pk}/?whose=mine&ground={GAP}"
    assert 'data-key="1"' in text
    assert 'data-key="n"' in text
    wrong = east.post(f"/tasks/{gaps[0].pk}/answer/?{query}", {"result": "MISTAKEN", "reason": "短"})
    assert wrong.status_code == 422
    assert "不少于 4 个字" in wrong.content.decode()

    visited = [gaps[0].pk]
    for _ in gaps[1:]:
        answer = east.post(f"/tasks/{visited[-1]}/answer/?{query}", {"result": "MISTAKEN", "reason": REASON})
        visited.append(int(answer["Location"].split("/")[2]))
    assert visited == [task.pk for task in gaps]
    last = east.post(f"/tasks/{visited[-1]}/answer/?{query}", {"result": "MISTAKEN", "reason": REASON})
    assert last["Location"] == f"/tasks/?{query}"
    assert {task.state for task in tasks_of(GAP)} == {"FINISHED"}


def test_the_list_goes_out_as_a_workbook_on_record(found: County) -> None:
    east = logged_in(found.people["east"])
    sheet = CalamineWorkbook.from_filelike(BytesIO(east.get(f"/tasks/export/?ground={GAP}").content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert [row[8] for row in rows[-3:]] == ["2026-11-16"] * 3
    assert len({row[1] for row in rows[-3:]}) == 3
    assert '"rows": 3' in Entry.objects.get(action="work.tasks_exported").details


def test_the_command_lists_tasks_without_names(found: County, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("list_tasks", "--region", EAST, "--json")
    told = json.loads(capsys.readouterr().out)
    assert {task["division"] for task in told["tasks"]} == {VILLAGE}
    (death,) = [task for task in told["tasks"] if task["ground"] == DEAD]
    assert death["due_on"] == "2026-11-04"
    assert death["clock"] == {"from": "2026-11-02", "amount": 2, "unit": "WORKING_DAYS"}
    assert (death["owner_is_there"], death["overdue"], death["provisional"]) == (True, False, False)
    call_command("list_tasks", "--region", EAST, "--overdue", "--json")
    assert json.loads(capsys.readouterr().out)["tasks"] == []
