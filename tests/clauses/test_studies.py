"""A change of the rules is tried on everybody who receives before it may take effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.registry.models import Enrolment, HouseholdMember
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, listed, listing
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.services import decisions
from doudi.rulebook.services.changes import ValueDraft, draft_change, put_value, submit_change
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.services.studies import attach_study
from doudi.rulebook.states import ProposalStatus
from doudi.studies.models import FactSheet, WhatIfStudy
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.states import Effect, FactSource

pytestmark = pytest.mark.django_db
COUNTY, TODAY, NEXT_YEAR = "440204", date(2026, 11, 2), date(2027, 1, 1)
SHARE = "income.work_cost_wage_share"
RECIPIENTS, AT_THE_EDGE = 20, 2


def draft(key: str, written: object, begins: date = TODAY) -> ValueDraft:
    return ValueDraft(key, begins, written, "韶浈民〔2026〕9号", "第三条")


def county_rules(by: User, city: User) -> None:
    """Let the county have a standard and deduct a fifth of wages, approved while no family is known yet."""
    values = [
        draft("dibao.standard_urban", 720),
        draft("dibao.standard_rural", 720),
        draft("income.work_cost_method", "WAGE_SHARE"),
        draft(SHARE, "20%"),
    ]
    proposal = draft_change(COUNTY, title="本地办法", reason="本地办法", value=values[0], by=by, at=MONDAY)
    for each in values[1:]:
        put_value(proposal, each, by=by, at=MONDAY)
    attach_study(
        proposal, households=0, leaving=0, lowered=0, entering=0, monthly_change_fen=0, by=by, at=MONDAY
    )
    approve_change(submit_change(proposal, by=by, at=MONDAY), by=city, at=MONDAY)


def recipients() -> None:
    """Put people who live alone on the dibao list; for two of them the deduction decides."""
    people = [
        listed(order, name=f"陈{'甲乙丙丁戊己庚辛壬癸'[order % 10]}{order}", household_number=str(order))
        for order in range(1, RECIPIENTS + 1)
    ]
    apply_list(listing(people), by=SYSTEM, at=MONDAY)
    sheets = []
    for place, member in enumerate(HouseholdMember.objects.select_related("household").order_by("pk")):
        said: dict[str, Any] = {"relation": "HEAD", "born_on": "1980-01-01"}
        said |= {"wages_fen": 88_000, "work": "EMPLOYED"} if place < AT_THE_EDGE else {}
        facts = {"area_kind": "RURAL", "members": [said]}
        sheets.append(
            NewSheet(member.household_id, member.household.division, facts, [member.person_id], TODAY)
        )
    record_sheets(sheets, source=FactSource.WORKBOOK, by=SYSTEM, at=MONDAY)


@pytest.mark.clause("SX-2.2.1.1")
def test_a_lower_deduction_lists_who_would_leave_and_above_five_per_cent_waits_for_the_level_above() -> None:
    by, county = officer(Role.COUNTY_OFFICER, COUNTY), officer(Role.COUNTY_REVIEWER, COUNTY)
    city = officer(Role.SUPERVISOR, "4402")
    county_rules(by, city)
    recipients()
    formal = list(Enrolment.objects.values()), list(FactSheet.objects.values())
    lower = draft(SHARE, "10%", NEXT_YEAR)
    proposal = draft_change(COUNTY, title="扣减比例调低", reason="试", value=lower, by=by, at=MONDAY)

    browser = browser_of(by)
    browser.post(reverse("studies:study_change", args=[proposal.pk]))

    study = WhatIfStudy.objects.get()
    assert {key: study.tally[key] for key in ("aided", "leaving", "lowered", "entering")} == {
        "aided": RECIPIENTS,
        "leaving": AT_THE_EDGE,
        "lowered": 0,
        "entering": 0,
    }
    told = browser.get(reverse("studies:study_losers", args=[study.pk])).content.decode()
    gone = [line.sheet.people[0] for line in study.lines.filter(effect=Effect.OUT, programme="DIBAO")]
    names = HouseholdMember.objects.filter(person__in=gone).values_list("person__name", flat=True)
    assert len(names) == AT_THE_EDGE
    assert [name for name in names if name not in told] == []
    assert (list(Enrolment.objects.values()), list(FactSheet.objects.values())) == formal

    submit_change(proposal, by=by, at=MONDAY)
    page = reverse("rulebook:change", args=[proposal.pk])
    assert 'data-dialog="approve" disabled' in browser_of(county).get(page).content.decode()
    with pytest.raises(decisions.ApprovalFromAboveMissing, match="超过5%"):
        approve_change(proposal, by=county, at=MONDAY)
    assert book().parameters(COUNTY, NEXT_YEAR)[SHARE].written["value"] == "20%"
    assert 'data-dialog="approve" disabled' not in browser_of(city).get(page).content.decode()
    approve_change(proposal, by=city, at=MONDAY)
    assert Proposal.objects.get(pk=proposal.pk).status == ProposalStatus.APPROVED
    assert book().parameters(COUNTY, NEXT_YEAR)[SHARE].written["value"] == "10%"
