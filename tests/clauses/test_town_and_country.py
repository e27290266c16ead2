"""How far the standards of town and country lie apart, and in which rules they still differ."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from tests.clauses.rule_answers import COUNTY, approved

pytestmark = pytest.mark.django_db
EARLIER, SPRING, TODAY = date(2024, 4, 1), date(2025, 4, 1), date(2026, 11, 2)


@pytest.fixture
def clerk(settings: Settings) -> Client:
    """Return the browser of a county's clerk on a Monday in November 2026."""
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def shown(clerk: Client) -> tuple[list[str], list[str]]:
    """Return the newest line of the dibao standards' table, and every point of the curve."""
    page = clerk.get("/rules/groups/standards/").content.decode()
    card = page[page.index('<h2 class="card-title">') :]
    row = re.findall(r"<td.*?</td>", card.partition("<tbody>")[2].partition("</tr>")[0])
    curve = re.search(r'<script id="[^"]*" type="application/json">(.*?)</script>', card)
    assert curve is not None
    return [re.sub(r"<[^>]+>", "", cell) for cell in row], json.loads(curve[1])["series"][0]["data"]


@pytest.mark.clause("MS-2.9b")
def test_the_ratio_of_town_to_country_shrinks_and_the_curve_has_one_point_more(clerk: Client) -> None:
    approved({"dibao.standard_urban": (690, EARLIER), "dibao.standard_rural": (460, EARLIER)}, reason="补登")
    approved({"dibao.standard_urban": (700, SPRING), "dibao.standard_rural": (500, SPRING)}, reason="补登")
    before, curve = shown(clerk)
    assert before[1:4] == ["700.00", "500.00", "1.40"]

    approved({"dibao.standard_rural": (600, TODAY)})
    after, longer = shown(clerk)

    assert after[1:4] == ["700.00", "600.00", "1.17"]
    assert longer == [*curve, "1.17"]

    aspects = ("CONDITIONS", "PROCESS", "MANAGEMENT", "STANDARD")
    for_all = {"urban": "按月", "rural": "按季", "target_year": "2027"}
    answers = [clerk.post("/rules/groups/differences/", {**for_all, "aspect": aspect}) for aspect in aspects]
    assert [answer.status_code for answer in answers] == [302] * 4
    page = clerk.get("/rules/groups/standards/").content.decode()
    assert page.count('<td data-label="目标年度">2027</td>') == 4
