"""Many rows inserted at once are the rows that saving each alone would have made."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from doudi.common.inserting import insert_rows
from doudi.common.rows import NotInOneTransaction
from doudi.registry.models import Household, HouseholdMember, Identity, Person
from doudi.registry.states import IdentityStanding, Relation, Sex
from doudi.registry.tests.factories import MONDAY, number

DAY = MONDAY.date()


def people(count: int = 3) -> list[Person]:
    """Return people who are nowhere yet; the last has a quote and a rare character in the name."""
    names = [*("陈大文" for _ in range(count - 1)), "O'𠮷%s"]
    return [
        Person(name=name, sex=Sex.FEMALE, born_on=DAY, division="440204102200", created_at=MONDAY)
        for name in names
    ]


def stored(rows: Sequence[Model], *, without: Sequence[str] = ()) -> list[dict[str, object]]:
    """Return rows as the database has them."""
    found = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).order_by("pk").values()
    return [{key: value for key, value in row.items() if key not in ("id", *without)} for row in found]


@pytest.mark.django_db
def test_rows_inserted_at_once_are_those_saved_one_by_one() -> None:
    together, alone = people(), people()
    insert_rows(together)
    Person.objects.bulk_create(alone)
    assert stored(together) == stored(alone)
    homes = [Household(division="440204", head=each, created_at=MONDAY) for each in together]
    insert_rows(homes)
    assert [Household.objects.get(pk=home.pk).head for home in homes] == together
    members = [
        HouseholdMember(
            household=home, person=person, relation=Relation.HEAD, valid_from=DAY, batch=uuid.UUID(int=7)
        )
        for home, person in zip(homes, together, strict=True)
    ]
    insert_rows(members)
    assert [row["batch"] for row in stored(members)] == [uuid.UUID(int=7)] * 3
    assert [(row["valid_from"], row["valid_to"], row["counted"]) for row in stored(members)] == [
        (DAY, None, True)
    ] * 3


@pytest.mark.django_db
def test_each_row_has_a_key_of_its_own_and_the_next_one_saved_has_another() -> None:
    first, second = people(), people()
    insert_rows(first)
    after = Person.objects.create(name="李", sex=Sex.MALE, born_on=DAY, division="440204", created_at=MONDAY)
    insert_rows(second)
    last = Person.objects.create(name="李", sex=Sex.MALE, born_on=DAY, division="440204", created_at=MONDAY)
    keys = [row.pk for row in (*first, after, *second, last)]
    assert keys == sorted(set(keys))
    assert Person.objects.filter(pk__in=keys).count() == 8
    first[0].name = "改"
    first[0].save()
    assert Person.objects.get(pk=first[0].pk).name == "改"


@pytest.mark.django_db
def test_numbers_are_sealed_each_by_itself_and_open_again() -> None:
    (person,) = people(1)
    insert_rows([person])
    same = number(1)
    identities = [
        Identity(
            person=person,
            token_high=at,
            token_low=-at,
            epoch=1,
            number=same,
            standing=IdentityStanding.SHARED,
        )
        for at in range(2)
    ]
    insert_rows(identities)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM registry_identity WHERE person_id = %s", [person.pk])
        sealed = [value for (value,) in cursor.fetchall()]
    assert len({*sealed}) == 2
    assert same not in "".join(sealed)
    assert [each.number for each in Identity.objects.filter(person=person)] == [same, same]


@pytest.mark.django_db
def test_what_the_database_forbids_is_refused_as_for_a_row_saved_alone() -> None:
    (person,) = people(1)
    insert_rows([person])
    twice = [Identity(person=person, token_high=1, token_low=1, epoch=1, number=number(1)) for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(twice)
    assert not Identity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rows_are_inserted_only_within_a_transaction() -> None:
    with pytest.raises(NotInOneTransaction):
        insert_rows(people())
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_no_rows_are_nothing_to_do() -> None:
    insert_rows([])
    assert not Person.objects.exists()
