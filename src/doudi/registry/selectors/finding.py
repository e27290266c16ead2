"""Finds people by whatever a clerk types: number, name, part of it, initials, household number, account."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.common.keys import ring
from doudi.common.scope import Scope
from doudi.kernel.identity import read_number
from doudi.kernel.names import name_key
from doudi.kernel.tokens import Token, digest_token, token_of
from doudi.registry.models import (
    AccountEnd,
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdNumber,
    Identity,
    KnownName,
    Person,
)
from doudi.registry.selectors import households_within, people_within, valid_enrolments
from doudi.registry.selectors.former import people_formerly

SHORTEST_PART = 2
NAME_LENGTH = 60
END, END_LENGTHS = "account_end", (4, 5, 6)


def find_people(text: str, *, scope: Scope) -> QuerySet[Person]:
    """Return the people a clerk means, of a scope.

    A former number or name finds the person too. A part of a name is looked for from its second character
    on; a household's number finds everybody who lives in it; an account is given whole or by its last 4 to 6
    digits.
    """
    wanted = text.replace("\0", "").strip()
    people = people_within(scope)
    number = read_number(wanted).number
    if number is not None:
        return people.filter(_of_token(token_of(ring().token, number))).distinct()
    key = name_key(wanted)[:NAME_LENGTH]
    if not key:
        return people.none()
    return people.filter(_named(key) | _in_household(wanted) | _paid_to(wanted)).distinct().order_by("id")


def households_of(text: str, *, scope: Scope) -> QuerySet[Household]:
    """Return the households of a scope in which somebody lives whom a clerk means."""
    living = HouseholdMember.objects.filter(person__in=find_people(text, scope=scope), valid_to__isnull=True)
    return households_within(scope).filter(pk__in=living.values("household_id")).order_by("division", "id")


def _of_token(token: Token) -> Q:
    owners = Identity.objects.filter(token_high=token.high, token_low=token.low)
    formerly = Q(pk__in=people_formerly(token))
    return formerly | Q(pk__in=owners.values("person_id")) | Q(pk__in=owners.values("person__same_as_id"))


def _named(key: str) -> Q:
    also = KnownName.objects.filter(name_key__startswith=key).values("person_id")
    found = Q(name_key__startswith=key) | Q(pk__in=also)
    if key.isascii():
        return found | Q(initials__startswith=key.lower())
    return found | Q(name_key__contains=key) if len(key) >= SHORTEST_PART else found


def _in_household(number: str) -> Q:
    homes = HouseholdNumber.objects.filter(number=number).values("household_id")
    living = HouseholdMember.objects.filter(household__in=homes, valid_to__isnull=True)
    return Q(pk__in=living.values("person_id"))


def _paid_to_one_that_ends(digits: str) -> QuerySet[Enrolment, int]:
    ends = {f"last_{len(digits)}": digest_token(ring().token, END, digits).high}
    same = AccountEnd.objects.filter(
        **ends, account_low=OuterRef("account_low"), account_high=OuterRef("account_high")
    )
    return valid_enrolments().filter(Exists(same)).values_list("person_id", flat=True)


def _paid_to(account: str) -> Q:
    digits = account.replace(" ", "")
    if not digits.isdigit():
        return Q(pk__in=())
    if len(digits) in END_LENGTHS:
        return Q(pk__in=_paid_to_one_that_ends(digits))
    token = digest_token(ring().token, "account", digits) if digits.strip("0") else Token(0, 0)
    whole = valid_enrolments().filter(account_high=token.high, account_low=token.low)
    return Q(pk__in=whole.values("person_id"))
