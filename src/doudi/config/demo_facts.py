"""Gives the demo county's families on the dibao and tekun lists facts, so that a study has something to say.

Standards and incomes are made up: what a family gets by the list is what the made-up standard leaves over.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import whole_years
from doudi.policy.money import write_money
from doudi.registry.models import Enrolment, HouseholdMember
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.services.changes import ValueDraft, draft_change, put_value, submit_change
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.services.studies import attach_study
from doudi.studies.models import FactSheet
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.services.what_ifs import request_study, run_study
from doudi.studies.states import FactSource

STANDARDS = {"dibao.standard_urban": 900, "dibao.standard_rural": 760}  # yuan a month; made up
MADE_UP = "演示数据（虚构，不是任何地方的标准）"
DRIFTED = 12  # one family in so many earns more than its list knows
ADULT, OLD = 18, 60
RELATIONS = {"SON": "CHILD", "DAUGHTER": "CHILD"}  # the others are called the same
CUT = 100  # yuan by which the study shown tries a lower standard


def give_facts(region: str, *, on: date, at: datetime) -> int:
    """Set the made-up standards and record facts for every family on the two lists, once; return how many."""
    if FactSheet.objects.filter(division__startswith=region).exists():
        return 0
    _set_standards(region, at=at)
    given = record_sheets(list(_sheets(region, on)), source=FactSource.DEMO, by=SYSTEM, at=at)
    if given:
        _show_a_study(region, on, at=at)
    return given


def _show_a_study(region: str, on: date, *, at: datetime) -> None:
    """Try a lower standard, so that the studio is not empty when somebody looks in."""
    officer = User.objects.get(username=f"county{region}")
    held = book().parameters(region, on)
    changes = [
        {"key": key, "value": write_money(int(str(held[key].value)) - CUT * 100), "unit": ""}
        for key in STANDARDS
        if key in held
    ]
    study = request_study(
        region=region, on=on, title=f"城乡低保标准各降 {CUT} 元", changes=changes, by=officer, at=at
    )
    run_study(study, by=officer, at=at)


def _set_standards(region: str, *, at: datetime) -> None:
    """Let one officer propose the demo's standards and another approve them, where the files have none."""
    missing = [key for key in STANDARDS if key not in book().parameters(region, at.date())]
    if not missing or Proposal.objects.filter(region=region).exists():
        return
    officer = User.objects.get(username=f"county{region}")
    reviewer = User.objects.get(username=f"review{region}")
    drafts = [ValueDraft(key, date(at.year, 1, 1), STANDARDS[key], MADE_UP, "演示") for key in missing]
    proposal = draft_change(
        region, title="演示用的低保标准（虚构）", reason=MADE_UP, value=drafts[0], by=officer, at=at
    )
    for draft in drafts[1:]:
        put_value(proposal, draft, by=officer, at=at)
    attach_study(
        proposal, households=0, leaving=0, lowered=0, entering=0, monthly_change_fen=0, by=officer, at=at
    )
    proposal = submit_change(
        proposal, by=officer, at=at, retroactive=True, retroactive_reason="演示县从年初起用这套虚构标准。"
    )
    approve_change(proposal, by=reviewer, at=at)


def _sheets(region: str, on: date) -> Iterator[NewSheet]:
    lists = valid_enrolments().filter(
        division__startswith=region,
        programme__in=(Programme.DIBAO, Programme.TEKUN),
        valid_to__isnull=True,
        household__isnull=False,
    )
    listed: dict[int, list[Enrolment]] = {}
    for enrolment in lists.select_related("household").order_by("household_id", "id"):
        listed.setdefault(enrolment.household_id or 0, []).append(enrolment)
    members: dict[int, list[HouseholdMember]] = {}
    living = HouseholdMember.objects.filter(household__in=listed, valid_to__isnull=True)
    for member in living.select_related("person").order_by("household_id", "id"):
        members.setdefault(member.household_id, []).append(member)
    for household, enrolments in listed.items():
        people = members.get(household, [])
        if people:
            yield _sheet(household, enrolments, people, on)


def _sheet(
    household: int, enrolments: Sequence[Enrolment], people: Sequence[HouseholdMember], on: date
) -> NewSheet:
    chance = random.Random(f"{household}:{len(people)}")  # noqa: S311 - the same family every time
    aided = {each.person_id: each for each in enrolments}
    first = enrolments[0]
    urban = first.category == "URBAN"
    members = [_member(each, aided.get(each.person_id), on, chance) for each in people]
    if all(member["relation"] != "HEAD" for member in members):
        members[0]["relation"] = "HEAD"
    if first.programme == Programme.DIBAO:
        _earn(members, enrolments, urban=urban, chance=chance)
    facts = {
        "area_kind": "URBAN" if urban else "RURAL",
        "houses": 1,
        "deposits_fen": chance.randrange(0, 30) * 100_000 * chance.randrange(0, 2),
        "members": members,
    }
    home = first.household
    assert home is not None  # noqa: S101 - the query asked for it
    return NewSheet(household, home.division, facts, [each.person_id for each in people], on)


def _member(
    each: HouseholdMember, enrolment: Enrolment | None, on: date, chance: random.Random
) -> dict[str, Any]:
    """Return what is said of one member besides income."""
    years = whole_years(each.person.born_on, on)
    said: dict[str, Any] = {
        "relation": RELATIONS.get(each.relation, each.relation),
        "born_on": each.person.born_on.isoformat(),
        "marriage": "MARRIED" if each.relation == "SPOUSE" else "SINGLE",
    }
    if ADULT > years > 6:
        said["schooling"] = "PRIMARY" if years < 12 else "JUNIOR" if years < 15 else "SENIOR"
    if enrolment is not None and enrolment.labour == "NONE" and years >= ADULT:
        said["can_work"] = False
        if chance.random() < 0.4:
            said["disability_kind"] = chance.choice(("LIMB", "SIGHT", "INTELLECT", "MENTAL"))
            said["disability_level"] = chance.randrange(1, 5)
        elif chance.random() < 0.3:
            said["serious_illness"] = True
    if years >= OLD:
        said["can_work"] = False
    return said


def _earn(
    members: Sequence[dict[str, Any]], enrolments: Sequence[Enrolment], *, urban: bool, chance: random.Random
) -> None:
    """Give the family the income its amount on the list leaves over, most of it to those who can work."""
    standard = STANDARDS["dibao.standard_urban" if urban else "dibao.standard_rural"] * 100
    paid = sum(each.amount_fen or 0 for each in enrolments)
    income = max(standard * len(members) - paid, 0)
    if chance.randrange(DRIFTED) == 0:
        income = income * 2 + 20_000
    able = [each for each in members if each.get("can_work", True) and "schooling" not in each]
    earners: Sequence[Mapping[str, Any]] = able or members[:1]
    share = income // len(earners) // 100 * 100
    for each in members:
        if any(each is one for one in earners):
            each["wages_fen" if able else "other_transfer_fen"] = share
            each["work"] = "FLEXIBLE" if able else "NONE"
