"""Families whose bills or whose fall of income press them, and people lifted out who cannot work."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from tests.clauses.conftest import Policies
from tests.county import COUNTY, County, logged_in, monitored, name, number, on_dibao, person

STRAINED, UNABLE = "strained-household", "disabled-without-stable-work"


def family(county: County, *orders: int, code: str, last_year: int, now: int) -> None:
    """Put a family on last year's and this month's register, with so many yuan a head and year."""
    for period, yuan in (("2025-12", last_year), ("2026-10", now)):
        county.send("poverty_register", lines(*orders, code=code, yuan=yuan), period=period)


def lines(*orders: int, code: str, yuan: int) -> list[dict[str, object]]:
    """Return the lines of a family with so many yuan a head and year; the first is its head."""
    return [
        monitored(
            order, 户编号=code, 与户主关系="户主" if order == orders[0] else "配偶", 年人均纯收入=str(yuan)
        )
        for order in orders
    ]


def bill(order: int, kind: str, yuan: int) -> dict[str, object]:
    return person(
        order, 就医类别=kind, 结算日期="2026-06-01", 自付金额=str(yuan), 结算流水号=f"J{order}{yuan}"
    )


def test_bills_over_last_years_income_are_listed_item_by_item_until_the_bar_is_raised(
    county: County, policies: Policies
) -> None:
    family(county, 1, 2, code="H1", last_year=10_000, now=10_000)
    county.send("medical_selfpay", [bill(1, "住院", 15_000), bill(2, "门诊", 7_000)])

    county.compare()
    page = logged_in(county.people["county"]).get(f"/results/{STRAINED}/").content.decode()
    assert len(county.entries(STRAINED, status="OPEN")) == 1
    assert "本年自付住院15,000.00元、门诊7,000.00元，" in page
    assert "，上年收入20,000.00元" in page

    policies.set(STRAINED, expense_percent=120)
    county.compare()
    assert county.entries(STRAINED, status="OPEN") == []
    assert "没有命中" in logged_in(county.people["county"]).get(f"/results/{STRAINED}/").content.decode()


def expense(order: int, kind: str, yuan: int) -> dict[str, object]:
    return person(order, 支出类别=kind, 支出金额=str(yuan), 支出日期="2026-06-01")


def compare_again() -> None:
    """Run the comparison as the bureau does."""
    call_command("run_match", "--region", COUNTY, "--period", "2026-10", "--json")


@pytest.mark.clause("QG-2.2")
def test_expenses_of_every_kind_over_last_years_income_are_listed_item_by_item_until_the_bar_is_raised(
    county: County, policies: Policies
) -> None:
    both = lines(1, 2, code="H1", yuan=10_000) + lines(3, code="H2", yuan=20_000)
    for period in ("2025-12", "2026-10"):
        county.send("poverty_register", both, period=period)
    county.send("medical_selfpay", [bill(1, "住院", 9_000), bill(2, "门诊", 3_000), bill(3, "住院", 19_000)])
    costs = {"残疾康复": 4_000, "学费": 3_000, "因灾损失": 2_500, "疫情支出": 500}
    sent = county.send("household_expense", [expense(2, kind, yuan) for kind, yuan in costs.items()])
    desk = logged_in(county.people["county"])

    compare_again()
    page = desk.get(f"/results/{STRAINED}/").content.decode()
    assert sent.batch.accepted == 4
    assert page.count('class="d-row-link"') == 1
    said = (
        "刚性支出超过上年收入：本年自付住院9,000.00元、门诊3,000.00元，残疾康复4,000.00元、教育3,000.00元、"
        "灾损2,500.00元、疫情支出500.00元，上年收入20,000.00元"
    )
    assert said in page

    policies.set(STRAINED, expense_percent=120)
    compare_again()
    page = desk.get(f"/results/{STRAINED}/").content.decode()
    assert page.count('class="d-row-link"') == 0
    assert "没有命中" in page


@pytest.mark.clause("QG-2.3")
def test_a_steep_fall_of_income_is_listed_and_two_causes_are_one_line(
    county: County, policies: Policies
) -> None:
    family(county, 1, code="H1", last_year=30_000, now=12_000)
    county.send("medical_selfpay", [bill(1, "住院", 100)])
    county.compare()
    desk = logged_in(county.people["county"])
    page = desk.get(f"/results/{STRAINED}/").content.decode()
    assert page.count('class="d-row-link"') == 1
    assert "收入骤减：" in page
    assert "收入下降百分之60" in page

    county.send("medical_selfpay", [bill(1, "住院", 30_001)], period="2026-10")
    county.compare()
    page = desk.get(f"/results/{STRAINED}/").content.decode()
    assert page.count('class="d-row-link"') == 1
    assert "刚性支出超过上年收入、收入骤减" in page

    policies.set(STRAINED, drop_percent=61, expense_percent=200)
    county.compare()
    assert county.entries(STRAINED, status="OPEN") == []


@pytest.mark.clause("MS-2.1a")
def test_those_lifted_out_who_cannot_work_are_examined_for_dibao_or_tekun(county: County) -> None:
    born = date(1985, 3, 1)
    said = {
        1: ("无劳动能力", "是"),
        2: ("部分丧失劳动能力", "否"),
        3: ("部分丧失劳动能力", "是"),
        4: ("普通劳动力", "否"),
    }
    rows = [
        {
            **monitored(order, "脱贫户"),
            "身份证号": number(order, born),
            "劳动能力": able,
            "是否稳定就业": steady,
        }
        for order, (able, steady) in said.items()
    ]
    county.send("poverty_register", rows)
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])

    county.compare()

    assert county.names(UNABLE) == sorted([name(1), name(2)])
    east = logged_in(county.people["east"])
    first, second = county.entries(UNABLE)
    form = east.get(f"/ledger/{first.pk}/").content.decode()
    assert 'value="ENROLLED_DIBAO"' in form
    assert 'value="ENROLLED_TEKUN"' in form
    for entry, outcome in ((first, "ENROLLED_DIBAO"), (second, "ENROLLED_TEKUN")):
        east.post(f"/ledger/{entry.pk}/conclude/", {"outcome": outcome, "reason": "已入户预审"})
        entry.refresh_from_db()
        assert entry.outcome == outcome
