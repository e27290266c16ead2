"""Answers questions about people, households and enrolments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.registry.models import Enrolment, Household, HouseholdMember, Identity, MonthLock, Person
from doudi.registry.states import AID, IdentityStanding

ROWS_AT_ONCE = 5000


def is_month_closed(region: str, period: str) -> bool:
    """Say whether a county's month is closed; a township's month is its county's."""
    return MonthLock.objects.filter(region=region[:6], period=period).exists()


def people_within(scope: Scope) -> QuerySet[Person]:
    """Return the people who live within a scope or stand on a list within it, each once.

    A record that is another one's person is not among them: the other stands for both.
    """
    listed = valid_enrolments().filter(scope.q("division")).values("person_id")
    return Person.objects.filter(scope.q("division") | Q(pk__in=listed), same_as__isnull=True)


def who_stands_for() -> dict[int, int]:
    """Return who stands for each person whose record an officer held to be another one's."""
    joined = Person.objects.filter(same_as__isnull=False).values_list("pk", "same_as_id")
    return {pk: same_as for pk, same_as in joined if same_as}


def records_of(person: Person) -> list[int]:
    """Return the keys of all records that are one person."""
    return [person.pk, *Person.objects.filter(same_as=person).values_list("pk", flat=True)]


def households_within(scope: Scope) -> QuerySet[Household]:
    """Return the households seated within a scope, their members ready."""
    members = HouseholdMember.objects.filter(valid_to__isnull=True).select_related("person").order_by("id")
    return Household.objects.filter(scope.q("division")).prefetch_related(Prefetch("members", members))


def valid_enrolments() -> QuerySet[Enrolment]:
    """Return the spells that hold; those voided are kept for what stands on them and count no more."""
    return Enrolment.objects.filter(voided_at__isnull=True)


def enrolments_in(period: Period) -> QuerySet[Enrolment]:
    """Return the enrolments that stand at some time in a month."""
    begins, ends = period.first_day, period.next().first_day
    return (
        valid_enrolments()
        .filter(valid_from__lt=ends)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=begins))
    )


def people_by_token(tokens: Iterable[Token]) -> dict[Token, Person]:
    """Return the people of these tokens: of each number the one the equation counts."""
    wanted = sorted({(token.high, token.low) for token in tokens})
    found: dict[Token, Person] = {}
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        part = wanted[start : start + ROWS_AT_ONCE]
        identities = (
            Identity.objects.filter(
                token_high__in=[high for high, _ in part], standing=IdentityStanding.CONFIRMED
            )
            .select_related("person__same_as")
            .defer("number")
        )
        for identity in identities:
            token = Token(identity.token_high, identity.token_low)
            found[token] = identity.person.same_as or identity.person
    return {token: found[token] for token in (Token(*pair) for pair in wanted) if token in found}


def aided_people(period: Period, region: str) -> set[int]:
    """Return the people on any programme that gives something, in a month (在享)."""
    standing = enrolments_in(period).filter(Scope.of([region]).q("division"), programme__in=AID)
    return set(standing.values_list("person_id", flat=True))
