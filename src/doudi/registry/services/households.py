"""Finds or files the households a list groups its people into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from doudi.registry.models import Household, HouseholdMember, HouseholdNumber, Person
from doudi.registry.rules.listing import ListedPerson, Listing
from doudi.registry.states import Relation

PEOPLE_AT_ONCE = 5000


def file_households(listing: Listing, by_row: Mapping[int, Person], *, at: datetime) -> dict[int, int | None]:
    """Return the household of each row, filing new households and new members.

    A household is found by the number this source gave it, else by where most of its people already live,
    so that the families of several lists become one card. Someone who already lives in another household
    stays there: that is a finding for an officer, not a change for a file to make.
    """
    groups = _groups(listing.people)
    homes = _homes_of({person.pk for person in by_row.values()})
    numbered = _numbered(listing)
    new_numbers, of_number = [], {}
    for number, lines in groups.items():
        household_id = numbered.get(number) or _home_of_most(lines, by_row, homes)
        if household_id is None:
            division = next((line.division for line in lines if line.division), listing.region)
            household_id = Household.objects.create(division=division, created_at=at).pk
        if number not in numbered:
            new_numbers.append(_number_of(listing, household_id, number))
        of_number[number] = household_id
    HouseholdNumber.objects.bulk_create(new_numbers, batch_size=1000)
    _add_members(listing, of_number, by_row, homes)
    return {
        line.row: of_number.get(line.household_number) or homes.get(by_row[line.row].pk)
        for line in listing.people
    }


def _number_of(listing: Listing, household_id: int, number: str) -> HouseholdNumber:
    return HouseholdNumber(
        household_id=household_id, source=listing.source, region=listing.region, number=number
    )


def _groups(people: Iterable[ListedPerson]) -> dict[str, list[ListedPerson]]:
    groups: dict[str, list[ListedPerson]] = {}
    for line in people:
        if line.household_number:
            groups.setdefault(line.household_number, []).append(line)
    return groups


def _homes_of(people: Iterable[int]) -> dict[int, int]:
    homes: dict[int, int] = {}
    ids = sorted(people)
    for start in range(0, len(ids), PEOPLE_AT_ONCE):
        members = HouseholdMember.objects.filter(
            person_id__in=ids[start : start + PEOPLE_AT_ONCE], valid_to__isnull=True
        )
        homes.update(members.values_list("person_id", "household_id"))
    return homes


def _numbered(listing: Listing) -> dict[str, int]:
    numbers = HouseholdNumber.objects.filter(source=listing.source, region=listing.region)
    return dict(numbers.values_list("number", "household_id"))


def _home_of_most(
    lines: Sequence[ListedPerson], by_row: Mapping[int, Person], homes: Mapping[int, int]
) -> int | None:
    counts = Counter(homes[by_row[line.row].pk] for line in lines if by_row[line.row].pk in homes)
    if not counts:
        return None
    most = max(counts.values())
    return min(household for household, count in counts.items() if count == most)


def _add_members(
    listing: Listing, of_number: Mapping[str, int], by_row: Mapping[int, Person], homes: dict[int, int]
) -> None:
    members = []
    for line in listing.people:
        household_id, person_id = of_number.get(line.household_number), by_row[line.row].pk
        if household_id is None or person_id in homes:
            continue
        homes[person_id] = household_id
        members.append(
            HouseholdMember(
                household_id=household_id,
                person_id=person_id,
                relation=line.relation or Relation.OTHER,
                valid_from=listing.period.first_day,
                batch=listing.batch,
            )
        )
    HouseholdMember.objects.bulk_create(members, batch_size=1000)
