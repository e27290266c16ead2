"""A district with people on lists, and months of price indices, for tests of the price subsidy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint, create_user
from doudi.audit.actors import SYSTEM
from doudi.config.made_up import made_up_number
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceHolder, PriceLaunch
from doudi.price_subsidy.services.indices import IndexDraft, record_index
from doudi.regions.models import Division
from doudi.regions.tests.factories import division
from doudi.registry.models import Enrolment, ListPublication, Person
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.states import ProposalStatus

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DISTRICT, VILLAGE = "350505", "350505101201"
OTHER_DISTRICT = "350521"
LONG_AGO = date(2018, 1, 1)
_numbers = count(1)


def place(code: str = DISTRICT) -> Division:
    """Return a division with those above it."""
    return division(code, f"样例{code}")


def hired(role: Role, code: str = DISTRICT) -> User:
    """Return an officer of a place."""
    user = create_user(
        username=f"{role.lower()}.{code}.{next(_numbers)}",
        name=str(role.label),
        password="Ceshi-2026-mima",
        number=made_up_number(User.objects.count()),
        by=SYSTEM,
        at=NOW,
        must_change=False,
    )
    appoint(user, role=role, division=place(code), by=SYSTEM, at=NOW, on=LONG_AGO)
    return user


def keeper(code: str = DISTRICT) -> User:
    """Return who records indices."""
    return hired(Role.COUNTY_OFFICER, code)


def approver(code: str = DISTRICT) -> User:
    """Return who approves."""
    return hired(Role.COUNTY_REVIEWER, code)


def person(
    *programmes: str,
    village: str = VILLAGE,
    category: str = "",
    since: date = LONG_AGO,
    until: date | None = None,
) -> Person:
    """Return somebody who stands on these lists."""
    made = Person.objects.create(
        name="陈大文", sex="MALE", born_on=date(1960, 5, 17), division=village, created_at=NOW
    )
    for programme in programmes:
        Enrolment.objects.create(
            person=made,
            programme=programme,
            category=category,
            division=village,
            valid_from=since,
            valid_to=until,
            opened_by=publication(village[:6]),
        )
    return made


def publication(region: str) -> ListPublication:
    """Return a list that was taken in, each time another."""
    return ListPublication.objects.create(
        batch=uuid4(), source=f"list{next(_numbers)}", region=region, period="2018-01", published_at=NOW
    )


def holds(who: Person, category: str, by: User, *, since: date = LONG_AGO) -> PriceHolder:
    """Record a standing that no list carries."""
    return PriceHolder.objects.create(
        person=who, category=category, valid_from=since, document="名册", recorded_by=by, recorded_at=NOW
    )


def rises(
    month: str, by: User, *, cpi: int | None = None, food: int | None = None, scpi: int | None = None,
    region: str = DISTRICT, at: datetime = NOW,
) -> list[PriceLaunch]:  # fmt: skip
    """Record a month's indices, published in the next, and return what the region's counties are told."""
    period = Period.parse(month)
    draft = IndexDraft(period, cpi, food, scpi, period.next().first_day + timedelta(days=9), "统计月报")
    record_index(region, draft, by=by, at=at)
    return list(PriceLaunch.objects.filter(period=month, region__startswith=region).order_by("region"))


def approved_value(
    region: str, key: str, written: object, begins: date, by: User, *, other: User, at: datetime = NOW,
    unit: str = "",
) -> None:  # fmt: skip
    """Let a region's value hold as if it had been proposed and approved."""
    proposal = Proposal.objects.create(
        region=region,
        title="测试",
        reason="测试",
        status=ProposalStatus.APPROVED,
        proposed_by=by,
        drafted_at=at,
        decided_by=other,
        decided_at=at,
    )
    ProposedValue.objects.create(
        proposal=proposal,
        region=region,
        key=key,
        begins=begins,
        written=written,
        unit=unit,
        document="泉港民〔2026〕1号",
        article="一",
        stands=True,
    )
