"""Answers how families stand on the three guarantees, and which of them are not met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from doudi.circumstances.models import GuaranteeStanding
from doudi.circumstances.states import Guarantee, GuaranteeState
from doudi.common.scope import Scope
from doudi.registry.selectors.homes import homes_within, of_homes_within

Standings = Mapping[tuple[int, str], GuaranteeStanding]


def guarantees_of(people: Iterable[int]) -> QuerySet[GuaranteeStanding]:
    """Return what was said of a family's guarantees over time, the newest first."""
    keys = list(people)
    found = GuaranteeStanding.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return found.select_related("person", "recorded_by")


def newest(said: Iterable[GuaranteeStanding]) -> dict[tuple[int, str], GuaranteeStanding]:
    """Return what holds of each person and guarantee; `said` comes newest first."""
    held: dict[tuple[int, str], GuaranteeStanding] = {}
    for each in said:
        held.setdefault((each.person.same_as_id or each.person_id, each.guarantee), each)
    return held


def unmet_homes(scope: Scope) -> dict[int, list[GuaranteeStanding]]:
    """Return what is not met, by household: a family leaves when everything is met or not due."""
    said = GuaranteeStanding.objects.filter(of_homes_within(scope))
    homes = homes_within(scope)
    unmet: dict[int, list[GuaranteeStanding]] = {}
    for (person, _), each in newest(said.select_related("person")).items():
        if each.state == GuaranteeState.UNMET and person in homes:
            unmet.setdefault(homes[person], []).append(each)
    order = list(Guarantee)
    for found in unmet.values():
        found.sort(key=lambda each: (order.index(Guarantee(each.guarantee)), each.person_id))
    return dict(sorted(unmet.items()))
