"""A county that can decide: a family with facts on record, and its own paper for every value none says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.kernel.names import name_key
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.rulebook.catalogue import file_book
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.states import ProposalStatus
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.states import FactSource
from tests.county import COUNTY, VILLAGE, County, build_county

BATCH = "00000000-0000-4000-8000-000000000001"
STANDARDS = {"dibao.standard_rural": 700, "dibao.standard_urban": 700}
SINCE, ON = date(2026, 1, 1), date(2026, 11, 2)
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def deciding_county() -> County:
    """Return a county that registered its standard, and its own paper for every value no document says."""
    county = build_county()
    register(county.people["county"], county.people["review"])
    return county


def register(by: User, checker: User) -> None:
    """Register these values with the county as two people do."""
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
    held = file_book().parameters(COUNTY, ON).values()
    values = {one.key: one.written["value"] for one in held if not one.document} | STANDARDS
    for key, value in values.items():
        ProposedValue.objects.create(
            proposal=made,
            region=COUNTY,
            key=key,
            begins=SINCE,
            written=value,
            document="某县民发〔2026〕9号",
            article="一",
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
