"""Reads the facts from which spells, households, names and places follow: live lines and officers' acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from doudi.registry.models import (
    HouseholdAct,
    HouseholdMember,
    IdentityQuestion,
    ListLine,
    ListPublication,
    Person,
    SpellAct,
)
from doudi.registry.rules.homes import FamilyAct, Group, GroupMember
from doudi.registry.rules.lines import Line, PublishedList, Values
from doudi.registry.rules.persons import SaidName, known_name
from doudi.registry.rules.spells import Ending
from doudi.registry.states import QuestionKind, QuestionStatus

PEOPLE_AT_ONCE = 5000
NUMBERS_AT_ONCE = 5000
LINE_FIELDS = (
    "person_id",
    "publication_id",
    "row",
    "programme",
    "started_on",
    "name",
    "household_number",
    "relation",
    "identity__token_high",
    "identity_id",
    "division",
    "category",
    "amount_fen",
    "account_high",
    "account_low",
    "labour",
    "stable_work",
    "risk_cause",
    "income_fen",
)
_FIRST_VALUE = LINE_FIELDS.index("division")


@dataclass(slots=True)
class Facts:
    """What live lists say of some people: lines, names and who is grouped with whom."""

    lines: list[Line] = field(default_factory=list)
    names: dict[int, list[SaidName]] = field(default_factory=dict)
    groups: dict[tuple[int, str], Group] = field(default_factory=dict)


def live_lists() -> dict[int, PublishedList]:
    """Return the publications that stand, by their keys."""
    rows = ListPublication.objects.filter(withdrawn_at__isnull=True).values_list(
        "id", "source", "region", "period", "whole", "townships"
    )
    return {
        key: PublishedList(key, source, region, period, (region,) if whole else tuple(townships))
        for key, source, region, period, whole, townships in rows
    }


def chunks(ids: Collection[int], size: int = PEOPLE_AT_ONCE) -> Iterator[list[int]]:
    """Yield keys in order, a bearable number at a time."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def facts_of(by_month: Mapping[str, Collection[int]], lists: Mapping[int, PublishedList]) -> Facts:
    """Return what live lists say of people after the month each was followed to; '' for all of it."""
    facts = Facts()
    for month, people in by_month.items():
        _take_all(facts, people, month, lists)
    return facts


def _take_all(facts: Facts, people: Collection[int], month: str, lists: Mapping[int, PublishedList]) -> None:
    later = {key for key, each in lists.items() if each.period > month}
    for part in chunks(people):
        rows = _said_of(part, later)
        for row in rows.values_list(*LINE_FIELDS).iterator(chunk_size=PEOPLE_AT_ONCE):
            if row[1] in later:
                _take(facts, row, lists)


def _said_of(people: Collection[int], lists: Collection[int]) -> QuerySet[ListLine]:
    """Return the lines of people but those of lists before the first of some; not only of these."""
    # lists are published month by month, so that an index leads past what old months said
    said = ListLine.objects.filter(person__in=people)
    return said.filter(publication__gte=min(lists)) if lists else said.none()


def _take(facts: Facts, row: tuple[object, ...], lists: Mapping[int, PublishedList]) -> None:
    person, publication, number, programme, started_on, name, household, relation, token, identity = row[
        :_FIRST_VALUE
    ]
    said_by = lists[publication]  # type: ignore[index]
    line = Line(person, programme, said_by, number, Values(*row[_FIRST_VALUE:]), started_on)  # type: ignore[arg-type]
    facts.lines.append(line)
    known = known_name(str(name))
    facts.names.setdefault(line.person, []).append(
        SaidName(said_by.period, said_by.region, said_by.source, line.row, int(str(identity)), known)
    )
    if household:
        key = (said_by.key, str(household))
        group = facts.groups.get(key)
        if group is None:
            group = facts.groups[key] = Group(said_by, str(household), [])
        group.members.append(
            GroupMember(line.person, int(str(token)), line.row, str(relation), line.values.division)
        )


def grouped_with(people: Collection[int], *, after: str = "") -> set[int]:
    """Return whom lists of months after one, those taken back too, put into one household with people."""
    lists = {*ListPublication.objects.filter(period__gt=after).values_list("pk", flat=True)}
    wanted: dict[int, set[str]] = {}
    for part in chunks(people):
        lines = _said_of(part, lists).exclude(household_number="")
        for publication, number in lines.values_list("publication_id", "household_number"):
            if publication in lists:
                wanted.setdefault(publication, set()).add(number)
    found: set[int] = set()
    for publication, numbers in wanted.items():
        ordered = sorted(numbers)
        for start in range(0, len(ordered), NUMBERS_AT_ONCE):
            some = ordered[start : start + NUMBERS_AT_ONCE]
            lines = ListLine.objects.filter(publication=publication, household_number__in=some)
            found.update(lines.values_list("person_id", flat=True))
    return found


def acted_with(people: Collection[int]) -> set[int]:
    """Return whom an officer's act put into one household with people, or took out of it."""
    found: set[int] = set()
    if not HouseholdAct.objects.exists():
        return found
    for part in chunks(people):
        for act in _acts_about(part, HouseholdAct.objects.all()):
            found.update(_who(person) for person in act.people.all())
            found.update([_who(act.anchor)] if act.anchor else [])
    return found


def _acts_about(people: Collection[int], acts: QuerySet[HouseholdAct]) -> QuerySet[HouseholdAct]:
    """Return the acts that name people, under any of the records officers hold them to be."""
    named = Q(people__in=people) | Q(people__same_as__in=people)
    anchored = Q(anchor__in=people) | Q(anchor__same_as__in=people)
    found = acts.filter(named | anchored).distinct()
    return found.select_related("anchor").prefetch_related("people").order_by("id")


def _who(person: Person) -> int:
    """Return who stands for a record: what was done to it was done to them, before it was known or after."""
    return person.same_as_id or person.pk


def living_with(people: Collection[int]) -> set[int]:
    """Return who lives or has lived in a household in which people live or have lived."""
    found: set[int] = set()
    for part in chunks(people):
        homes = HouseholdMember.objects.filter(person__in=part).values("household_id")
        found.update(HouseholdMember.objects.filter(household__in=homes).values_list("person_id", flat=True))
    return found


def acts_of(people: Collection[int]) -> Iterable[FamilyAct]:
    """Return the acts on households that stand and concern people."""
    standing = HouseholdAct.objects.filter(undone_at__isnull=True)
    if not standing.exists():
        return []
    found: dict[int, FamilyAct] = {}
    for part in chunks(people):
        for act in _acts_about(part, standing):
            anchor = _who(act.anchor) if act.anchor else None
            concerned = {_who(person) for person in act.people.all()} - {anchor}
            if concerned:
                who = tuple(sorted(concerned))
                found[act.pk] = FamilyAct(
                    act.pk, act.kind, who, anchor, act.happened_on, act.pk, act.division
                )
    return found.values()


def undone_endings(people: Collection[int]) -> set[Ending]:
    """Return the endings by lists that an officer said were wrong."""
    if not SpellAct.objects.exists():
        return set()
    found: set[Ending] = set()
    for part in chunks(people):
        acts = SpellAct.objects.filter(Q(person__in=part) | Q(person__same_as__in=part))
        found.update((_who(act.person), act.programme, act.period) for act in acts.select_related("person"))
    return found


def accepted_names() -> set[tuple[int, str]]:
    """Return the other names officers accepted for a number."""
    accepted = IdentityQuestion.objects.filter(kind=QuestionKind.SAME_NUMBER, status=QuestionStatus.SAME)
    return {(identity or 0, key) for identity, key in accepted.values_list("identity_id", "name_key")}


def divided_numbers(identities: Collection[int]) -> dict[tuple[int, str], int]:
    """Return whose a number is under another name, where officers hold them to be two people."""
    ruled = IdentityQuestion.objects.filter(
        kind=QuestionKind.SAME_NUMBER, status=QuestionStatus.TWO, other__isnull=False
    )
    known = set(identities)
    return {
        (identity or 0, key): other or 0
        for identity, key, other in ruled.values_list("identity_id", "name_key", "other_id")
        if identity in known
    }
