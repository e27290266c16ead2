"""The monthly act, from a department's file to a closed month."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.kernel.dates import Period
from doudi.monitoring.models import Finding, LedgerEntry
from doudi.monitoring.selectors.month import month_view
from doudi.monitoring.selectors.runs import periods_not_compared
from doudi.monitoring.services.ledger import OutcomeNotOffered, ReasonTooShort, conclude_entry
from doudi.monitoring.services.month import (
    ComparisonNotCurrent,
    SamePersonTwice,
    SomeoneUnaccounted,
    close_month,
    submit_month,
)
from doudi.monitoring.states import EntryStatus, Outcome
from doudi.registry.services.enrolment import MonthClosed
from tests.county import (
    COUNTY,
    OTHER_VILLAGE,
    VILLAGE,
    WEST,
    County,
    hand_to,
    logged_in,
    monitored,
    name,
    number,
    on_dibao,
    person,
)

ROOT = Path(__file__).parents[2]
OCTOBER, NOVEMBER = Period.parse("2026-10"), Period.parse("2026-11")
GAP = "monitored-without-aid"


def conclude_all(county: County, rule: str = GAP, outcome: str = Outcome.INELIGIBLE) -> None:
    for entry in county.entries(rule, status=EntryStatus.OPEN):
        conclude_entry(
            entry,
            outcome=outcome,
            reason="入户核实，收入稳定且超过标准",
            by=county.people["east"],
            at=county.at,
        )


def some_month(county: County, *, period: str = "2026-10") -> None:
    """Five monitored people, two of them on dibao; one more on tekun."""
    county.send("poverty_register", [monitored(order) for order in range(5)], period=period)
    county.send("dibao", [on_dibao(0), on_dibao(1)], period=period)
    county.send("tekun", [person(9, 供养方式="分散供养")], period=period)
    county.compare(period)


@pytest.mark.clause("QG-1.2")
def test_whoever_is_monitored_and_in_neither_list_is_found_by_number(county: County) -> None:
    everyone = [monitored(order, 户编号=f"P{order}") for order in range(99)]
    last = number(99, date(1949, 12, 31))
    with_x = next(order for order in range(100, 400) if number(order).endswith("X"))
    county.send("poverty_register", [*everyone, monitored(with_x, 户编号="P-X")])
    lower_x = {**on_dibao(with_x), "身份证号": number(with_x).lower()}
    county.send("dibao", [*(on_dibao(order) for order in range(47)), lower_x, on_dibao(501), on_dibao(502)])
    county.send("tekun", [person(order, 供养方式="分散供养") for order in range(47, 57)])
    assert last != number(with_x)

    county.compare()

    found = county.entries(GAP)
    assert len(found) == 42
    assert name(with_x) not in [entry.person.name for entry in found if entry.person]
    assert all(Finding.objects.get(entry=entry).evidence for entry in found[:3])


@pytest.mark.clause("ZJ-2.1.1b")
def test_a_person_found_in_two_months_is_one_line_and_leaves_when_enrolled(county: County) -> None:
    some_month(county)
    county.send("poverty_register", [monitored(order) for order in range(5)], period="2026-11")
    county.send("dibao", [on_dibao(order) for order in (0, 1, 2)], period="2026-11")
    county.send("tekun", [person(9, 供养方式="分散供养")], period="2026-11")
    county.compare("2026-11")

    assert LedgerEntry.objects.filter(rule=GAP).count() == 3
    again = county.entries(GAP, status=EntryStatus.OPEN)
    assert {entry.findings.count() for entry in again} == {2}
    enrolled = LedgerEntry.objects.get(rule=GAP, person__name=name(2))
    assert (enrolled.status, enrolled.outcome) == (EntryStatus.CONCLUDED, Outcome.ENROLLED_DIBAO)
    assert "2026-11-01 起已纳入" in enrolled.reason
    assert enrolled.cleared_on == county.at.date()
    page = logged_in(county.people["east"]).get(f"/ledger/{again[0].pk}/").content.decode()
    assert "2026年10月" in page
    assert "2026年11月" in page


@pytest.mark.system("每月数据比对机制")
def test_a_month_missed_shows_red_and_one_run_twice_doubles_nothing(county: County) -> None:
    some_month(county)
    county.send("poverty_register", [monitored(order) for order in range(5)], period="2026-11")
    assert periods_not_compared(COUNTY, NOVEMBER) == ["2026-11"]
    client = logged_in(county.people["county"])
    client.post("/focus/", {"period": "2026-11", "next": "/results/"})
    told = client.get("/results/").content.decode().partition("该比对而没有比对的月份：2026年11月")
    assert told[1], "the month left out is not told"
    assert 'class="d-note is-bad"' in told[0][-150:], "it is not told in red"

    before = sorted(LedgerEntry.objects.values_list("rule", "subject", "first_period", "last_period"))
    client.post("/focus/", {"period": "2026-10", "next": "/ledger/"})
    listed = client.get("/ledger/").content.decode().count('class="d-row-link"')
    call_command("run_match", "--region", COUNTY, "--period", "2026-10", "--json")
    assert sorted(LedgerEntry.objects.values_list("rule", "subject", "first_period", "last_period")) == before
    assert Finding.objects.count() == len(before)
    assert client.get("/ledger/").content.decode().count('class="d-row-link"') == listed == len(before)

    entry = county.entries(GAP)[0]
    page = client.get(f"/ledger/{entry.pk}/").content.decode()
    assert "poverty_register-2026-10.xlsx 第 " in page


def test_the_equation_holds_in_every_village_and_one_person_unaccounted_for_breaks_it(county: County) -> None:
    some_month(county)
    elsewhere = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}
    county.send("poverty_register", [*(monitored(order) for order in range(5)), monitored(20, **elsewhere)])
    county.send("dibao", [on_dibao(0), on_dibao(1), on_dibao(30, **elsewhere)])
    county.compare()
    view = month_view(COUNTY, OCTOBER)
    assert view.total.holds
    assert all(part.holds for part in view.below.values())
    assert month_view(VILLAGE, OCTOBER).total.monitored == 6
    assert month_view(OTHER_VILLAGE, OCTOBER).total.monitored == 2

    Post.objects.filter(user=county.people["west"]).update(valid_to=county.at.date())
    lost = LedgerEntry.objects.get(rule=GAP, person__name=name(20))

    assert not month_view(COUNTY, OCTOBER).total.holds
    assert not month_view(OTHER_VILLAGE, OCTOBER).total.holds
    assert month_view(VILLAGE, OCTOBER).total.holds
    client = logged_in(county.people["county"])
    page = client.get("/month/").content.decode()
    assert "还有人没着落" in page
    people = client.get("/month/people/?standing=UNACCOUNTED&division=" + COUNTY).content.decode()
    assert name(20) in people
    with pytest.raises(SomeoneUnaccounted, match="还有 1 人未落实"):
        submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)

    officer = county.hire(Role.TOWNSHIP_OFFICER, WEST, username="successor")
    hand_to(
        lost,
        owner=officer.posts.get(),
        due_on=date(2026, 11, 20),
        by=county.people["county"],
        at=county.at,
    )
    assert month_view(COUNTY, OCTOBER).total.holds


def test_a_month_not_compared_or_compared_before_the_last_list_is_not_closed(county: County) -> None:
    county.send("poverty_register", [monitored(1)])
    assert month_view(COUNTY, OCTOBER).total.unaccounted == 1
    with pytest.raises(ComparisonNotCurrent):
        submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    county.send("dibao", [on_dibao(1)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()
    county.send("dibao", [on_dibao(1), on_dibao(2)])
    with pytest.raises(ComparisonNotCurrent, match="运行本月比对"):
        submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)


def test_the_one_who_submitted_does_not_close_and_a_closed_month_takes_no_file(county: County) -> None:
    some_month(county)
    conclude_all(county)
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    with pytest.raises(SamePersonTwice, match="两个人"):
        close_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    close_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at)

    with pytest.raises((MonthClosed, Exception), match="已经月结"):
        county.send("dibao", [on_dibao(0)])


def test_a_conclusion_needs_a_reason_and_an_outcome_the_rule_offers(county: County) -> None:
    some_month(county)
    entry = county.entries(GAP)[0]
    with pytest.raises(ReasonTooShort):
        conclude_entry(
            entry, outcome=Outcome.INELIGIBLE, reason=" 不 ", by=county.people["east"], at=county.at
        )
    with pytest.raises(OutcomeNotOffered):
        conclude_entry(
            entry,
            outcome=Outcome.DECEASED_CONFIRMED,
            reason="核对无误",
            by=county.people["east"],
            at=county.at,
        )


def test_a_number_a_county_sets_is_compared_with_and_shown_with_its_source(
    county: County, settings: Settings, tmp_path: Path
) -> None:
    settings.DOUDI_POLICIES = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", settings.DOUDI_POLICIES)
    own = settings.DOUDI_POLICIES / "parameters" / "regions" / COUNTY / "monitoring.yaml"
    own.write_text(
        f'region: "{COUNTY}"\nname: 浈江区\nvalues:\n  monitoring.self_paid_most:\n'
        "    - {from: 2026-01-01, document: 某县民发〔2026〕1号, article: 一, verified: true,\n"
        "       value: {TEKUN: 1000, DIBAO: 1000, NEAR_DIBAO: 10000, RIGID_EXPENSE: 10000,"
        " POVERTY_REGISTER: 10000, NONE: 15000, OTHER_LOW_INCOME: 10000}}\n",
        encoding="utf-8",
    )
    county.send("dibao", [on_dibao(1)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.send("poverty_register", [monitored(5)])
    county.send("medical_selfpay", [person(1, 结算日期="2026-03-02", 总费用="5000", 个人自付="1500")])

    county.compare()

    assert county.names("medical-selfpay-over-limit") == [name(1)]
    page = logged_in(county.people["county"]).get("/results/medical-selfpay-over-limit/").content.decode()
    assert "某县民发〔2026〕1号" in page
    assert "1,000.00 元" in page
