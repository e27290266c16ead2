"""Answers which officers' acts on households the newest lists contradict; the act stands meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from doudi.registry.models import HouseholdAct, HouseholdMember, ListLine
from doudi.registry.states import HouseholdActKind, Relation


def contradicted(acts: Iterable[HouseholdAct]) -> dict[int, str]:
    """Return in words what the newest list after each standing act says against it."""
    told = {act.pk: _said_against(act) for act in acts if act.undone_at is None}
    return {act: words for act, words in told.items() if words}


def _said_against(act: HouseholdAct) -> str:
    people = {person.pk: person.name for person in act.people.all()}
    live = ListLine.objects.filter(
        publication__withdrawn_at__isnull=True, publication__period__gt=f"{act.happened_on:%Y-%m}"
    ).exclude(household_number="")
    newest = live.filter(person__in=people).order_by("-publication__period").first()
    if newest is None:
        return ""
    lines = live.filter(publication__period=newest.publication.period).select_related("person")
    groups = set(lines.filter(person__in=people).values_list("publication_id", "household_number"))
    beside = [line for line in _near(lines, groups) if line.person_id not in people]
    others = _names(_against(act, beside, set(people), lines))
    return (
        f"{newest.publication.period} 名册{_WORDS[HouseholdActKind(act.kind)].format(others)}"
        if others
        else ""
    )


_WORDS = {
    HouseholdActKind.SPLIT: "仍与{}列在一户",
    HouseholdActKind.JOIN: "仍与{}分列两户",
    HouseholdActKind.HEAD: "仍写{}为户主",
}


def _near(lines: QuerySet[ListLine], groups: set[tuple[int, str]]) -> list[ListLine]:
    """Return the lines of the groups, a group being a number in one publication."""
    found = lines.filter(
        publication__in={publication for publication, _ in groups},
        household_number__in={number for _, number in groups},
    )
    return [line for line in found if (line.publication_id, line.household_number) in groups]


def _against(
    act: HouseholdAct, beside: list[ListLine], people: set[int], lines: QuerySet[ListLine]
) -> list[ListLine]:
    """Return the lines of those who stand where the act says that they do not."""
    if act.kind == HouseholdActKind.HEAD:
        return [line for line in beside if line.relation == Relation.HEAD]
    if act.kind == HouseholdActKind.SPLIT:
        stays = HouseholdMember.objects.filter(valid_to__isnull=True)
        homes = set(stays.filter(person__in=people).values_list("household_id", flat=True))
        mates = set(stays.filter(household__in=homes).values_list("person_id", flat=True))
        return [line for line in beside if line.person_id not in mates]
    if act.kind == HouseholdActKind.JOIN and act.anchor_id not in {line.person_id for line in beside}:
        said_of = set(lines.filter(person__in=people).values_list("publication_id", flat=True))
        return list(lines.filter(person=act.anchor_id, publication__in=said_of))
    return []


def _names(lines: list[ListLine]) -> str:
    return "、".join(sorted({line.person.name for line in lines}))
