"""Answers whom a screening round goes through, and which aid lists name them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from doudi.kernel.dates import Period, whole_years
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.monitoring.models import Finding
from doudi.registry.models import Enrolment, ListPublication
from doudi.registry.rules.listing import WATCHED_CLASSES
from doudi.registry.selectors import enrolments_in, valid_enrolments, who_stands_for
from doudi.registry.states import Programme
from doudi.screenings.catalogue import drawing
from doudi.screenings.models import Screening
from doudi.screenings.rules.drawing import months_back
from doudi.screenings.states import ScreeningGround, ScreeningKind

JOINT_CLASSES = (ScreeningGround.UNSTABLE.value, ScreeningGround.MARGINAL.value)
COMPARED_WITH: Mapping[Programme, str] = {
    Programme.DIBAO: "dibao",
    Programme.TEKUN: "tekun",
    Programme.TEMPORARY_RELIEF: "temporary_relief",
}
"""The aid lists rounds are compared with, and the source of each."""


def compared_with(kind: str) -> tuple[Programme, ...]:
    """Return the aid lists a kind of round is compared with; relief is no lasting aid, so not of all."""
    if kind == ScreeningKind.THREE_CLASSES:
        return tuple(COMPARED_WITH)
    return (Programme.DIBAO, Programme.TEKUN) if kind == ScreeningKind.JOINT else ()


@dataclass(slots=True)
class Drawn:
    """Somebody a round goes through: where they are listed, and why."""

    division: str
    grounds: set[str] = field(default_factory=set)


def people_drawn(kind: str, region: str, period: Period) -> dict[int, Drawn]:
    """Return whom a round of this kind goes through in a county's month, by person."""
    if kind == ScreeningKind.TEKUN:
        return _on_dibao(region, period)
    classes = WATCHED_CLASSES if kind == ScreeningKind.THREE_CLASSES else JOINT_CLASSES
    return _of_classes(region, period, classes)


def _of_classes(region: str, period: Period, classes: Collection[str]) -> dict[int, Drawn]:
    standing = enrolments_in(period).filter(
        programme=Programme.POVERTY_REGISTER, category__in=classes, division__startswith=region
    )
    rows = standing.values_list("person_id", "division", "category")
    return {person: Drawn(division, {category}) for person, division, category in rows}


def _on_dibao(region: str, period: Period) -> dict[int, Drawn]:
    """Return those on dibao alone, heavily disabled, or found to look like tekun; nobody else on dibao."""
    listed = list(
        enrolments_in(period)
        .filter(programme=Programme.DIBAO, division__startswith=region)
        .select_related("person")
    )
    sizes = Counter(spell.household_id for spell in listed if spell.household_id)
    grounds = _found_grounds(region, period)
    drawn: dict[int, Drawn] = {}
    for spell in listed:
        why = set(grounds.get(spell.person_id, ()))
        if spell.household_id and sizes[spell.household_id] == 1:  # of unknown household is not alone
            why |= _alone(spell, period)
        if why:
            drawn[spell.person_id] = Drawn(spell.division, why)
    return drawn


def _alone(spell: Enrolment, period: Period) -> set[str]:
    age = whole_years(spell.person.born_on, period.last_day)
    old = {ScreeningGround.OLD_ALONE.value} if age >= drawing().old_age.value else set()
    return {ScreeningGround.SINGLE.value} | old


def _found_grounds(region: str, period: Period) -> dict[int, set[str]]:
    """Return the grounds that comparisons and the list of nursing subsidies give, by person."""
    given = dict.fromkeys(drawing().signs, ScreeningGround.SIGNS.value)
    given |= dict.fromkeys(drawing().heavy, ScreeningGround.HEAVY.value)
    stands_for = who_stands_for()
    grounds: defaultdict[int, set[str]] = defaultdict(set)
    found = Finding.objects.filter(
        entry__region=region,
        entry__rule__in=given,
        entry__person__isnull=False,
        period=str(period),
        withdrawn_by__isnull=True,
    )
    for person, rule in found.values_list("entry__person_id", "entry__rule"):
        grounds[stands_for.get(person, person)].add(given[rule])
    nursed = enrolments_in(period).filter(programme=Programme.DISABILITY_NURSING, division__startswith=region)
    for person in nursed.values_list("person_id", flat=True):
        grounds[person].add(ScreeningGround.HEAVY.value)
    return grounds


def aid_found(people: Collection[int], period: Period, programmes: Collection[str]) -> dict[int, list[str]]:
    """Return on which of the compared lists each person stands; relief counts some months back."""
    since = months_back(period, drawing().relief_months.value).first_day
    lists = enrolments_in(period).filter(programme__in=(Programme.DIBAO, Programme.TEKUN))
    relief = valid_enrolments().filter(
        programme=Programme.TEMPORARY_RELIEF, valid_from__gte=since, valid_from__lte=period.last_day
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for spells in (lists, relief):
        for person, programme in spells.values_list("person_id", "programme"):
            if person in people:
                found[person].add(programme)
    return {person: sorted(listed & set(programmes)) for person, listed in found.items()}


def lists_lacking(screening: Screening, townships: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each township, the sources whose list of the round's month does not cover it yet."""
    wanted = [COMPARED_WITH[programme] for programme in compared_with(screening.kind)]
    published = ListPublication.objects.filter(
        period=screening.period, withdrawn_at__isnull=True, source__in=wanted
    ).values_list("source", "region", "whole", "townships")
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for source, region, whole, parts in published:
        areas[source].update((region,) if whole else parts)
    return {
        township: [source for source in wanted if not township.startswith(tuple(areas.get(source, ())))]
        for township in {division[:TOWNSHIP_DIGITS] for division in townships}
    }
