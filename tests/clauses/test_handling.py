"""Entries are visited, concluded, answered by departments, submitted by townships and struck off."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.kernel.dates import Period
from doudi.monitoring.models import MonthPart, WatchRecord
from doudi.monitoring.services.month import EntriesWaiting, submit_part
from doudi.monitoring.services.visits import ResultMissing, strike_off
from doudi.monitoring.states import EntryStatus
from doudi.regions.models import Division, Organisation
from tests.county import COUNTY, EAST, VILLAGE, County, logged_in, monitored, name, on_dibao, person

GAP, REVERSE = "monitored-without-aid", "aid-without-register"
OCTOBER = Period.parse("2026-10")


def without_aid(county: County, count: int, *, period: str = "2026-10") -> None:
    """Compare a month in which this many monitored people are in no programme."""
    county.send("poverty_register", [monitored(order) for order in range(count)], period=period)
    county.send("dibao", [on_dibao(901)], period=period)
    county.send("tekun", [person(900, 供养方式="分散供养")], period=period)
    county.compare(period)


def conclude(county: County, pk: int, outcome: str = "INELIGIBLE", who: str = "east") -> int:
    """Conclude an entry on its page."""
    fields = {"outcome": outcome, "reason": "入户核实，收入稳定"}
    return logged_in(county.people[who]).post(f"/ledger/{pk}/conclude/", fields).status_code


@pytest.mark.clause("SX-2.2.1.6")
def test_found_visited_and_concluded_are_counted_and_those_not_visited_are_named(county: County) -> None:
    without_aid(county, 100)
    entries = county.entries(GAP)
    east = logged_in(county.people["east"])
    seen = {"visited_on": "2026-11-02", "way": "HOME", "found": "家中两人，靠零工"}
    done = {"outcome": "INELIGIBLE", "reason": "入户核实，收入稳定"}
    assert [east.post(f"/ledger/{one.pk}/visit/", seen).status_code for one in entries[:90]] == [302] * 90
    assert [east.post(f"/ledger/{one.pk}/conclude/", done).status_code for one in entries[:80]] == [302] * 80

    page = east.get("/funnel/")

    steps = page.context["funnel"]
    assert (steps.found, steps.visited, steps.concluded, steps.finished) == (100, 90, 80, 80)
    named = {line.name for line in page.context["lines"]}
    assert named == {one.person.name for one in entries[90:] if one.person}
    east.post(f"/ledger/{entries[95].pk}/conclude/", done)
    after = east.get("/funnel/").context["funnel"]
    assert (after.concluded, after.finished) == (81, 80)


@pytest.mark.clause("ZJ-2.2.3a")
def test_aid_without_the_register_goes_to_the_poverty_office_whose_answer_shortens_the_list(
    county: County,
) -> None:
    county.send("dibao", [on_dibao(order, 户编号=f"D{order}") for order in range(10)])
    county.send("poverty_register", [monitored(order, "脱贫户") for order in range(7)])
    county.send("tekun", [person(0, 供养方式="分散供养")])
    county.compare()
    liaison = county.hire(Role.DEPARTMENT_LIAISON, COUNTY)
    office = Organisation.objects.create(
        name="浈江区扶贫开发办公室", kind="DEPARTMENT", division=Division.objects.get(code=COUNTY)
    )
    post = Post.objects.get(user=liaison)
    post.organisation = office
    post.save()
    browser = logged_in(liaison)

    asked = [line.name for line in browser.get("/answers/").context["lines"]]
    assert sorted(asked) == sorted(name(order) for order in (7, 8, 9))
    entry = county.entries(REVERSE)[0]
    refused = browser.post(f"/answers/{entry.pk}/", {"outcome": "INELIGIBLE", "reason": ""})
    assert refused.status_code == 422
    fields = {"outcome": "INELIGIBLE", "reason": "家庭有商品房，不符合纳入条件"}
    assert browser.post(f"/answers/{entry.pk}/", fields).status_code == 302

    left = [line.name for line in browser.get("/answers/").context["lines"]]
    assert len(left) == 2
    entry.refresh_from_db()
    assert (entry.status, entry.outcome, entry.concluded_by) == ("CONCLUDED", "INELIGIBLE", liaison)
    assert entry.reason == "家庭有商品房，不符合纳入条件"


@pytest.mark.clause("YG-2.2.4e")
def test_a_township_submits_only_when_every_finding_is_answered(county: County) -> None:
    lines = [
        person(order, 残疾类别="肢体残疾", 残疾等级="三级", 困难残疾人生活补贴="150") for order in range(20)
    ]
    county.send("disability_subsidy", lines)
    county.send(
        "dibao",
        [on_dibao(901, 户编号="D1", 与户主关系="户主"), on_dibao(902, 户编号="D1", 与户主关系="配偶")],
    )
    county.compare()
    entries = county.entries("subsidy-without-dibao")
    assert len(entries) == 20
    outcomes = ["CORRECTED", "MISTAKEN", "CORRECTED", "HOLD"] * 5
    answers = zip(entries, outcomes, strict=True)
    assert [conclude(county, entry.pk, outcome) for entry, outcome in list(answers)[:19]] == [302] * 19
    east = logged_in(county.people["east"])

    refused = east.post("/month/part/", follow=True).content.decode()
    left = entries[19].person
    assert left is not None
    assert f"本镇还有 1 条没有核查完，不能提交：{left.name}" in refused
    with pytest.raises(EntriesWaiting):
        submit_part(EAST, OCTOBER, by=county.people["east"], at=county.at)
    assert not MonthPart.objects.exists()

    conclude(county, entries[19].pk, "MISTAKEN")
    assert "本镇本月已提交县级" in east.post("/month/part/", follow=True).content.decode()
    assert MonthPart.objects.get().township == EAST


@pytest.mark.clause("ZJ-2.1.1d")
def test_an_entry_is_struck_off_only_with_a_result_that_stands(county: County) -> None:
    without_aid(county, 2)
    entry = county.entries(GAP)[0]
    east = logged_in(county.people["east"])

    refused = east.post(f"/ledger/{entry.pk}/strike-off/", follow=True).content.decode()
    assert "还不能销号：缺少结果" in refused
    conclude(county, entry.pk, "ENROLLED_DIBAO")
    entry.refresh_from_db()
    with pytest.raises(ResultMissing, match="名册里还没有这个人的最低生活保障"):
        strike_off(entry, by=county.people["east"], at=county.at)

    order = next(order for order in range(2) if entry.person and name(order) == entry.person.name)
    county.send("dibao", [on_dibao(901), on_dibao(order)], period="2026-11")
    done = east.post(f"/ledger/{entry.pk}/strike-off/", follow=True).content.decode()
    assert "已销号" in done
    assert "依据最低生活保障在册记录" in done
    entry.refresh_from_db()
    assert entry.struck_off_on == date(2026, 11, 3)
    assert entry.result is not None


@pytest.mark.clause("ZJ-2.1.3c")
def test_a_watched_family_with_a_large_bill_is_an_alert_for_the_village_and_a_late_review_a_to_do(
    county: County, settings: Settings
) -> None:
    without_aid(county, 2)
    helper = county.hire(Role.VILLAGE_ASSISTANT, VILLAGE)
    entry = county.entries(GAP)[0]
    fields = {"outcome": "WATCH", "reason": "暂不符合，备案", "next_review_on": "2026-12-01"}
    logged_in(county.people["east"]).post(f"/ledger/{entry.pk}/conclude/", fields)
    watched = WatchRecord.objects.get()
    order = next(order for order in range(2) if name(order) == watched.person.name)

    bill = {"结算日期": "2026-10-20", "医疗总费用": "52000", "个人自付金额": "30000", "就医类别": "住院"}
    county.send("medical_selfpay", [person(order, **bill)])
    county.compare()

    (alert,) = county.entries("medical-selfpay-over-limit")
    assert alert.person == watched.person
    assert alert.owner is not None
    assert alert.owner.user == helper
    settings.APP_CLOCK = "frozen:2026-12-02T09:00+08:00"
    todos = logged_in(county.people["east"]).get("/").context["todos"]
    late = [todo.due for todo in todos if str(todo.title) == f"{watched.person.name}：备案到期复核"]
    assert late == ["已逾期 1 天"]
    assert entry.status == EntryStatus.OPEN
