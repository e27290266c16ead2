"""Who may recognise a family on the edge of dibao, and which are looked at again when the line moves."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.common.scope import Scope
from doudi.registry.models import Person, Recognition
from doudi.registry.states import Sex
from doudi.rulebook.selectors.lines import near_dibao_to_review
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.tests.rules import COUNTY, MONDAY, proposer, reviewer, submitted, value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
HERE = Scope.of([COUNTY])
TYPED = {
    "category": "NEAR_DIBAO",
    "recognised_by": "浈江区民政局",
    "reason": "人均收入在标准的一点五倍以内",
    "valid_from": "2026-11-02",
}


def somebody() -> Person:
    return Person.objects.create(
        name="陈国英",
        sex=Sex.FEMALE,
        born_on=date(1960, 5, 17),
        division="440204101201",
        created_at=MONDAY,
    )


@pytest.mark.clause("MS-2.3d")
def test_only_civil_affairs_recognises_and_a_moved_line_fills_the_list_for_review() -> None:
    person = somebody()
    address = reverse("desk:recognition", args=[person.pk])
    other_office = browser_of(officer(Role.DEPARTMENT_LIAISON, COUNTY, name="乡村振兴局"))

    assert other_office.post(address, TYPED).status_code == 404
    assert not Recognition.objects.exists()
    town = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204101"))
    assert town.post(address, TYPED).status_code == 302
    assert Recognition.objects.get().category == "NEAR_DIBAO"
    assert near_dibao_to_review(HERE, date(2026, 11, 30)) == []

    raised = value("1.8", key="near_dibao.multiple", begins=date(2026, 12, 1))
    approve_change(submitted(proposer(), raised), by=reviewer(), at=MONDAY)

    assert near_dibao_to_review(HERE, date(2026, 11, 30)) == []
    again = near_dibao_to_review(HERE, date(2026, 12, 1))
    assert [each.recognition.person for each in again] == [person]
    assert again[0].because == "收入线（低保标准倍数）自2026年12月1日起为1.8倍（韶浈民〔2026〕9号第三条）"
    Recognition.objects.create(
        person=somebody(),
        category="NEAR_DIBAO",
        recognised_by="浈江区民政局",
        reason="按新的收入线认定",
        valid_from=date(2026, 12, 2),
        recorded_by="county",
        recorded_at=MONDAY,
    )
    assert [each.recognition.person for each in near_dibao_to_review(HERE, date(2026, 12, 3))] == [person]
    page = browser_of(proposer("4402")).get(reverse("rulebook:exits")).content.decode()
    assert "要重新认定的低保边缘家庭" in page
