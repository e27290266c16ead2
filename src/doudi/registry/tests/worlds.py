"""What the registry holds, told without keys and moments, so that two ways to it can be compared."""

from __future__ import annotations

from collections.abc import Iterable

from doudi.registry.models import Enrolment, Household, HouseholdMember, HouseholdNumber, Person

Told = dict[str, list[tuple[str, ...]]]


def held() -> Told:
    """Return people, households and spells by names people were given, without keys and moments."""
    names = dict(Person.objects.values_list("pk", "identities__token_high"))
    return {
        "spells": _sorted(
            (names[spell.person_id], *_spell(spell))
            for spell in Enrolment.objects.filter(voided_at__isnull=True)
        ),
        "stays": _sorted(
            (names[stay.person_id], _mates(stay, names), stay.relation, stay.valid_from, stay.valid_to)
            for stay in HouseholdMember.objects.all()
        ),
        "households": _sorted(_households(names)),
        "numbers": _sorted(
            (_living(number.household_id, names), number.source, number.region, number.number)
            for number in HouseholdNumber.objects.all()
        ),
        "people": _sorted(
            (names[person.pk], person.name, person.division)
            for person in Person.objects.filter(lines__publication__withdrawn_at__isnull=True).distinct()
        ),
    }


def _sorted(rows: Iterable[tuple[object, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(value) for value in row) for row in rows)


def _spell(spell: Enrolment) -> tuple[object, ...]:
    return (
        spell.programme,
        spell.category,
        spell.division,
        spell.amount_fen,
        spell.account_low,
        spell.valid_from,
        spell.valid_to,
        spell.opened_by.period,
        spell.closed_by.period if spell.closed_by else "",
        bool(spell.household_id),
    )


def _mates(stay: HouseholdMember, names: dict[int, int]) -> list[int]:
    mates = HouseholdMember.objects.filter(household=stay.household_id)
    return sorted({names[mate.person_id] for mate in mates})


def _living(household: int, names: dict[int, int]) -> list[int]:
    living = HouseholdMember.objects.filter(household=household, valid_to__isnull=True)
    return sorted(names[mate.person_id] for mate in living)


def _households(names: dict[int, int]) -> Iterable[tuple[object, ...]]:
    for home in Household.objects.filter(members__isnull=False).distinct():
        head = names[home.head_id] if home.head_id else ""
        yield (_living(home.pk, names), home.division if _living(home.pk, names) else "", head)


def differences(one: Told, other: Told) -> dict[str, list[tuple[str, ...]]]:
    """Return what only one of two worlds holds, part by part; nothing when they are the same."""
    found = {name: sorted({*one[name]} ^ {*other[name]}) for name in one}
    return {name: rows for name, rows in found.items() if rows or one[name] != other[name]}
