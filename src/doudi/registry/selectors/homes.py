"""Answers in whose household people live, and who speaks for a household: the ground that facts stand on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from doudi.common.scope import Scope
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.registry.selectors import households_within


def anchor_of(household: Household) -> Person | None:
    """Return the person a household's facts are kept under: its head, else whoever came first."""
    members = [member for member in household.members.all() if member.valid_to is None]
    head = next((each for each in members if each.person_id == household.head_id), None)
    first = head or (members[0] if members else None)
    return first.person if first else None


def people_of(household: Household) -> list[int]:
    """Return who lives in a household now."""
    living = HouseholdMember.objects.filter(household=household, valid_to__isnull=True)
    return list(living.values_list("person_id", flat=True))


def homes_within(scope: Scope) -> dict[int, int]:
    """Return the household of each person who lives in a scope now."""
    living = HouseholdMember.objects.filter(scope.q("household__division"), valid_to__isnull=True)
    return dict(living.values_list("person_id", "household_id"))


def of_homes_within(scope: Scope) -> Q:
    """Return the filter on facts about people who live in a scope now, whoever stands for them.

    It asks where their household lies: somebody's own place may be known less exactly than their head's.
    """
    living = HouseholdMember.objects.filter(scope.q("household__division"), valid_to__isnull=True)
    people = living.values("person_id")
    return Q(person__in=people) | Q(person__same_as__in=people)


def homes_of(people: Iterable[Person]) -> dict[int, int]:
    """Return the household in which each of some people lives now, whoever stands for them."""
    stands_for = {person.pk: person.same_as_id or person.pk for person in people}
    living = HouseholdMember.objects.filter(person__in=set(stands_for.values()), valid_to__isnull=True)
    homes = dict(living.values_list("person_id", "household_id"))
    return {person: homes[one] for person, one in stands_for.items() if one in homes}


def heads_of(households: Iterable[int], *, scope: Scope) -> dict[int, tuple[str, str]]:
    """Return whose each of these households is and where it lies."""
    found = households_within(scope).filter(pk__in=list(households))
    heads = {}
    for household in found:
        anchor = anchor_of(household)
        heads[household.pk] = (anchor.name if anchor else "（无在户成员）", household.division)
    return heads
