"""A county with two townships whose documents hand nothing down, and officers of both levels."""

from __future__ import annotations

from datetime import UTC, date, datetime

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.delegation.models import DelegatedPlace, Delegation
from doudi.delegation.rules.competence import Question
from doudi.delegation.selectors.obstacles import Draft
from doudi.delegation.services.granting import grant, propose
from doudi.regions.tests.factories import division

COUNTY, EAST, WEST = "440204", "440204101", "440204102"
EAST_VILLAGE = "440204101201"
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY, NEXT_YEAR = date(2026, 11, 2), date(2027, 1, 1)
DECREE = "韶浈民〔2026〕12号"


def places() -> None:
    """Make the divisions of the county."""
    division(EAST, "新韶镇")
    division(WEST, "乐园镇")


def clerk() -> User:
    """Return who proposes."""
    return officer(Role.COUNTY_OFFICER, COUNTY, username="clerk", name="陈明")


def chief() -> User:
    """Return who grants."""
    return officer(Role.COUNTY_REVIEWER, COUNTY, username="chief", name="黄强")


def draft(
    *townships: str,
    programme: str = "DIBAO",
    limit_fen: int | None = None,
    valid_from: date = TODAY,
    valid_to: date | None = None,
    matter: str = "CONFIRM",
) -> Draft:
    """Return what a county proposes; to the eastern township unless said otherwise."""
    return Draft(
        county=COUNTY,
        programme=programme,
        matter=matter,
        townships=townships or (EAST,),
        limit_fen=limit_fen,
        valid_from=valid_from,
        valid_to=valid_to,
        document=DECREE,
        article="第三条",
    )


def proposed(said: Draft, by: User, at: datetime = MONDAY) -> Delegation:
    """Return a delegation that waits."""
    return propose(said, by=by, at=at)


def granted(said: Draft, by: User, decider: User, at: datetime = MONDAY) -> DelegatedPlace:
    """Return the first township of a delegation that another person has granted."""
    made = proposed(said, by, at)
    grant(made, by=decider, at=at)
    return made.places.get(township=sorted(said.townships)[0])


def asked(
    region: str = EAST,
    on: date = TODAY,
    *,
    programme: str = "DIBAO",
    accepted_on: date | None = None,
    fen: int | None = None,
    earlier_fen: int = 0,
) -> Question:
    """Return the question who decides a matter."""
    return Question(programme, region, on, accepted_on or on, fen=fen, earlier_fen=earlier_fen)
