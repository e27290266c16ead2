"""Answers which two records live lists give ground to hold for one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.registry.models import Identity, ListLine, Person
from doudi.registry.rules.persons import known_name
from doudi.registry.selectors.former import live_former
from doudi.registry.states import IdentityStanding

NAME_LENGTH = 60
Pair = tuple[int, int]
Number = tuple[int | None, int | None]


def pairs_by_former_number(people: Collection[int]) -> set[Pair]:
    """Return the two records of each live row about these people that gives a former number."""
    if not live_former().filter(token_low__isnull=False).exists():
        return set()
    theirs = Q(person__in=people) | Q(person__same_as__in=people)
    numbers = Identity.objects.filter(theirs).values("token_low")
    said = live_former().filter(
        Q(line__person__in=people) | Q(line__identity__person__in=people) | Q(token_low__in=numbers),
        token_low__isnull=False,
    )
    rows = list(said.select_related("line__identity__person"))
    owners = _owners(Identity.objects.filter(token_low__in={row.token_low for row in rows}))
    places = _counties([_holder(row.line) for row in rows] + list(owners.values()))
    pairs = set()
    for row in rows:
        holder, owner = _holder(row.line), owners.get((row.token_high, row.token_low))
        if owner is not None and owner != holder and places[owner] == places[holder]:
            pairs.add((min(owner, holder), max(owner, holder)))
    return pairs


def _holder(line: ListLine) -> int:
    """Return whose number a line's is, and of two people with one number the one the line is of."""
    owner = line.identity.person
    return owner.pk if line.person_id in (owner.pk, owner.same_as_id) else line.person_id


def _owners(identities: QuerySet[Identity]) -> dict[Number, int]:
    known = identities.filter(standing=IdentityStanding.CONFIRMED)
    return {
        (high, low): person for high, low, person in known.values_list("token_high", "token_low", "person_id")
    }


def _counties(people: Iterable[int]) -> dict[int, str]:
    places = Person.objects.filter(pk__in=set(people)).values_list("pk", "division")
    return {pk: division[:COUNTY_DIGITS] for pk, division in places}


def neighbours(pairs: Collection[Pair]) -> set[Pair]:
    """Return those pairs that live in one county and are not held to be one person."""
    known = Person.objects.in_bulk({person for pair in pairs for person in pair})
    return {pair for pair in pairs if _may_be_one(known[pair[0]], known[pair[1]])}


def pairs_by_name(pairs: Collection[Pair]) -> set[Pair]:
    """Return those pairs that live rows give a name in common, present or former, born on one day.

    They live in one county, and nobody holds them to be one person already. A record that no list ever named
    has the name it was filed under.
    """
    people = {person for pair in pairs for person in pair}
    known = Person.objects.in_bulk(people)
    names = _live_names(people)
    never_listed = people - set(
        ListLine.objects.filter(Q(person__in=people) | Q(identity__person__in=people)).values_list(
            "identity__person_id", flat=True
        )
    )
    for person in never_listed & known.keys():
        names.setdefault(person, {known[person].name_key})
    return {pair for pair in pairs if names.get(pair[0], set()) & names.get(pair[1], set()) and _may_be_one(
        known[pair[0]], known[pair[1]]
    )}  # fmt: skip


def _live_names(people: Collection[int]) -> dict[int, set[str]]:
    """Return the names live rows give to records, whoever stands for them."""
    names: dict[int, set[str]] = {}
    lines = ListLine.objects.filter(
        Q(person__in=people) | Q(identity__person__in=people), publication__withdrawn_at__isnull=True
    )
    for line in lines.select_related("identity__person").only(
        "name", "person_id", "identity__person__same_as_id", "identity__person__id"
    ):
        names.setdefault(_holder(line), set()).add(known_name(line.name).key[:NAME_LENGTH])
    said = live_former().filter(Q(line__person__in=people) | Q(line__identity__person__in=people))
    for row in said.exclude(name_key="").select_related("line__identity__person"):
        names.setdefault(_holder(row.line), set()).add(row.name_key)
    return {person: some - {""} for person, some in names.items()}


def _may_be_one(person: Person, other: Person) -> bool:
    """Say whether two records are of one county and birth date and not held to be one person already."""
    stands_for = {one.same_as_id or one.pk for one in (person, other)}
    is_near = other.division[:COUNTY_DIGITS] == person.division[:COUNTY_DIGITS]
    return len(stands_for) > 1 and is_near and person.born_on == other.born_on
