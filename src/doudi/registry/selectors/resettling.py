"""Who lives in a village, and which households moved from which village into which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from doudi.common.scope import Scope
from doudi.regions.selectors import division_names
from doudi.registry.models import Household, HouseholdAct
from doudi.registry.selectors import households_within
from doudi.registry.states import HouseholdActKind


def homes_of_village(village: str) -> list[Household]:
    """Return the households of a village in which somebody lives, their members ready."""
    lived_in = households_within(Scope.of([village])).filter(members__valid_to__isnull=True)
    return list(lived_in.distinct().order_by("id"))


@dataclass(frozen=True, slots=True)
class Moved:
    """One household's move: whose, from where to where, since when; `origin` is "" where it was not kept."""

    people: str
    origin: str
    destination: str
    on: date
    reason: str
    is_undone: bool


def moves_within(scope: Scope, most: int) -> Sequence[Moved]:
    """Return the newest moves out of or into a scope, one line a household."""
    acts = HouseholdAct.objects.filter(scope.q("origin") | scope.q("division"), kind=HouseholdActKind.MOVE)
    found = list(acts.prefetch_related("people").order_by("-happened_on", "-id")[:most])
    names = division_names(code for act in found for code in (act.origin, act.division))
    return [
        Moved(
            people="、".join(person.name for person in act.people.all()),
            origin=names.get(act.origin, ""),
            destination=names.get(act.division, ""),
            on=act.happened_on,
            reason=act.reason,
            is_undone=act.undone_at is not None,
        )
        for act in found
    ]


@dataclass(frozen=True, slots=True)
class Link:
    """That so many households of one village live in another since they were resettled."""

    origin: str
    destination: str
    homes: int


def links_within(scope: Scope) -> Sequence[Link]:
    """Return which villages were resettled into which, by households whose move stands."""
    stands = Q(kind=HouseholdActKind.MOVE, undone_at__isnull=True) & ~Q(origin="")
    acts = HouseholdAct.objects.filter(stands).filter(scope.q("origin") | scope.q("division"))
    counted: dict[tuple[str, str], int] = {}
    for pair in acts.values_list("origin", "division"):
        counted[pair] = counted.get(pair, 0) + 1
    names = division_names(code for pair in counted for code in pair)
    return [
        Link(names.get(origin, origin), names.get(division, division), homes)
        for (origin, division), homes in sorted(counted.items())
    ]
