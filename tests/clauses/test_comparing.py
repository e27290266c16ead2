"""What the monthly comparison finds, and who is told when it was not run."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.kernel.dates import Period
from doudi.monitoring.models import Finding
from doudi.monitoring.services.ledger import ReasonTooShort, conclude_entry
from doudi.monitoring.services.month import ConclusionMissing, submit_month
from doudi.monitoring.states import EntryStatus, Outcome
from tests.clauses.conftest import Policies
from tests.county import COUNTY, County, logged_in, monitored, name, number, on_dibao, person

OCTOBER = Period.parse("2026-10")
GAP, UNABLE, DROPPED = "monitored-without-aid", "disabled-without-stable-work", "dropped-still-eligible"
NOBODY = 900


def some_aid(county: County, *orders: int, period: str = "2026-10") -> None:
    """Put these people on dibao and somebody else on tekun."""
    county.send("dibao", [on_dibao(order) for order in (*orders, 901)], period=period)
    county.send("tekun", [person(NOBODY, 供养方式="分散供养")], period=period)


@pytest.mark.clause("ZJ-2.1.1a")
def test_three_kinds_are_compared_each_month_and_a_month_left_out_is_told_to_town_and_county(
    county: County, settings: Settings
) -> None:
    kinds = ("未脱贫户", "未脱贫户", "脱贫不稳定户", "脱贫不稳定户", "边缘易致贫户", "边缘易致贫户")
    county.send("poverty_register", [monitored(order, kind) for order, kind in enumerate(kinds)])
    some_aid(county, 0)
    county.compare()

    assert sorted(county.names(GAP)) == sorted(name(order) for order in range(1, 6))
    page = logged_in(county.people["county"]).get(f"/results/{GAP}/").content.decode()
    assert page.count('class="d-row-link"') == 5

    quiet = [logged_in(county.people[who]).get("/").content.decode() for who in ("east", "county")]
    settings.APP_CLOCK = "frozen:2026-11-30T09:00+08:00"
    told = [logged_in(county.people[who]).get("/").content.decode() for who in ("east", "county")]
    assert ["没有比对完" in page for page in quiet] == [False, False]
    assert ["没有比对完的月份：2026年11月" in page for page in told] == [True, True]


@pytest.mark.clause("SX-2.2.1.2")
def test_those_unable_to_work_and_without_steady_work_hold_the_month_until_answered(county: County) -> None:
    young = date(1980, 3, 1)
    rows = [
        {**monitored(1, "脱贫户"), "劳动能力": "部分丧失劳动能力", "稳定就业": "否"},
        {**monitored(2, "脱贫户"), "劳动能力": "部分丧失劳动能力", "稳定就业": "是"},
        {**monitored(3, "脱贫户"), "劳动能力": "部分丧失劳动能力", "稳定就业": "否"},
    ]
    county.send(
        "poverty_register",
        [{**row, "身份证号": number(order, young)} for order, row in enumerate(rows, start=1)],
    )
    county.send("dibao", [{**on_dibao(3), "身份证号": number(3, young)}])
    county.send("tekun", [person(NOBODY, 供养方式="分散供养")])
    county.compare()

    (found,) = county.entries(UNABLE)
    assert found.person is not None
    assert found.person.name == name(1)
    assert found.owner == county.people["east"].posts.get()
    with pytest.raises(ConclusionMissing, match="还有 1 人没有结论"):
        submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    logged_in(county.people["east"]).post(
        f"/ledger/{found.pk}/conclude/", {"outcome": "ENROLLED_DIBAO", "reason": "已核实，转办低保"}
    )
    assert submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at).status == "SUBMITTED"


@pytest.mark.clause("MS-2.1h")
def test_a_new_car_gives_a_check_with_a_due_date_that_the_township_sees_when_it_is_late(
    county: County, settings: Settings
) -> None:
    county.send(
        "dibao", [on_dibao(order, 户编号="D1", 与户主关系=part) for order, part in ((1, "户主"), (2, "配偶"))]
    )
    cars = [person(1, 车辆类型="小型轿车", 车辆状态="正常", 登记日期="2026-10-12")]
    county.send("vehicle", cars)
    county.compare()

    (check,) = county.entries("vehicle-in-household")
    assert check.due_on == date(2026, 11, 16)
    assert logged_in(county.people["east"]).get("/").context["desk"].tally.overdue == 0

    settings.APP_CLOCK = "frozen:2026-11-17T09:00+08:00"
    east = logged_in(county.people["east"])
    home = east.get("/")
    assert home.context["desk"].tally.overdue == 1
    assert "已逾期 1 天" in home.content.decode()

    east.post(
        f"/ledger/{check.pk}/conclude/", {"outcome": "INELIGIBLE", "reason": "购车属实，已告知退出程序"}
    )
    check.refresh_from_db()
    assert (check.status, check.outcome) == (EntryStatus.CONCLUDED, Outcome.INELIGIBLE)
    assert east.get("/").context["desk"].tally.overdue == 0


@pytest.mark.clause("ZJ-4.2e")
def test_whoever_was_dropped_and_whoever_was_never_taken_in_are_found_and_set_aside_with_a_reason(
    county: County,
) -> None:
    county.send("poverty_register", [monitored(order) for order in range(3)], period="2026-09")
    some_aid(county, 0, 1, period="2026-09")
    county.send("poverty_register", [monitored(order) for order in range(3)])
    some_aid(county, 0)
    county.compare()

    assert county.names(DROPPED) == [name(1)]
    assert name(2) in county.names(GAP)
    assert is_refused_without_a_reason(county, DROPPED)
    assert is_refused_without_a_reason(county, GAP)


def is_refused_without_a_reason(county: County, rule: str) -> bool:
    """Say whether neither page nor service takes a conclusion that gives no reason."""
    entry, east = county.entries(rule)[-1], county.people["east"]
    nothing = {"outcome": "INELIGIBLE", "reason": ""}
    page = logged_in(east).post(f"/ledger/{entry.pk}/conclude/", nothing)
    with pytest.raises(ReasonTooShort, match="请写明结论的依据"):
        conclude_entry(entry, outcome="INELIGIBLE", reason="", by=east, at=county.at)
    entry.refresh_from_db()
    return page.status_code == 422 and entry.status == EntryStatus.OPEN


def subsidised(order: int, kind: str = "肢体残疾", level: str = "一级", **facts: object) -> dict[str, object]:
    """Return a line of the list of disability subsidies."""
    return person(order, 残疾类别=kind, 残疾等级=level, **facts)


def certified(order: int, level: str = "一级", **facts: object) -> dict[str, object]:
    """Return a line of the list of disability certificates."""
    standing = {"残疾类别": "肢体残疾", "残疾等级": level, "证件状态": "有效", "发证日期": "2020-01-06"}
    return person(order, **{**standing, **facts})


@pytest.mark.clause("QG-12.2")
def test_who_gets_no_subsidy_due_and_who_gets_less_than_the_standard_is_listed(
    county: County, policies: Policies
) -> None:
    policies.set(
        "subsidy-below-standard", living_fen=20000, nursing_first_fen=12000, nursing_second_fen=10000
    )
    county.send("dibao", [on_dibao(1), on_dibao(2), on_dibao(3)])
    county.send("disability_certificate", [certified(order) for order in (1, 2, 3)])
    paid = {"困难残疾人生活补贴": "200"}
    county.send(
        "disability_subsidy",
        [subsidised(2, 重度残疾人护理补贴="100", **paid), subsidised(3, 重度残疾人护理补贴="120", **paid)],
    )
    county.compare()

    assert county.names("certificate-without-subsidy") == [name(1)]
    (short,) = county.entries("subsidy-below-standard")
    page = logged_in(county.people["east"]).get(f"/ledger/{short.pk}/").content.decode()
    assert "标准120.00元，实发100.00元，少发20.00元" in page


@pytest.mark.clause("YG-2.2.4d")
def test_the_subsidy_list_is_held_against_dibao_certificates_and_cremations(county: County) -> None:
    lines = [subsidised(order, 困难残疾人生活补贴="150") for order in (1, 2, 3, 4)]
    county.send("disability_subsidy", lines, period="2026-08")
    county.send("disability_subsidy", lines, period="2026-09")
    county.send("disability_subsidy", lines, period="2026-10")
    county.send("dibao", [on_dibao(order) for order in (1, 2, 4)])
    lapsed = certified(2, 有效期至="2026-06-30")
    county.send("disability_certificate", [certified(1), lapsed, certified(3), certified(4)])
    county.send("cremation", [person(1, 死亡日期="2026-08-10", 火化日期="2026-08-11")])
    run = county.compare()

    expected = {
        "subsidy-and-cremation": [name(1)],
        "subsidy-certificate-expired-or-cancelled": [name(2)],
        "subsidy-without-dibao": [name(3)],
    }
    assert {rule: county.names(rule) for rule in expected} == expected
    (dead,) = county.entries("subsidy-and-cremation")
    page = logged_in(county.people["east"]).get(f"/ledger/{dead.pk}/").content.decode()
    assert "多发2个月、300.00元" in page
    compared = {(row["source"], row["period"]) for row in run.accounting if row["batch"]}
    assert {("disability_subsidy", "2026-10"), ("cremation", "2026-10")} <= compared
    assert Finding.objects.get(entry=dead).run == run
