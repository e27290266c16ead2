"""Families that newly came to need watching, as the monthly registers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from doudi.registry.models import ListPublication
from doudi.registry.rules.listing import WATCHED_CLASSES
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme


@dataclass(frozen=True, slots=True)
class NewlyWatched:
    """One person whom a later register names and no earlier one did."""

    home: str
    division: str
    cause: str
    at: datetime


def newly_watched(region: str, *, since: datetime) -> list[NewlyWatched]:
    """Return who came onto a county's register since a moment; the first register makes nobody new."""
    registers = ListPublication.objects.filter(
        source="poverty_register", region__startswith=region, withdrawn_at__isnull=True
    )
    first = registers.aggregate(period=Min("period"))["period"]
    watched = (
        valid_enrolments()
        .filter(
            programme=Programme.POVERTY_REGISTER, category__in=WATCHED_CLASSES, division__startswith=region
        )
        .select_related("opened_by")
    )
    fresh = watched.filter(opened_by__published_at__gte=since).exclude(opened_by__period=first)
    earlier = set(
        watched.filter(person__in=fresh.values("person"), opened_by__published_at__lt=since).values_list(
            "person_id", flat=True
        )
    ) | set(watched.filter(opened_by__period=first).values_list("person_id", flat=True))
    return [
        NewlyWatched(
            home=f"household:{one.household_id}" if one.household_id else f"person:{one.person_id}",
            division=one.division,
            cause=one.risk_cause,
            at=one.opened_by.published_at,
        )
        for one in fresh
        if one.person_id not in earlier
    ]


def registered_homes(region: str, *, digits: int) -> Mapping[str, int]:
    """Return how many families each division of a county has on the register."""
    live = valid_enrolments().filter(
        programme=Programme.POVERTY_REGISTER, valid_to__isnull=True, division__startswith=region
    )
    homes = {
        (division[:digits], household or -person)
        for division, household, person in live.values_list("division", "household_id", "person_id")
    }
    return Counter(division for division, _ in homes)


def income_of(person_id: int) -> int | None:
    """Return the yearly income a head that the newest register gives for a person."""
    stands = valid_enrolments().filter(person=person_id, programme=Programme.POVERTY_REGISTER)
    return stands.order_by("-valid_from", "-id").values_list("income_fen", flat=True).first()
