"""A family whose members allowed to be looked up, for tests of checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from doudi.documents.tests.files import scan
from doudi.registry.models import Household, Person
from doudi.verification.catalogue import item_labels
from doudi.verification.models import CheckAuthorisation, CheckQuery, FinancialCheck
from doudi.verification.services.authorising import NewAuthority, record_authority
from doudi.verification.services.checking import NewAnswer, record_answer, request_check, start_check
from doudi.work.services.moves import Act
from tests.county import County

MONDAY = date(2026, 11, 2)


def on(day: date) -> datetime:
    """Return nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def people_of(household: Household) -> list[Person]:
    """Return who lives in a household today."""
    living = household.members.filter(valid_to__isnull=True).order_by("id")
    return [one.person for one in living.select_related("person")]


def allow(
    county: County,
    household: Household,
    person: Person,
    items: Sequence[str] = (),
    until: date = date(2027, 5, 1),
) -> CheckAuthorisation:
    """Record that a person allowed these items, or all, from Monday."""
    new = NewAuthority(
        household=household,
        person=person,
        items=items or list(item_labels()),
        signed_on=MONDAY,
        valid_from=MONDAY,
        valid_to=until,
        paper=("授权书.pdf", scan()),
    )
    return record_authority(new, act=Act(on(MONDAY), county.people["east"]))


def allow_all(county: County, household: Household) -> None:
    """Let everybody of a household allow everything."""
    for person in people_of(household):
        allow(county, household, person)


def started(county: County, household: Household, day: date = MONDAY) -> FinancialCheck:
    """Return a check whose queries are sent."""
    allow_all(county, household)
    made = request_check(household, "DIBAO", act=Act(on(day), county.people["east"]))
    return start_check(made, act=Act(on(day), county.people["county"]))


def nothing(query: CheckQuery, county: County, day: date = MONDAY) -> None:
    """Record that a source has nothing about a person."""
    answer = NewAnswer({}, day, "查询单1号", is_found=False)
    record_answer(query, answer, act=Act(on(day), county.people["county"]))


def answered(county: County, household: Household) -> FinancialCheck:
    """Return a check to which every source answered that it has nothing, but for the head's bank."""
    check = started(county, household)
    for query in check.queries.all():
        if query.source == "BANK" and query.person_id == household.head_id:
            found = NewAnswer({"bank": "农商银行", "balance_fen": "12345.67"}, MONDAY, "回函7号")
            record_answer(query, found, act=Act(on(MONDAY), county.people["county"]))
        else:
            nothing(query, county)
    return check
