"""Clauses on counting a family's income that end where the facts are kept."""

from __future__ import annotations

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.policy.assessment import assess
from doudi.policy.writing import sheet_of
from doudi.registry.models import Household
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, listed, listing, number
from doudi.rulebook.catalogue import file_book
from doudi.studies.models import FactSheet
from doudi.studies.rules.fact_rows import HEAD_NUMBER, NAME, NUMBER
from doudi.studies.services.fact_intake import TakenIn, take_in_workbook

pytestmark = pytest.mark.django_db
QUANGANG, ON = "350505", date(2026, 10, 31)
NOON = datetime(2026, 11, 3, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PROOF = "医疗自付有凭证（是/否）"


def workbook(proof: str) -> bytes:
    """Return the form of a couple: 3,000 yuan of wages, 800 yuan of medical bills a month."""
    head = {
        "全家：城乡类别": "城市",
        "与申请人关系": "本人",
        "工资性收入（元/月）": "3000",
        "月均医疗自付（元/月）": "800",
        PROOF: proof,
    }
    rows = [
        {HEAD_NUMBER: number(1), NAME: "陈大文", NUMBER: number(1), **head},
        {HEAD_NUMBER: number(1), NAME: "林小梅", NUMBER: number(2), "与申请人关系": "配偶"},
    ]
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    page = book.add_worksheet()
    headings = list(rows[0])
    page.write_row(0, 0, headings)
    page.write_row(1, 0, [rows[0][heading] for heading in headings])
    page.write_row(2, 0, [rows[1].get(heading, "") for heading in headings])
    book.close()
    return sink.getvalue()


def keep(proof: str, clerk: User) -> TakenIn:
    """Hand the form in."""
    return take_in_workbook(
        workbook(proof), "家庭情况.xlsx", scope=Scope(("35",)), assessed_on=ON, by=clerk, at=NOON
    )


@pytest.mark.clause("QG-4.2")
def test_a_proven_illness_is_taken_off_and_an_unproven_one_is_not_kept() -> None:
    people = [
        listed(1, household_number="A", relation="HEAD"),
        listed(2, household_number="A", relation="SPOUSE"),
    ]
    apply_list(listing(people), by=SYSTEM, at=MONDAY)
    Household.objects.update(division="350505001001")
    clerk = officer(Role.COUNTY_OFFICER, "440204")

    refused = keep("否", clerk)
    kept_before = FactSheet.objects.count()
    kept = keep("是", clerk)

    assert (refused.taken, kept_before) == (0, 0)
    assert "没有凭证，不能登记扣减" in refused.problems[0].reason
    assert (kept.taken, FactSheet.objects.count()) == (2, 1)
    stated = {
        "area_kind": "URBAN",
        "members": [
            {
                "relation": "HEAD",
                "born_on": date(1980, 5, 5),
                "wages_fen": 300_000,
                "illness_cost_fen": 80_000,
                "illness_proof": True,
            },
            {"relation": "SPOUSE", "born_on": date(1982, 1, 1)},
        ],
    }
    found = assess(file_book(), "DIBAO", QUANGANG, ON, stated)
    assert found.values["income"] == 220_000
    said = {(one.label, one.result, one.article) for one in sheet_of(found).lines}
    assert ("扣减因病支出", "800.00元/月", "最低生活保障审核确认办法第十三条第三款") in said
