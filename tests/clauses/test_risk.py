"""Risk is assessed person by person, and what is due or missing waits on the home page."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from doudi.monitoring.models import RiskAssessment
from tests.county import County, logged_in, monitored, name, on_dibao, person

GAP = "monitored-without-aid"


@pytest.fixture
def three_without_aid(county: County) -> County:
    """Give a county in which three monitored people are in no programme."""
    county.send("poverty_register", [monitored(order) for order in range(3)])
    county.send("dibao", [on_dibao(8)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()
    return county


@pytest.mark.clause("ZJ-2.1.1c")
def test_factors_give_a_level_that_names_them_and_whoever_has_none_is_a_to_do(
    three_without_aid: County,
) -> None:
    entry = three_without_aid.entries(GAP)[0]
    east = logged_in(three_without_aid.people["east"])
    assert name(0) in {str(todo.title).split("：")[0] for todo in east.get("/").context["todos"]}
    before = [str(todo.title) for todo in east.get("/").context["todos"] if todo.badge == "未评定"]

    east.post(
        f"/ledger/{entry.pk}/risk/",
        {"medical_share": "80", "no_labour": "on", "next_review_on": "2027-02-01"},
    )

    page = east.get(f"/ledger/{entry.pk}/").content.decode()
    assert "高风险" in page
    assert "医疗支出占家庭收入、家中无劳动力" in page
    after = [str(todo.title) for todo in east.get("/").context["todos"] if todo.badge == "未评定"]
    assert (len(before), len(after)) == (3, 2)
    assert f"{entry.person.name}：还没有评定风险" in set(before) - set(after)  # type: ignore[union-attr]

    unstable = {"unstable_income": "on", "next_review_on": "2027-03-01"}
    untold = east.post(f"/ledger/{entry.pk}/risk/", unstable)
    assert (untold.status_code, "不清楚的先核实" in untold.content.decode()) == (422, True)
    east.post(f"/ledger/{entry.pk}/risk/", {**unstable, "medical_share": "0"})
    history = RiskAssessment.objects.filter(entry=entry).order_by("id")
    assert [(made.level, made.assessed_by.username) for made in history] == [
        ("HIGH", "township-officer-001"),
        ("LOW", "township-officer-001"),
    ]


@pytest.mark.clause("QG-1.3")
def test_a_high_risk_counts_on_the_home_page_and_its_review_becomes_overdue(
    three_without_aid: County, settings: Settings
) -> None:
    entry = three_without_aid.entries(GAP)[0]
    east = logged_in(three_without_aid.people["east"])
    assert east.get("/").context["desk"].high_risk == 0

    east.post(
        f"/ledger/{entry.pk}/risk/",
        {
            "level": "HIGH",
            "measures": "先给临时救助",
            "medical_share": "0",
            "unsafe_dwelling": "on",
            "next_review_on": "2026-11-10",
        },
    )

    home = east.get("/")
    assert home.context["desk"].high_risk == 1
    assert "高风险" in home.content.decode()
    page = east.get(f"/ledger/{entry.pk}/").content.decode()
    assert all(text in page for text in ("住房不安全", "先给临时救助", "2026-11-10", "乡镇经办"))
    settings.APP_CLOCK = "frozen:2026-11-11T09:00+08:00"
    todos = logged_in(three_without_aid.people["east"]).get("/").context["todos"]
    due = [todo for todo in todos if str(todo.title) == f"{entry.person.name}：到了风险复评日"]  # type: ignore[union-attr]
    assert [todo.due for todo in due] == ["已逾期 1 天"]
