"""Answers what is known of the families that may fall back into poverty, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.circumstances.models import AidGiven, HouseholdCondition
from doudi.circumstances.rules.aid import Claim, claimed_twice, share_of
from doudi.circumstances.states import Aspect
from doudi.common.scope import Scope
from doudi.registry.models import HouseholdMember, PovertyStatus
from doudi.registry.rules.layers import statement_on
from doudi.registry.selectors import people_within, valid_enrolments
from doudi.registry.selectors.homes import homes_within, of_homes_within
from doudi.registry.selectors.layers import statements_of
from doudi.registry.states import KEY_CLASSES, PovertyClass, Programme, Relation

WATCHED = frozenset({*KEY_CLASSES, PovertyClass.NOT_LIFTED})
"""未脱贫户、边缘户、返贫监测户: whose circumstances must be known."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the families of a scope: by household the aspects that are lacking."""

    lacking: dict[int, tuple[Aspect, ...]]

    @property
    def whole(self) -> int:
        """Return how many families everything is known of."""
        return sum(not lacking for lacking in self.lacking.values())

    @property
    def percent(self) -> int:
        """Return the share of families everything is known of."""
        return share_of(self.whole, len(self.lacking))

    def rate(self, aspect: Aspect) -> int:
        """Return the share of families one aspect is known of."""
        known = sum(aspect not in lacking for lacking in self.lacking.values())
        return share_of(known, len(self.lacking))


def watched_homes(scope: Scope, *, on: date) -> set[int]:
    """Return the households of a scope in which somebody is of a class that is watched."""
    listed = valid_enrolments().filter(of_homes_within(scope), programme=Programme.POVERTY_REGISTER)
    said = PovertyStatus.objects.filter(of_homes_within(scope))
    people = {*listed.values_list("person_id", flat=True), *said.values_list("person_id", flat=True)}
    homes = homes_within(scope)
    found = set()
    for person, statements in statements_of(people).items():
        held = statement_on(statements, on)
        if held is not None and held.poverty_class in WATCHED and person in homes:
            found.add(homes[person])
    return found


def known_of(homes: Iterable[int], scope: Scope) -> Known:
    """Return what is lacking of each of these households; lists and officers' findings both count."""
    wanted = set(homes)
    known: dict[int, set[str]] = {home: set() for home in wanted}
    by_person = {person: home for person, home in homes_within(scope).items() if home in wanted}
    for person, aspect in _said(scope):
        if person in by_person:
            known[by_person[person]].add(aspect)
    for person, aspect in _listed(scope):
        if person in by_person:
            known[by_person[person]].add(aspect)
    for home in wanted - _with_unclear_relations(scope):
        known[home].add(Aspect.RELATIONS)
    return Known({home: tuple(each for each in Aspect if each not in known[home]) for home in sorted(wanted)})


def _said(scope: Scope) -> Iterable[tuple[int, str]]:
    """Return (person, aspect) for each aspect any finding says something of.

    That it was asked again and is still not clear takes the place of nothing that was known.
    """
    found = HouseholdCondition.objects.filter(of_homes_within(scope)).select_related("person")
    return {(each.person.same_as_id or each.person_id, each.aspect) for each in found if each.words}


def _listed(scope: Scope) -> Iterable[tuple[int, str]]:
    spells = valid_enrolments().filter(of_homes_within(scope), valid_to__isnull=True)
    for person in spells.filter(income_fen__isnull=False).values_list("person_id", flat=True):
        yield person, Aspect.INCOME
    for person in spells.exclude(labour="").values_list("person_id", flat=True):
        yield person, Aspect.LABOUR


def _with_unclear_relations(scope: Scope) -> set[int]:
    living = HouseholdMember.objects.filter(scope.q("household__division"), valid_to__isnull=True)
    return set(living.filter(relation=Relation.OTHER).values_list("household_id", flat=True))


def conditions_of(people: Iterable[int]) -> QuerySet[HouseholdCondition]:
    """Return what was found of a family over time, the newest first."""
    keys = list(people)
    found = HouseholdCondition.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return found.select_related("recorded_by")


def aid_given_to(people: Iterable[int]) -> QuerySet[AidGiven]:
    """Return what departments gave a family, the newest first."""
    keys = list(people)
    found = AidGiven.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return found.filter(voided_at__isnull=True).select_related("person", "recorded_by")


def aid_within(scope: Scope) -> QuerySet[AidGiven]:
    """Return what departments gave a scope's people."""
    within = people_within(scope).values("pk")
    return AidGiven.objects.filter(Q(person__in=within) | Q(person__same_as__in=within))


def paid_twice(given: Iterable[AidGiven]) -> list[tuple[AidGiven, AidGiven]]:
    """Return the pairs of aid that two offices gave for one expense."""
    every = {each.pk: each for each in given}
    claims = [
        Claim(
            key=each.pk,
            person=each.person.same_as_id or each.person_id,
            office=each.office,
            bill=each.bill,
            spent_on=each.spent_on,
            spent_fen=each.spent_fen,
        )
        for each in every.values()
    ]
    return [(every[one.key], every[other.key]) for one, other in claimed_twice(claims)]
