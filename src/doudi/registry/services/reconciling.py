"""Makes the rows of spells, memberships, households and people match what follows from the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from doudi.common.inserting import insert_rows
from doudi.common.rows import save_rows
from doudi.registry.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdNumber,
    ListPublication,
    Person,
)
from doudi.registry.rules.homes import Families, Stay
from doudi.registry.rules.lines import Values
from doudi.registry.rules.progress import Progress
from doudi.registry.rules.spells import Spell
from doudi.registry.selectors.facts import chunks
from doudi.registry.states import ONE_OFF

Key = tuple[object, ...]
DERIVED = (
    *Values._fields,
    "household_id",
    "valid_from",
    "valid_to",
    "opened_by_id",
    "closed_by_id",
    "voided_at",
    "voided_by_id",
)
SAVED = [name.removesuffix("_id") for name in DERIVED]


@dataclass(frozen=True, slots=True)
class Cause:
    """What made a replay necessary: when, which publication, and its act in the trail."""

    at: datetime
    recorded_as: str
    publication: ListPublication | None = None


def _key(person: int, programme: str, begins: date, values: Values) -> Key:
    """Return what makes a stored spell and one that follows from the facts the same."""
    return (person, programme, begins, *(values if programme in ONE_OFF else ()))


def values_of(row: Enrolment) -> Values:
    """Return what a stored spell consists of."""
    return Values(*(getattr(row, name) for name in Values._fields))


def reconcile_spells(
    stored: Iterable[Enrolment],
    spells: Iterable[Spell],
    homes: Mapping[int, Sequence[tuple[Stay, int]]],
    cause: Cause,
) -> None:
    """Keep the row of each spell that stands, change it in place, void those that hold no more, add new ones.

    A spell voided before comes back under its own key.
    """
    changes = _changes(stored, spells, homes)
    for row in changes.gone:
        row.voided_at, row.voided_by = cause.at, cause.publication
    ending = [row for row in changes.kept if row.valid_to is not None]
    lasting = [row for row in changes.kept if row.valid_to is None]
    for rows in (changes.gone, ending, lasting, changes.back):
        save_rows(rows, SAVED, recorded_as=cause.recorded_as)
    insert_rows(changes.fresh)


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows to change, in the order in which no two of a person ever overlap: gone, kept, back, fresh."""

    gone: list[Enrolment] = field(default_factory=list)
    kept: list[Enrolment] = field(default_factory=list)
    back: list[Enrolment] = field(default_factory=list)
    fresh: list[Enrolment] = field(default_factory=list)


def _changes(
    stored: Iterable[Enrolment], spells: Iterable[Spell], homes: Mapping[int, Sequence[tuple[Stay, int]]]
) -> Changes:
    rows: dict[Key, list[Enrolment]] = {}
    for row in sorted(stored, key=lambda row: (row.voided_at is not None, row.pk)):
        rows.setdefault(_key(row.person_id, row.programme, row.valid_from, values_of(row)), []).append(row)
    changes = Changes()
    for spell in spells:
        waiting = rows.get(_key(spell.person, spell.programme, spell.valid_from, spell.values))
        if not waiting:
            new = Enrolment(person_id=spell.person, programme=spell.programme)
            changes.fresh.append(_fill(new, spell, homes))
            continue
        known = waiting.pop(0)
        if _differs(known, spell, homes):
            (changes.back if known.voided_at else changes.kept).append(_fill(known, spell, homes))
    changes.gone.extend(row for left in rows.values() for row in left if row.voided_at is None)
    return changes


def _wanted(spell: Spell, homes: Mapping[int, Sequence[tuple[Stay, int]]]) -> tuple[object, ...]:
    home = _home_at_end(homes.get(spell.person, ()), spell.valid_to)
    days = (spell.valid_from, spell.valid_to)
    return (*spell.values, home, *days, spell.opened_by, spell.closed_by, None, None)


def _differs(row: Enrolment, spell: Spell, homes: Mapping[int, Sequence[tuple[Stay, int]]]) -> bool:
    return tuple(getattr(row, name) for name in DERIVED) != _wanted(spell, homes)


def _fill(row: Enrolment, spell: Spell, homes: Mapping[int, Sequence[tuple[Stay, int]]]) -> Enrolment:
    for name, value in zip(DERIVED, _wanted(spell, homes), strict=True):
        setattr(row, name, value)
    return row


def _home_at_end(stays: Sequence[tuple[Stay, int]], ends: date | None) -> int | None:
    """Return the household somebody lived in last while a spell lasted, else the one they came to first."""
    if not stays:
        return None
    during = [home for stay, home in stays if ends is None or stay.valid_from < ends]
    return during[-1] if during else stays[0][1]


@dataclass(frozen=True, slots=True)
class Begun:
    """Where people are gone on from, and the stored household of each made-up one that stood then."""

    progress: Mapping[int, Progress]
    households: Mapping[int, int]

    def was_over(self, row: HouseholdMember) -> bool:
        """Say whether a stay had ended before."""
        known = self.progress.get(row.person_id)
        return known is not None and known.stay is not None and row.valid_from < known.stay.valid_from


def reconcile_families(
    people: Collection[int], families: Families, places: Mapping[int, str], cause: Cause, *, begun: Begun
) -> tuple[dict[int, list[tuple[Stay, int]]], dict[int, int]]:
    """Make memberships, households and numbers match.

    Returns each person's stays with their households, and the stored household of each made-up one.
    """
    known = [row for part in chunks(people) for row in HouseholdMember.objects.filter(person__in=part)]
    stored = [row for row in known if not begun.was_over(row)]
    once_lived_in = {row.household_id for row in known if begun.was_over(row)}
    lived_in = {stay.household for stay in families.stays}
    standing = {
        made: household
        for made, household in begun.households.items()
        if made in lived_in or household in once_lived_in
    }
    keys = _households_of(families, stored, places, cause, standing)
    emptied = {row.household_id for row in stored} - set(keys.values())
    homes: dict[int, list[tuple[Stay, int]]] = {}
    for stay in sorted(families.stays, key=lambda stay: stay.valid_from):
        homes.setdefault(stay.person, []).append((stay, keys[stay.household]))
    _reconcile_stays(stored, homes, cause)
    _reconcile_households(families, keys, emptied, places, cause)
    _reconcile_numbers(families, keys, emptied)
    return homes, keys


def _households_of(
    families: Families,
    stored: Sequence[HouseholdMember],
    places: Mapping[int, str],
    cause: Cause,
    standing: Mapping[int, int],
) -> dict[int, int]:
    """Return the key of each household: of the stored one it has most in common with, or of a new one.

    Those that stood already keep theirs.
    """
    keys = dict(standing) | _alike(families, stored, standing)
    wanted = sorted({stay.household for stay in families.stays} - set(keys))
    new = [
        Household(
            division=_seat(families, made, places), head_id=families.heads.get(made), created_at=cause.at
        )
        for made in wanted
    ]
    insert_rows(new)
    return keys | {made: household.pk for made, household in zip(wanted, new, strict=True)}


def _alike(
    families: Families, stored: Sequence[HouseholdMember], standing: Mapping[int, int]
) -> dict[int, int]:
    """Return the stored households with which others have most in common: people, and days of coming."""
    lived: dict[int, list[HouseholdMember]] = {}
    for row in stored:
        lived.setdefault(row.person_id, []).append(row)
    votes: Counter[tuple[int, int]] = Counter()
    for stay in families.stays:
        for row in lived.get(stay.person, ()) if stay.household not in standing else ():
            votes[(stay.household, row.household_id)] += 1 + 2 * (row.valid_from == stay.valid_from)
    keys: dict[int, int] = {}
    taken = set(standing.values())
    for (made, household), _ in sorted(votes.items(), key=lambda each: (-each[1], each[0][1], each[0][0])):
        if made not in keys and household not in taken:
            keys[made] = household
            taken.add(household)
    return keys


def _seat(families: Families, made: int, places: Mapping[int, str]) -> str:
    """Return where a household lies: where its head lives, else most of its people."""
    head = families.heads.get(made)
    if head is not None and places.get(head):
        return places[head]
    people = families.people.get(made, set())
    lived = Counter(places[person] for person in people if places.get(person))
    return min(lived, key=lambda place: (-lived[place], place), default="")


def _reconcile_stays(
    stored: Sequence[HouseholdMember], homes: Mapping[int, Sequence[tuple[Stay, int]]], cause: Cause
) -> None:
    rows = {(row.person_id, row.valid_from): row for row in stored}
    fresh, changed = [], []
    batches = _batches(homes)
    for stay, household in (each for stays in homes.values() for each in stays):
        batch = batches[stay.said_by] if stay.said_by else None
        wanted = (household, stay.relation, stay.valid_to, batch, stay.act)
        row = rows.pop((stay.person, stay.valid_from), None)
        if row is None:
            row = HouseholdMember(person_id=stay.person, valid_from=stay.valid_from)
            fresh.append(row)
        elif wanted != (row.household_id, row.relation, row.valid_to, row.batch, row.act_id):
            changed.append(row)
        row.household_id, row.relation, row.valid_to, row.batch, row.act_id = wanted
    for part in chunks([row.pk for row in rows.values()]):
        HouseholdMember.objects.filter(pk__in=part).delete()
    fields = ["household", "relation", "valid_to", "batch", "act"]
    save_rows([row for row in changed if row.valid_to], fields, recorded_as=cause.recorded_as)
    save_rows([row for row in changed if not row.valid_to], fields, recorded_as=cause.recorded_as)
    insert_rows(fresh)


def _batches(homes: Mapping[int, Sequence[tuple[Stay, int]]]) -> dict[int, UUID]:
    keys = {stay.said_by for stays in homes.values() for stay, _ in stays if stay.said_by}
    return dict(ListPublication.objects.filter(pk__in=keys).values_list("pk", "batch"))


def _reconcile_households(
    families: Families,
    keys: Mapping[int, int],
    emptied: Collection[int],
    places: Mapping[int, str],
    cause: Cause,
) -> None:
    wanted = {
        household: (_seat(families, made, places), families.heads.get(made))
        for made, household in keys.items()
    }
    changed = []
    for part in chunks([*wanted, *emptied]):
        for row in Household.objects.filter(pk__in=part):
            seat, head = wanted.get(row.pk, ("", None))
            if (row.division, row.head_id) != (seat or row.division, head):
                row.division, row.head_id = seat or row.division, head
                changed.append(row)
    save_rows(changed, ["division", "head"], recorded_as=cause.recorded_as)


def _reconcile_numbers(families: Families, keys: Mapping[int, int], emptied: Collection[int]) -> None:
    wanted = {
        (keys[made], source, region): number
        for (made, source, region), number in families.numbers.items()
        if made in keys
    }
    gone = []
    for part in chunks([*keys.values(), *emptied]):
        for row in HouseholdNumber.objects.filter(household__in=part):
            key = (row.household_id, row.source, row.region)
            if wanted.get(key) == row.number:
                del wanted[key]
            else:
                gone.append(row.pk)
    for part in chunks(gone):
        HouseholdNumber.objects.filter(pk__in=part).delete()
    insert_rows(
        [
            HouseholdNumber(household_id=household, source=source, region=region, number=number)
            for (household, source, region), number in wanted.items()
        ]
    )


def reconcile_people(people: Iterable[Person], cause: Cause) -> None:
    """Save the names and places of people that changed."""
    save_rows(list(people), ["name", "name_key", "initials", "division"], recorded_as=cause.recorded_as)
