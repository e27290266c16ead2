"""Answers which officers' acts on households the newest lists contradict; the act stands meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.registry.models import HouseholdAct, HouseholdMember, ListLine
from doudi.registry.selectors.facts import chunks
from doudi.registry.states import HouseholdActKind, Relation

Group = tuple[int, str]
"""A household of a list: the publication and the number it gives."""

_WORDS = {
    HouseholdActKind.SPLIT: "仍与{}列在一户",
    HouseholdActKind.JOIN: "仍与{}分列两户",
    HouseholdActKind.HEAD: "仍写{}为户主",
}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An act that stands, in which households its people live, and the rows that say otherwise, in words."""

    act: HouseholdAct
    household: int | None
    against: str
    lines: tuple[ListLine, ...]


@dataclass(slots=True)
class _Heard:
    """What live lists and the register say of those whom acts concern."""

    of_person: dict[int, list[ListLine]] = field(default_factory=dict)
    groups: dict[Group, list[ListLine]] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)


def contradictions_within(scope: Scope) -> list[Contradiction]:
    """Return the acts about people of a scope that the newest lists contradict, the newest act first.

    One is gone when the act is undone, or when a newer list says what the act says.
    """
    acts = HouseholdAct.objects.filter(scope.q("people__division"), undone_at__isnull=True)
    wanted = acts.filter(kind__in=_WORDS).distinct().select_related("anchor")
    return contradictions_of(wanted.prefetch_related("people"))


def contradicted(acts: Iterable[HouseholdAct]) -> dict[int, str]:
    """Return in words what the newest list after each standing act says against it."""
    return {each.act.pk: each.against for each in contradictions_of(acts)}


def contradictions_of(acts: Iterable[HouseholdAct]) -> list[Contradiction]:
    """Return those of some acts that stand and that the newest list after them contradicts."""
    standing = [act for act in acts if act.undone_at is None and act.kind in _WORDS]
    if not standing:
        return []
    heard = _heard(standing)
    return [found for act in standing if (found := _said_against(act, heard)) is not None]


def _heard(acts: Collection[HouseholdAct]) -> _Heard:
    """Read all that is said about some acts at once, however many there are."""
    people = {person.pk for act in acts for person in act.people.all()}
    people |= {act.anchor_id for act in acts if act.anchor_id}
    heard = _Heard()
    oldest = min(f"{act.happened_on:%Y-%m}" for act in acts)
    for part in chunks(people):
        for line in _live().filter(person__in=part, publication__period__gt=oldest):
            heard.of_person.setdefault(line.person_id, []).append(line)
    wanted = {_group(line) for act in acts for line in _newest(act, heard)}
    numbers = {publication: set[str]() for publication, _ in wanted}
    for publication, number in wanted:
        numbers[publication].add(number)
    for publication, some in numbers.items():
        for line in _live().filter(publication=publication, household_number__in=some):
            heard.groups.setdefault(_group(line), []).append(line)
    heard.homes = _homes(people | {line.person_id for some in heard.groups.values() for line in some})
    return heard


def _live() -> QuerySet[ListLine]:
    live = ListLine.objects.filter(publication__withdrawn_at__isnull=True).exclude(household_number="")
    return live.select_related("publication", "person").order_by("row")


def _group(line: ListLine) -> Group:
    return line.publication_id, line.household_number


def _homes(people: Collection[int]) -> dict[int, int]:
    stays = HouseholdMember.objects.filter(valid_to__isnull=True)
    return {
        person: household
        for part in chunks(people)
        for person, household in stays.filter(person__in=part).values_list("person_id", "household_id")
    }


def _newest(act: HouseholdAct, heard: _Heard) -> list[ListLine]:
    """Return the rows about an act's people of the newest month after it in which lists group them."""
    happened = f"{act.happened_on:%Y-%m}"
    said = [line for person in act.people.all() for line in heard.of_person.get(person.pk, ())]
    newest = max((line.publication.period for line in said if line.publication.period > happened), default="")
    return [line for line in said if line.publication.period == newest]


def _said_against(act: HouseholdAct, heard: _Heard) -> Contradiction | None:
    own = _newest(act, heard)
    others = _against(act, own, heard)
    if not others:
        return None
    names = "、".join(sorted({line.person.name for line in others}))
    people = [person.pk for person in act.people.all()]
    return Contradiction(
        act,
        next((heard.homes[person] for person in people if person in heard.homes), None),
        f"{own[0].publication.period} 名册{_WORDS[HouseholdActKind(act.kind)].format(names)}",
        tuple({line.pk: line for line in (*own, *others)}.values()),
    )


def _against(act: HouseholdAct, own: Collection[ListLine], heard: _Heard) -> list[ListLine]:
    """Return the rows of those who stand where the act says that they do not."""
    people = {person.pk for person in act.people.all()}
    groups = dict.fromkeys(_group(line) for line in own)
    beside = [
        line for group in groups for line in heard.groups.get(group, ()) if line.person_id not in people
    ]
    if act.kind == HouseholdActKind.HEAD:
        return [line for line in beside if line.relation == Relation.HEAD]
    if act.kind == HouseholdActKind.SPLIT:
        homes = {heard.homes[person] for person in people if person in heard.homes}
        return [line for line in beside if heard.homes.get(line.person_id) not in homes]
    if act.anchor_id is None or act.anchor_id in {line.person_id for line in beside}:
        return []
    # a list that speaks of those who joined, and puts whom they joined into another household
    lists = {publication for publication, _ in groups}
    return [line for line in heard.of_person.get(act.anchor_id, ()) if line.publication_id in lists]
