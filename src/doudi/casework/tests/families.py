"""A county that can decide: a family with facts on record, and its own paper for every value none says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.kernel.names import name_key
from doudi.policy.book import Book, Overlay, load_book
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.states import ProposalStatus
from doudi.studies.services import kept
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.states import FactSource
from tests.county import COUNTY, VILLAGE

BATCH = "00000000-0000-4000-8000-000000000001"
STANDARD = {"value": 700, "document": "某区民发〔2026〕1号", "article": "一", "verified": True}
PAPER = {"document": "某县民发〔2026〕9号", "article": "一", "verified": True}
SINCE, ON = date(2026, 1, 1), date(2026, 11, 2)
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def book_with_papers(values: dict[str, dict[str, Any]]) -> Book:
    """Return the real rules with these values of the county's, and its paper for what no document says."""
    rules = load_book(Path(installed.DOUDI_POLICIES))
    return rules.with_values([*_papers(rules), *_own(values)])


def _papers(rules: Book) -> list[Overlay]:
    held = rules.parameters(COUNTY, ON)
    return [
        Overlay(COUNTY, one.key, SINCE, None, {"value": one.written["value"], **PAPER})
        for one in held.values()
        if not one.document
    ]


def _own(values: dict[str, dict[str, Any]]) -> list[Overlay]:
    return [Overlay(COUNTY, key, SINCE, None, written) for key, written in values.items()]


def let_decide(monkeypatch: pytest.MonkeyPatch, **values: dict[str, Any]) -> Book:
    """Let this installation's sheets be made by such rules."""
    standards = {"dibao.standard_rural": STANDARD, "dibao.standard_urban": STANDARD}
    rules = book_with_papers({**standards, **values})
    monkeypatch.setattr(kept, "book", lambda at=None: rules)
    return rules


def register(by: User, checker: User) -> None:
    """Register these values with the county as two people do, for tests that patch nothing."""
    made = Proposal.objects.create(
        region=COUNTY,
        title="登记本县数值",
        reason="本县文件写明的数值",
        status=ProposalStatus.APPROVED,
        proposed_by=by,
        drafted_at=AT,
        proposed_at=AT,
        decided_by=checker,
        decided_at=AT,
    )
    standards = {"dibao.standard_rural": STANDARD, "dibao.standard_urban": STANDARD}
    for one in [*_papers(load_book(Path(installed.DOUDI_POLICIES))), *_own(standards)]:
        ProposedValue.objects.create(
            proposal=made,
            region=one.region,
            key=one.key,
            begins=one.begins,
            written=one.written["value"],
            document=one.written["document"],
            article=one.written["article"],
            stands=True,
        )


def family(
    village: str = VILLAGE, *, name: str = "陈大文", wages_fen: int = 40_000, children: int = 0
) -> Household:
    """Return a family of a head, a spouse and children of whom the facts are on record."""
    household = Household.objects.create(division=village, created_at=AT)
    born = [("HEAD", "1970-05-17"), ("SPOUSE", "1972-01-08"), *[("CHILD", "2015-03-01")] * children]
    people = [
        _person(household, village, name if relation == "HEAD" else f"{name[0]}某{number}", relation, day)
        for number, (relation, day) in enumerate(born)
    ]
    members: list[dict[str, Any]] = [{"relation": relation, "born_on": day} for relation, day in born]
    members[0]["wages_fen"] = wages_fen
    facts = {"area_kind": "RURAL", "members": members}
    sheet = NewSheet(household.pk, village, facts, [one.pk for one in people], ON)
    record_sheets([sheet], source=FactSource.TYPED, by=SYSTEM, at=AT)
    return household


def _person(household: Household, village: str, name: str, relation: str, born_on: str) -> Person:
    person = Person.objects.create(
        name=name,
        name_key=name_key(name),
        sex="MALE",
        born_on=date.fromisoformat(born_on),
        division=village,
        created_at=AT,
    )
    HouseholdMember.objects.create(
        household=household, person=person, relation=relation, valid_from=SINCE, batch=BATCH
    )
    if relation == "HEAD":
        household.head = person
        household.save(update_fields=["head"])
    return person
