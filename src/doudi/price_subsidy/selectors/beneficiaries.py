"""Answers who is due the price subsidy of a month and how much, each person once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from django.db.models import F, Q, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.policy.asking import questions_of, unset_words
from doudi.policy.assessment import Assessment, assess
from doudi.policy.writing import sheet_of
from doudi.price_subsidy.models import PriceHolder, PriceLine
from doudi.price_subsidy.rules.linkage import area_kind_of
from doudi.price_subsidy.selectors.indices import PROGRAMME
from doudi.registry.models import Recognition
from doudi.registry.selectors import enrolments_in
from doudi.registry.states import Category, Programme
from doudi.rulebook.catalogue import book

# each standing: the fact of the rule that says it
FACTS: Mapping[str, str] = {
    "DIBAO": "holds_dibao",
    "TEKUN": "holds_tekun",
    "PREFERENTIAL": "holds_preferential",
    "FIVE_ELDERS": "holds_five_elders",
    "ORPHAN": "holds_orphan",
    "UNATTENDED_CHILD": "holds_unattended",
    "AIDS_CHILD": "holds_aids_child",
    "UNEMPLOYMENT_INSURANCE": "holds_unemployment_insurance",
    "UNEMPLOYMENT_AID": "holds_unemployment_aid",
    "NEAR_DIBAO": "holds_near_dibao",
}
LISTED = (Programme.DIBAO, Programme.TEKUN, Programme.ORPHAN, Programme.UNATTENDED_CHILD)
AREAS = ("URBAN", "RURAL")


@dataclass(slots=True)
class Held:
    """What one person holds in a month, and where."""

    division: str
    area_kind: str
    categories: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Group:
    """People with the same standings in the same kind of place: one computation serves them all."""

    categories: tuple[str, ...]
    area_kind: str
    people: tuple[tuple[int, str], ...]
    standard_fen: int
    multiplier: int
    amount_fen: int
    sheet: Mapping[str, Any]
    paid_fen: int = 0

    @property
    def total_fen(self) -> int:
        """Return what the group is due together."""
        return self.amount_fen * len(self.people)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A month's subsidy for a county: the groups with an amount, and why there is none if there is none.

    `roster` counts everybody whose standing is in scope, `elsewhere` those another county lists already.
    """

    groups: tuple[Group, ...]
    missing: tuple[str, ...] = ()
    roster: int = 0
    elsewhere: int = 0

    @property
    def people(self) -> int:
        """Return how many people are due something."""
        return sum(len(group.people) for group in self.groups)

    @property
    def overlapping(self) -> int:
        """Return how many of them hold more than one standing and are still due one amount."""
        return sum(len(group.people) for group in self.groups if len(group.categories) > 1)

    @property
    def total_fen(self) -> int:
        """Return what all are due together."""
        return sum(group.total_fen for group in self.groups)


def standings_in(county: str, period: Period) -> dict[int, Held]:
    """Return what each person of a county holds at some time in a month, every person once."""
    held: dict[int, Held] = {}
    spells = enrolments_in(period).filter(division__startswith=county, programme__in=LISTED)
    for person, programme, category, division in spells.order_by("person_id", "id").values_list(
        "person_id", "programme", "category", "division"
    ):
        one = held.setdefault(person, Held(division, ""))
        one.categories.add(programme)
        if category in AREAS:
            one.area_kind = category
    for person, category, division in (*_held(county, period), *_near_dibao(county, period)):
        held.setdefault(person, Held(division, "")).categories.add(category)
    for one in held.values():
        one.area_kind = one.area_kind or area_kind_of(one.division)
    return held


def holders_within(scope: Scope) -> QuerySet[PriceHolder]:
    """Return the standings recorded by hand for a scope's people, newest first."""
    return PriceHolder.objects.filter(scope.q("person__division")).select_related("person", "recorded_by")


def _held(county: str, period: Period) -> Iterator[tuple[int, str, str]]:
    rows = PriceHolder.objects.filter(_stands(period), person__division__startswith=county)
    yield from rows.values_list("person_id", "category", "person__division")


def _near_dibao(county: str, period: Period) -> Iterator[tuple[int, str, str]]:
    rows = Recognition.objects.filter(
        _stands(period), category=Category.NEAR_DIBAO, person__division__startswith=county
    )
    yield from rows.values_list("person_id", "category", "person__division")


def _stands(period: Period) -> Q:
    begins, ends = period.first_day, period.next().first_day
    ended = Q(valid_to__gt=begins) & Q(valid_to__gt=F("valid_from"))
    return Q(valid_from__lt=ends) & (Q(valid_to__isnull=True) | ended)


def reckon(county: str, period: Period, context: Mapping[str, int]) -> Reckoning:
    """Work a month's subsidy out for a county: one assessment for each kind of standing, none twice.

    Whoever another county's list already names in the month is left out.
    """
    listed = set(
        PriceLine.objects.filter(period=str(period))
        .exclude(launch__region=county)
        .values_list("person_id", flat=True)
    )
    scope = _scope(county, period)
    roster = elsewhere = 0
    kinds: defaultdict[tuple[tuple[str, ...], str], list[tuple[int, str]]] = defaultdict(list)
    for person, held in sorted(standings_in(county, period).items()):
        counted = tuple(sorted(held.categories & scope))
        roster += bool(counted)
        elsewhere += bool(counted) and person in listed
        if counted and person not in listed:
            kinds[counted, held.area_kind].append((person, held.division))
    groups, missing = [], set()
    for (categories, area_kind), people in sorted(kinds.items()):
        found = _assessed(county, period, categories, area_kind, context)
        if not found.is_given:
            missing.add(_lacking_here(found))
        elif found.amount:
            groups.append(_group(found, categories, area_kind, people))
    return Reckoning(tuple(groups), tuple(sorted(missing)), roster, elsewhere)


def reckon_make_up(county: str, period: Period, context: Mapping[str, int]) -> Reckoning:
    """Work out what those a month's list names were given too little, by the values that hold now."""
    paid: defaultdict[int, int] = defaultdict(int)
    listed = PriceLine.objects.filter(period=str(period), launch__region=county)
    for person, amount in listed.values_list("person_id", "amount_fen"):
        paid[person] += amount
    anew = reckon(county, period, context)
    groups = [part for group in anew.groups for part in _lacking(group, paid)]
    return Reckoning(tuple(groups), anew.missing)


def _lacking(group: Group, paid: Mapping[int, int]) -> Iterator[Group]:
    """Yield the part of a group that was given less than is due now, one part for each sum given."""
    given: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, division in group.people:
        if 0 < paid.get(person, 0) < group.amount_fen:
            given[paid[person]].append((person, division))
    for sum_paid, people in sorted(given.items()):
        lacking = group.amount_fen - sum_paid
        yield replace(group, people=tuple(people), paid_fen=sum_paid, amount_fen=lacking)


def _lacking_here(found: Assessment) -> str:
    keys = [one.name for one in questions_of(found) if one.is_of_the_region]
    return unset_words(found.book.definitions, keys)


def _scope(county: str, period: Period) -> frozenset[str]:
    """Return the standings the subsidy is for in a month."""
    chosen = book().parameters(county, period.first_day).get("price_subsidy.scope")
    return frozenset(chosen.value) if chosen is not None and isinstance(chosen.value, tuple) else frozenset()


def _assessed(
    county: str, period: Period, categories: tuple[str, ...], area_kind: str, context: Mapping[str, int]
) -> Assessment:
    member = {"relation": "HEAD", "born_on": "1970-01-01"} | {FACTS[one]: True for one in categories}
    household = {"area_kind": area_kind, "members": [member]}
    return assess(book(), PROGRAMME, county, period.first_day, household, context)


def _group(
    found: Assessment, categories: tuple[str, ...], area_kind: str, people: Sequence[tuple[int, str]]
) -> Group:
    """Return the group with its standard before the multiplier, and the sheet that shows how it came."""
    standard = int(found.household.below[0].values["standard"])
    return Group(
        categories=categories,
        area_kind=area_kind,
        people=tuple(people),
        standard_fen=standard,
        multiplier=int(Fraction(found.amount, standard)),
        amount_fen=found.amount,
        sheet=sheet_of(found).as_json(),
    )


def lines_of_launch(launch_id: int) -> QuerySet[PriceLine]:
    """Return a month's list, by place and name."""
    return (
        PriceLine.objects.filter(launch_id=launch_id)
        .select_related("person")
        .order_by("division", F("person__name"), "id")
    )
