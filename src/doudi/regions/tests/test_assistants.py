"""Every village has an assistant, and nobody leaves before the work is handed on."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from pytest_django import Settings

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.regions.models import Assignment, Worker
from doudi.regions.selectors.assistants import (
    assignments_within,
    assistant_lines,
    assistant_totals,
    vacant_villages,
)
from doudi.regions.services.assistants import (
    AlreadyServes,
    HandoverMissing,
    LeavesTooEarly,
    TooManyVillages,
    WrongPlace,
    end_assignment,
    hand_over,
)
from doudi.regions.services.standards import set_standard
from doudi.regions.states import AssignmentKind, StandardKey
from doudi.regions.tests.factories import (
    ABROAD,
    CLOCK,
    COUNTY,
    MONDAY,
    NEXT_VILLAGE,
    NOVEMBER,
    TOWN,
    VILLAGE,
    assistant,
    browser,
    division,
    text_of,
)

pytestmark = pytest.mark.django_db
HERE = Scope((COUNTY,))


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.APP_CLOCK = CLOCK


def vacant() -> list[str]:
    return [village.code for village in vacant_villages(HERE, on=NOVEMBER)]


def handed_over(leaving: Assignment, successor: Assignment | None = None, households: int = 0) -> None:
    hand_over(
        leaving, received_by="陈支书", contents="户档 12 盒、账号一个", households=households,
        successor=successor, on=date(2026, 10, 30), by=SYSTEM, at=MONDAY,
    )  # fmt: skip


@pytest.mark.clause("MS-3.1e")
def test_a_village_without_assistant_is_vacant_and_nobody_leaves_before_handing_over() -> None:
    division(VILLAGE), division(NEXT_VILLAGE)
    officer = browser()
    leaving, staying = assistant(VILLAGE, households=30), assistant(NEXT_VILLAGE, "刘桂芳", households=20)
    third = division("440204102201")

    assert vacant() == [third.code]
    assert "长乐村" in text_of(officer, "/assistants/?tab=vacant")

    refused = officer.post(f"/assistants/{leaving.pk}/leave/", {"on": "2026-11-02", "reason": "外出务工"})
    assert refused.status_code == 400
    assert "还没有办理离任交接，不能解除" in refused.content.decode()
    assert vacant() == [third.code]

    typed = {
        "received_by": "刘桂芳",
        "successor": staying.pk,
        "households": 30,
        "contents": "户档",
        "on": "2026-11-01",
    }
    assert officer.post(f"/assistants/{leaving.pk}/hand-over/", typed).status_code == 302
    answer = officer.post(f"/assistants/{leaving.pk}/leave/", {"on": "2026-11-02", "reason": "外出务工"})

    assert answer.status_code == 302
    (line,) = assistant_lines(
        assignments_within(HERE, on=NOVEMBER, kinds=(AssignmentKind.ASSISTANT,)), on=NOVEMBER
    )
    assert (line.assignment.worker.name, line.assignment.households) == ("刘桂芳", 50)
    assert "何秀英" not in text_of(officer, "/assistants/")
    assert "何秀英" in text_of(officer, "/assistants/?tab=left")
    assert VILLAGE in vacant()


@pytest.mark.clause("SX-2.2.4.2")
def test_vacancies_follow_departures_and_one_person_in_two_villages_is_part_time_in_both() -> None:
    division(VILLAGE), division(NEXT_VILLAGE), division("440204101203")
    assert vacant() == [VILLAGE, NEXT_VILLAGE, "440204101203"]

    first = assistant(VILLAGE, term_ends_on=date(2027, 1, 1), households=30)
    assistant(NEXT_VILLAGE, households=12)

    shown = text_of(browser("TOWNSHIP_OFFICER", TOWN), "/assistants/")
    assert shown.count(">兼职</span>") == 2
    assert "同时服务 东联村" in shown
    assert "同时服务 陈江村" in shown
    assert "至 2027-01-01" in shown
    assert "139****0001" in shown
    assert "13900000001" not in shown
    assert Worker.objects.count() == 1

    with pytest.raises(TooManyVillages, match="已兼任 2 个村"):
        assistant("440204101203")
    set_standard(
        division(COUNTY), StandardKey.VILLAGES_PER_ASSISTANT, value=3, valid_from=date(2024, 1, 1),
        document="浈民发〔2024〕1号", by=SYSTEM, at=MONDAY,
    )  # fmt: skip
    assistant("440204101203")
    assert vacant() == []

    handed_over(first)
    end_assignment(first, on=date(2026, 11, 1), reason="届满", by=SYSTEM, at=MONDAY)
    assert vacant() == [VILLAGE]


@pytest.mark.system("社会救助服务站（点）、协理员")
def test_a_departure_without_successor_is_a_vacancy_and_the_load_per_head_is_told() -> None:
    leaving = assistant(VILLAGE, households=31)
    assistant(NEXT_VILLAGE, "刘桂芳", "13900000002", households=20)
    assert assistant_totals(HERE, on=NOVEMBER).households_per_head == "25.5"
    officer = browser()
    assert "25.5" in text_of(officer, "/assistants/")

    handed_over(leaving)
    end_assignment(leaving, on=date(2026, 11, 2), reason="辞职", by=SYSTEM, at=MONDAY)

    totals = assistant_totals(HERE, on=NOVEMBER)
    assert (totals.vacant, totals.coverage, totals.households_per_head) == (1, "50.0%", "20.0")
    assert "陈江村" in text_of(officer, "/assistants/?tab=vacant")


def test_a_term_that_ran_out_is_pointed_at() -> None:
    assistant(VILLAGE, term_ends_on=date(2026, 10, 1))
    assistant(NEXT_VILLAGE, "刘桂芳", term_ends_on=date(2026, 11, 20))

    shown = text_of(browser(), "/assistants/")

    assert "任期已满" in shown
    assert "即将届满" in shown


def test_an_assistant_is_entered_on_the_screen_with_everything_in_the_trail() -> None:
    division(VILLAGE)
    typed = {
        "division": VILLAGE, "name": "何秀英", "phone": "13900000001", "valid_from": "2026-11-01",
        "term_ends_on": "2029-11-01", "duties": "第一至第三组", "households": 25, "monthly_pay": "300.50",
    }  # fmt: skip

    answer = browser().post("/assistants/new/", typed)

    made = Assignment.objects.get()
    assert answer.status_code == 302
    assert (made.monthly_pay_fen, made.duties, made.worker.phone) == (30050, "第一至第三组", "13900000001")
    assert Entry.objects.get().action == "regions.worker_engaged"


def test_the_phone_is_sealed_and_reading_it_leaves_a_trace() -> None:
    made = assistant()
    officer = browser()

    assert "13900000001" in text_of(officer, f"/assistants/{made.pk}/")
    assert Entry.objects.filter(action="regions.contact_read", subject_id=str(made.pk)).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("select phone from regions_worker")
        assert cursor.fetchone()[0].startswith("sm4$")


def test_a_term_that_ends_before_it_begins_is_refused_at_the_field() -> None:
    division(VILLAGE)
    typed = {"division": VILLAGE, "name": "何秀英", "phone": "13900000001", "valid_from": "2026-11-01",
             "term_ends_on": "2026-10-01", "households": 1, "monthly_pay": 0}  # fmt: skip

    answer = browser().post("/assistants/new/", typed)

    assert answer.status_code == 400
    assert "任期届满日要在任职日之后" in answer.content.decode()


def test_refusals_say_the_way_out() -> None:
    made = assistant()
    with pytest.raises(AlreadyServes, match="不必重复登记"):
        assistant()
    with pytest.raises(WrongPlace, match="村（居）"):
        assistant(TOWN)
    with pytest.raises(HandoverMissing, match="请先登记交接"):
        end_assignment(made, on=NOVEMBER, reason="届满", by=SYSTEM, at=MONDAY)
    handed_over(made)
    with pytest.raises(LeavesTooEarly, match="2024-01-01"):
        end_assignment(made, on=date(2024, 1, 1), reason="届满", by=SYSTEM, at=MONDAY)


def test_an_assistant_of_another_county_is_not_there() -> None:
    foreign = assistant(ABROAD)
    officer = browser()

    assert officer.get(f"/assistants/{foreign.pk}/").status_code == 404
    assert officer.post(f"/assistants/{foreign.pk}/leave/", {}).status_code == 404
    assert "谷山村" not in text_of(officer, "/assistants/")
    typed = {"division": ABROAD, "name": "甲", "phone": "13900000001", "valid_from": "2026-11-01",
             "households": 1, "monthly_pay": 0}  # fmt: skip
    assert "不在您的管辖范围内" in officer.post("/assistants/new/", typed).content.decode()


def test_somebody_who_only_looks_may_not_change_the_register() -> None:
    made = assistant()
    looker = browser("TOWNSHIP_OFFICER", TOWN)

    assert looker.get("/assistants/new/").status_code == 403
    assert looker.post(f"/assistants/{made.pk}/leave/", {}).status_code == 404
    assert "登记协理员" not in text_of(looker, "/assistants/")


def test_the_register_is_handed_out_and_that_is_recorded() -> None:
    assistant()

    answer = browser().get("/assistants/export/")

    assert answer.content.startswith(b"PK")
    assert Entry.objects.filter(action="regions.table_exported").count() == 1
