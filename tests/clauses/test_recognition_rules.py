"""Who may recognise a layer, and which recognised families a moved line leaves outside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.registry.models import HouseholdMember, Person, Recognition
from doudi.rulebook.catalogue import forget
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.states import FactSource
from tests.clauses.rule_answers import approved, head
from tests.county import COUNTY, County, logged_in, monitored

TODAY = date(2026, 11, 3)
FINDING = {
    "category": "NEAR_DIBAO",
    "recognised_by": "浈江区民政局",
    "reason": "人均收入低于边缘线，财产符合规定",
    "valid_from": "2026-11-02",
}


@pytest.fixture
def family(county: County) -> Person:
    """Give a family of the register that states wages of 1,100 yuan a head, where the standard is 800."""
    forget()
    county.send("poverty_register", [monitored(1, 户编号="P1")])
    person = Person.objects.get()
    home = HouseholdMember.objects.get(person=person).household
    stated: dict[str, Any] = {"area_kind": "URBAN", "members": [head(wages_fen=110_000)]}
    stated["members"][0]["born_on"] = "1985-03-01"
    sheet = NewSheet(home.pk, person.division, stated, [person.pk], TODAY)
    record_sheets([sheet], source=FactSource.TYPED, by=county.people["county"], at=county.at)
    approved({"dibao.standard_urban": (800, TODAY)})
    return person


def asked_to_recognise(client: Client, person: Person, **said: str) -> int:
    return client.post(f"/people/{person.pk}/recognition/", FINDING | said).status_code


def waiting(client: Client) -> list[tuple[str, ...]]:
    return [each.reasons for each, _ in client.get("/rules/recognitions/").context["outside"]]


@pytest.mark.clause("MS-2.3d")
def test_only_civil_affairs_recognises_the_edge_and_a_moved_line_fills_the_review_list(
    county: County, family: Person
) -> None:
    revitalisation = logged_in(county.hire(Role.DEPARTMENT_LIAISON, COUNTY))
    civil_affairs = logged_in(county.people["east"])

    assert asked_to_recognise(revitalisation, family) in (403, 404)
    assert not Recognition.objects.exists()
    asked_to_recognise(civil_affairs, family, category="DIBAO")
    asked_to_recognise(civil_affairs, family, category="TEKUN")
    assert not Recognition.objects.exists()  # these two come from civil affairs' own lists only
    asked_to_recognise(civil_affairs, family)
    assert [one.category for one in Recognition.objects.all()] == ["NEAR_DIBAO"]

    assert waiting(civil_affairs) == []
    approved({"near_dibao.multiple": ("1.3", TODAY)})
    ((reason,),) = waiting(civil_affairs)
    assert "不低于低保边缘收入线" in reason
    assert waiting(logged_in(county.people["west"])) == []
    assert Recognition.objects.get().valid_to is None
    assert Entry.objects.filter(action="rulebook.recognitions_seen").count() == 1


def test_a_recognised_family_without_facts_is_named_as_such(county: County, family: Person) -> None:
    county.send("poverty_register", [monitored(1, 户编号="P1"), monitored(2, 户编号="P2")], period="2026-11")
    other = Person.objects.exclude(pk=family.pk).get()
    asked_to_recognise(logged_in(county.people["east"]), other)

    page = logged_in(county.people["county"]).get("/rules/recognitions/")

    assert "还没有家庭情况表" in page.content.decode()
    assert page.context["unknown_count"] == 1
