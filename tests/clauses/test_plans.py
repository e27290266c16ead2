"""Each department's list is compared at its own pace, and what was left out is told."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.kernel.dates import Period
from doudi.monitoring.models import ComparisonPlan
from doudi.monitoring.rules.terms import terms
from tests.county import County, logged_in, monitored, on_dibao, person

BILL = {"就医类别": "门诊", "结算日期": "2026-10-20", "自付金额": "11000"}
CERTIFICATE = {"残疾类别": "肢体残疾", "残疾等级": "一级", "证件状态": "有效"}


def plan(county: County, source: str, every: str, since: str = "2026-10") -> int:
    """Set a plan on the page and return how the page answered."""
    owner = county.people["county"].posts.get()
    given = {"source": source, "every": every, "data_range": "全县", "owner": owner.pk, "since": since}
    return logged_in(county.people["county"]).post("/plans/", given).status_code


def missed_on(county: County) -> str:
    """Return the part of the page that lists what was missed."""
    page = logged_in(county.people["county"]).get("/plans/").content.decode()
    return page[page.index("漏比清单：") :].split("计划与历次结果")[0]


@pytest.mark.clause("SX-2.4.3.4")
def test_a_list_due_and_not_compared_is_missed_and_once_compared_its_hits_and_the_handled_show(
    county: County, settings: Settings
) -> None:
    assert plan(county, "medical_selfpay", "MONTH") == 302
    assert plan(county, "disability_certificate", "QUARTER") == 302
    county.send("poverty_register", [monitored(1), monitored(2)])
    county.send("dibao", [on_dibao(5)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.send("disability_certificate", [person(3, **CERTIFICATE)], period="2026-09")
    county.compare()

    october = missed_on(county)
    assert [text in october for text in ("1 项", "2026年10月", "医保", "残联")] == [True, True, True, False]
    settings.APP_CLOCK = "frozen:2026-12-31T09:00+08:00"
    assert [text in missed_on(county) for text in ("4 项", "2026年12月", "2026年10至12月")] == [True] * 3

    bills = [person(order, **BILL, 结算流水号=f"J{order}") for order in (1, 2)]
    county.send("medical_selfpay", bills)
    county.send("disability_certificate", [person(3, **CERTIFICATE)], period="2026-11")
    county.compare()
    county.compare("2026-11")

    assert [text in missed_on(county) for text in ("2 项", "2026年10月", "2026年10至12月")] == [
        True,
        False,
        False,
    ]
    over = county.entries("medical-selfpay-over-limit")
    page = logged_in(county.people["county"]).get("/plans/").content.decode()
    assert len(over) == 2
    assert "2026年10月：已比对，新增命中 2，已处理 0" in page
    settled = {"outcome": "INELIGIBLE", "reason": "已入户，商业保险已报销"}
    logged_in(county.people["east"]).post(f"/ledger/{over[0].pk}/conclude/", settled)
    page = logged_in(county.people["county"]).get("/plans/").content.decode()
    assert "2026年10月：已比对，新增命中 2，已处理 1" in page


def test_the_home_page_of_the_county_says_which_planned_list_was_not_compared(
    county: County, settings: Settings
) -> None:
    plan(county, "medical_selfpay", "MONTH")
    county.send("dibao", [on_dibao(5)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()

    before, later = "frozen:2026-10-20T09:00+08:00", "frozen:2026-11-03T09:00+08:00"
    homes = {}
    for day in (before, later):
        settings.APP_CLOCK = day
        homes[day] = logged_in(county.people["county"]).get("/").content.decode()
    town = logged_in(county.people["east"]).get("/").content.decode()
    county.send("medical_selfpay", [person(1, **BILL, 结算流水号="J1")])
    county.compare()
    done = logged_in(county.people["county"]).get("/").content.decode()

    told = "还没有比对的名单：医保结算自付名单"
    assert [told in page for page in (homes[before], homes[later], town, done)] == [False, True, False, False]
    assert 'href="/plans/"' in homes[later]


def test_a_plan_is_set_once_a_source_by_who_may_compare_and_is_on_record(county: County) -> None:
    assert plan(county, "medical_selfpay", "MONTH") == 302
    assert plan(county, "medical_selfpay", "QUARTER") == 302
    assert plan(county, "medical_selfpay", "MONTH", since="2026-13") == 422
    assert logged_in(county.people["east"]).post("/plans/", {}).status_code == 403

    assert ComparisonPlan.objects.get().every == "QUARTER"
    assert Entry.objects.filter(action="monitoring.plan_set").count() == 2


def test_terms_begin_where_the_calendars_do_and_are_over_on_their_last_day() -> None:
    quarters = terms("QUARTER", Period.parse("2026-11"), date(2027, 1, 1))

    assert [(str(term.first), str(term.last)) for term in quarters] == [
        ("2026-10", "2026-12"),
        ("2027-01", "2027-03"),
    ]
    assert [quarters[0].is_over(date(2026, 12, day)) for day in (30, 31)] == [False, True]
