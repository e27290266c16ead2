"""Answers whom a month's lists name twice on one programme with other facts, and which row decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from doudi.common.scope import Scope
from doudi.regions.selectors import codes_over_time
from doudi.registry.models import HouseholdAct, ListLine
from doudi.registry.rules.families import families_of
from doudi.registry.rules.lines import ONE_OFF, UNKNOWN, Line, PublishedList, first_day
from doudi.registry.rules.spells import NOTHING_YET, Decided, Ground, decide, spells_of
from doudi.registry.selectors.checkpoints import Grounds, circle_of
from doudi.registry.selectors.facts import acts_of, chunks, facts_of, live_lists, undone_endings

LAST_MONTH = "9999-12"
HOUSEHOLD = "户"
FIELDS = (
    ("division", "住处"),
    ("category", "类别"),
    ("amount_fen", "金额"),
    ("account_low", "账户"),
    ("labour", "劳动能力"),
    ("stable_work", "就业"),
    ("risk_cause", "风险原因"),
    ("income_fen", "收入"),
)


class Named(NamedTuple):
    """A person on a programme in a month."""

    person: int
    programme: str
    period: str


@dataclass(frozen=True, slots=True)
class Double:
    """Rows of a month that name somebody otherwise: in what they differ, and in their order in the files."""

    named: Named
    lines: tuple[ListLine, ...]
    differ: tuple[str, ...]


def doubles_within(scope: Scope) -> list[Double]:
    """Return whom lists in force name twice with other facts in a scope, the newest month first.

    One is gone when a newer list names the person once or not, when a list is taken back, when an officer
    holds the rows to be about two people, or has said since where somebody lives whom only that concerns.
    """
    grounds = Grounds(live_lists(), codes_over_time())
    in_force = _in_force(grounds.lists.values())
    if not in_force:
        return []
    wanted = _candidates(scope, in_force)
    lines = _lines_of(wanted, in_force)
    newest: dict[tuple[int, str], str] = {}
    for named in lines:
        newest[named[:2]] = max(named.period, newest.get(named[:2], ""))
    found = [
        Double(named, tuple(rows), _differ(rows, grounds))
        for named, rows in lines.items()
        if len(rows) > 1 and named in wanted and newest[named[:2]] == named.period
    ]
    settled = _days_of_acts({each.named.person for each in found if _concerns_home_alone(each)})
    found = [each for each in found if each.differ and not _is_settled(each, settled)]
    return sorted(found, key=lambda each: (each.named.period, -each.lines[0].pk), reverse=True)


def decided_by(doubles: Collection[Double]) -> dict[Named, Decided]:
    """Return which row home, account and amount follow of each, by the rules themselves."""
    grounds = Grounds(live_lists(), codes_over_time())
    people = {each.named.person for each in doubles}
    if not people:
        return {}
    circle = circle_of(people, grounds, since="")
    facts = facts_of(circle.by_month(), grounds.lists)
    families, _ = families_of(facts.groups.values(), acts_of(circle.people))
    ground = Ground(grounds.coverage, undone_endings(people), families.elsewhere)
    lines: dict[tuple[int, str], list[Line]] = {}
    for line in facts.lines:
        if line.person in people:
            lines.setdefault((line.person, line.programme), []).append(line)
    return {each.named: _decided(each.named, lines[each.named[:2]], ground) for each in doubles}


def _decided(named: Named, lines: Iterable[Line], ground: Ground) -> Decided:
    before = [line for line in lines if line.period < named.period]
    course = spells_of(before, ground, cut=LAST_MONTH).courses.get(named[:2], NOTHING_YET)
    return decide([line for line in lines if line.period == named.period], course.place, ground)


def _in_force(lists: Collection[PublishedList]) -> list[int]:
    """Return the lists for the areas of which no later list of their source speaks."""
    kept: dict[str, list[PublishedList]] = {}
    for each in sorted(lists, key=lambda each: each.period, reverse=True):
        newer = kept.setdefault(each.source, [])
        if not any(_replaces(other, each) for other in newer):
            newer.append(each)
    return [each.key for some in kept.values() for each in some]


def _replaces(other: PublishedList, each: PublishedList) -> bool:
    return other.period > each.period and all(area.startswith(other.areas) for area in each.areas)


def _candidates(scope: Scope, in_force: Collection[int]) -> set[Named]:
    """Return who has several rows that are not word for word the same.

    Nearly everybody is named once: who is named more often is asked first, by counting alone, and in what
    their rows differ is asked of those few.
    """
    said = ListLine.objects.filter(publication__in=in_force).exclude(programme__in=ONE_OFF)
    several = said.values("person_id", "programme", "publication__period").annotate(rows=Count("id"))
    within = several.filter(scope.q("person__division"), rows__gt=1).order_by()
    people = set(within.values_list("person_id", flat=True))
    return {named for part in chunks(people) for named in _different(said.filter(person__in=part))}


def _different(said: QuerySet[ListLine]) -> Iterator[Named]:
    several = said.values_list("person_id", "programme", "publication__period").annotate(
        rows=Count("id"),
        homes=Count("household_number", filter=~Q(household_number=""), distinct=True),
        **{f"of_{name}": Count(name, distinct=True) for name, _ in FIELDS},
    )
    differ = Q(homes__gt=1)
    for name, _ in FIELDS:
        differ |= Q(**{f"of_{name}__gt": 1})
    yield from (Named(*row[:3]) for row in several.filter(differ, rows__gt=1).order_by())


def _lines_of(wanted: Collection[Named], in_force: Collection[int]) -> Mapping[Named, list[ListLine]]:
    lines: dict[Named, list[ListLine]] = {}
    programmes = {named.programme for named in wanted}
    for part in chunks({named.person for named in wanted}):
        said = ListLine.objects.filter(person__in=part, publication__in=in_force, programme__in=programmes)
        for line in said.select_related("person", "publication").order_by("publication", "row"):
            named = Named(line.person_id, line.programme, line.publication.period)
            lines.setdefault(named, []).append(line)
    return lines


def _differ(lines: Collection[ListLine], grounds: Grounds) -> tuple[str, ...]:
    """Return in what rows differ that is known of both; nothing when they complete one another."""
    return tuple(dict.fromkeys(_differences(list(lines), grounds)))


def _differences(lines: list[ListLine], grounds: Grounds) -> Iterator[str]:
    numbers: dict[int, set[str]] = {}
    for line in lines:
        if line.household_number:
            numbers.setdefault(line.publication_id, set()).add(line.household_number)
    if any(len(some) > 1 for some in numbers.values()):
        yield HOUSEHOLD
    places = list(dict.fromkeys(line.division for line in lines))
    may_be = grounds.coverage.may_be_one_place
    if any(not may_be(one, other) for one in places for other in places):
        yield dict(FIELDS)["division"]
    for name, label in FIELDS[1:]:
        if len({value for line in lines if (value := getattr(line, name)) not in UNKNOWN}) > 1:
            yield label


def _concerns_home_alone(double: Double) -> bool:
    return set(double.differ) <= {HOUSEHOLD, dict(FIELDS)["division"]}


def _days_of_acts(people: Collection[int]) -> dict[int, date]:
    """Return the last day from which an officer said where people live."""
    found: dict[int, date] = {}
    for part in chunks(people):
        acts = HouseholdAct.objects.filter(people__in=part, undone_at__isnull=True)
        for person, day in acts.values_list("people", "happened_on"):
            found[person] = max(day, found.get(person, day))
    return found


def _is_settled(double: Double, acted: Mapping[int, date]) -> bool:
    day = acted.get(double.named.person)
    alone = _concerns_home_alone(double)
    return alone and day is not None and day >= first_day(double.named.period)
