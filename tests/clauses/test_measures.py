"""Families are not only kept: work for those who can, a share of assets for those who cannot."""

from __future__ import annotations

import pytest
from django.test import Client

from doudi.registry.models import HouseholdMember
from tests.county import County, logged_in, monitored, name, on_dibao

ASSETS = {
    "kind": "ASSET_INCOME",
    "project": "村级光伏电站",
    "since": "2026-10-01",
    "year_income": "60000",
    "allotted": "1200",
}


def family(order: int, labour: str) -> dict[str, object]:
    """Return a family of one on the register."""
    return monitored(order, "脱贫户", 户编号=f"P{order}", 与户主关系="户主", 劳动能力=labour)


def give(browser: Client, order: int, measure: dict[str, str]) -> int:
    """Record a measure on the page of somebody's family."""
    home = HouseholdMember.objects.get(person__name=name(order), valid_to__isnull=True)
    return browser.post(f"/measures/{home.household_id}/", measure).status_code


def heads(browser: Client, which: str) -> list[str]:
    """Return whose families one of the two lists names."""
    return sorted(line.head for line in browser.get("/measures/").context[which])


@pytest.mark.clause("ZJ-2.2.3e")
def test_of_three_families_that_cannot_work_the_one_without_a_share_is_named_until_it_has_one(
    county: County,
) -> None:
    unable = [family(order, "无劳动能力") for order in (1, 2, 3)]
    county.send("poverty_register", [*unable, family(4, "有劳动能力")])
    east = logged_in(county.people["east"])
    assert [give(east, order, ASSETS) for order in (1, 2)] == [302, 302]

    assert heads(east, "without_assets") == [name(3)]
    assert give(east, 3, {**ASSETS, "allotted": ""}) == 422
    assert heads(east, "without_assets") == [name(3)]
    assert give(east, 3, ASSETS) == 302
    page = east.get("/measures/")
    assert page.context["without_assets_count"] == 0
    home = HouseholdMember.objects.get(person__name=name(3)).household_id
    shown = east.get(f"/measures/{home}/").content.decode()
    assert all(text in shown for text in ("村级光伏电站", "60,000.00", "1,200.00"))


@pytest.mark.clause("ZJ-4.2b")
def test_a_family_on_dibao_without_measures_is_named_and_one_that_cannot_work_needs_assets(
    county: County,
) -> None:
    county.send(
        "poverty_register", [family(1, "有劳动能力"), family(2, "无劳动能力"), family(3, "有劳动能力")]
    )
    county.send("dibao", [on_dibao(order, 户编号=f"P{order}", 与户主关系="户主") for order in (1, 2)])
    east = logged_in(county.people["east"])
    assert heads(east, "bare") == sorted([name(1), name(2)])

    job = {"kind": "EMPLOYMENT", "project": "公益性岗位", "since": "2026-10-01"}
    give(east, 1, job)
    give(east, 2, job)
    assert heads(east, "bare") == [name(2)]
    give(east, 2, ASSETS)
    assert heads(east, "bare") == []
