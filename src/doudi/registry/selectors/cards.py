"""Answers what a person's and a household's card show of where things come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.masking import mask_number
from doudi.regions.selectors import divisions_below
from doudi.regions.states import Level
from doudi.registry.models import Household, HouseholdAct, HouseholdMember, Identity, ListLine, Person
from doudi.registry.states import Programme


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A name and number that lists gave a person, from which month to which, and on which lists."""

    name: str
    number: str
    first: str
    last: str
    lists: str


def said_lines(records: Sequence[int]) -> list[SaidLine]:
    """Return the names and numbers lists gave a person over time; the newest first."""
    lines = ListLine.objects.filter(person__in=records, publication__withdrawn_at__isnull=True)
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for identity, name, period, programme in lines.values_list(
        "identity_id", "name", "publication__period", "programme"
    ):
        found.setdefault((identity, name), []).append((period, programme))
    numbers = {each.pk: mask_number(each.number) for each in Identity.objects.filter(lines__in=lines)}
    said = []
    for (identity, name), places in found.items():
        periods = sorted(period for period, _ in places)
        lists = "、".join(str(Programme(each).label) for each in sorted({each for _, each in places}))
        said.append(SaidLine(name, numbers[identity], periods[0], periods[-1], lists))
    return sorted(said, key=lambda line: (line.last, line.name), reverse=True)


def acts_on(household: Household) -> QuerySet[HouseholdAct]:
    """Return what officers did to a household and those who live or lived in it, the newest first."""
    acts = acts_in(Household.objects.filter(pk=household.pk))
    return acts.prefetch_related("people").order_by("-happened_on", "-id")


def acts_in(households: QuerySet[Household]) -> QuerySet[HouseholdAct]:
    """Return what officers did to those who live or lived in households, under any record they are."""
    people = HouseholdMember.objects.filter(household__in=households).values("person_id")
    return HouseholdAct.objects.filter(Q(people__in=people) | Q(people__same_as__in=people)).distinct()


def home_of(act: HouseholdAct) -> int:
    """Return the household in which the first of an act's people lives or lived last; 0 when in none."""
    people = Person.objects.filter(Q(household_acts=act) | Q(others__household_acts=act))
    stays = HouseholdMember.objects.filter(person__in=people).order_by("person", "-valid_from")
    return stays.values_list("household_id", flat=True).first() or 0


def places_to_move_to(household: Household) -> list[tuple[str, str]]:
    """Return the townships of a household's county."""
    below = divisions_below(household.division[:COUNTY_DIGITS], level=Level.TOWNSHIP)
    return list(below.values_list("code", "name"))
