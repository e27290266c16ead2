"""What an installation held before facts and what follows from them were kept apart is all there after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Model

from doudi.audit.actors import SYSTEM
from doudi.common.keys import ring
from doudi.kernel.dates import Period
from doudi.kernel.tokens import token_of
from doudi.registry.models import Enrolment, HouseholdMember, ListLine, Person, SpellAct
from doudi.registry.selectors import valid_enrolments
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import COUNTY, MONDAY, VILLAGE, listed, listing, number

BEFORE = [
    ("registry", "0003_add_poverty_status_and_recognition"),
    ("monitoring", "0001_create_the_ledger"),
    ("rulebook", "0001_create_the_rulebook"),
]
OCTOBER, NOVEMBER = UUID(int=1), UUID(int=2)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def old() -> Iterator[StateApps]:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def upgrade() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def person(old: StateApps, order: int, name: str, standing: str = "CONFIRMED", *, known_as: int = 0) -> Model:
    made: Model = old.get_model("registry", "Person").objects.create(
        name=name, sex="MALE", born_on=date(1960, 5, 17), division=VILLAGE, created_at=MONDAY
    )
    token = token_of(ring().token, number(known_as or order))
    old.get_model("registry", "Identity").objects.create(
        person=made,
        token_high=token.high,
        token_low=token.low,
        epoch=1,
        number=number(known_as or order),
        standing=standing,
    )
    return made


def spell(old: StateApps, who: Model, begins: date, ends: date | None, **facts: object) -> Model:
    given = {"opened_by_id": OCTOBER, "amount_fen": 45000, "category": "RURAL"} | facts
    made: Model = old.get_model("registry", "Enrolment").objects.create(
        person=who, programme="DIBAO", division=VILLAGE, valid_from=begins, valid_to=ends, **given
    )
    return made


def world(old: StateApps) -> None:
    """Fill an old installation: two lists, a family, a disputed number, and one put back by hand."""
    for batch, period in ((OCTOBER, "2026-10"), (NOVEMBER, "2026-11")):
        old.get_model("registry", "ListPublication").objects.create(
            batch=batch, source="dibao", region=COUNTY, period=period, published_at=MONDAY
        )
    for _ in range(2):
        old.get_model("monitoring", "MatchRun").objects.create(
            region=COUNTY, period="2026-11", status="QUEUED", started_by="clicked-twice", started_at=MONDAY
        )
    home = old.get_model("registry", "Household").objects.create(division=VILLAGE, created_at=MONDAY)
    old.get_model("registry", "HouseholdNumber").objects.create(
        household=home, source="dibao", region=COUNTY, number="7"
    )
    names = ("陈大文", "李小兰", "黄阿妹", "罗九")
    first, second, gone, back = (person(old, order, name) for order, name in enumerate(names, start=1))
    other = person(old, 5, "陈文达", "DISPUTED", known_as=1)
    for who, relation in ((first, "HEAD"), (second, "SPOUSE")):
        old.get_model("registry", "HouseholdMember").objects.create(
            household=home, person=who, relation=relation, valid_from=date(2026, 10, 1), batch=OCTOBER
        )
    lines: list[tuple[Model, UUID]] = []
    stands = spell(old, first, date(2024, 3, 1), None, household=home)
    lines += [(stands, OCTOBER), (stands, NOVEMBER)]
    changed = spell(old, second, date(2026, 10, 1), date(2026, 11, 1), household=home)
    lines += [(changed, OCTOBER)]
    lines += [(spell(old, second, date(2026, 11, 1), None, amount_fen=50000, household=home), NOVEMBER)]
    lines += [(spell(old, gone, date(2026, 10, 1), date(2026, 11, 1), closed_by_id=NOVEMBER), OCTOBER)]
    lines += [(spell(old, back, date(2026, 10, 1), None), OCTOBER)]
    doubled = spell(old, other, date(2026, 10, 1), None)
    lines += [(doubled, OCTOBER), (doubled, NOVEMBER)]
    for row, (one, batch) in enumerate(lines):
        old.get_model("registry", "ListLine").objects.create(publication_id=batch, enrolment=one, row=row)


def runs() -> list[str]:
    return list(
        apps.get_model("monitoring", "MatchRun").objects.order_by("pk").values_list("status", flat=True)
    )


def spells() -> list[tuple[Any, ...]]:
    found = valid_enrolments().values_list("person__name", "amount_fen", "valid_from", "valid_to")
    return sorted(found, key=str)


def test_people_lists_spells_and_homes_survive_and_a_replay_holds_them_as_they_were(old: StateApps) -> None:
    world(old)

    upgrade()

    told = [
        ("李小兰", 45000, date(2026, 10, 1), date(2026, 11, 1)),
        ("李小兰", 50000, date(2026, 11, 1), None),
        ("罗九", 45000, date(2026, 10, 1), None),
        ("陈大文", 45000, date(2024, 3, 1), None),
        ("黄阿妹", 45000, date(2026, 10, 1), date(2026, 11, 1)),
    ]
    assert spells() == told
    assert (ListLine.objects.count(), Enrolment.objects.count()) == (8, 6)
    assert runs() == ["FAILED", "QUEUED"]
    assert SpellAct.objects.get().person.name == "罗九"
    assert Person.objects.get(name="陈文达").same_as == Person.objects.get(name="陈大文")
    assert Person.objects.get(name="李小兰").name_key == "李小兰"

    people = [listed(1, "陈大文", household_number="7", relation="HEAD"), listed(4, "罗九")]
    people += [listed(2, "李小兰", household_number="7", relation="SPOUSE", amount_fen=50000)]
    apply_list(listing(people, batch=3, period=Period(2026, 12)), by=SYSTEM, at=MONDAY)

    assert spells() == told
    living = HouseholdMember.objects.filter(valid_to__isnull=True)
    assert set(living.values_list("person__name", flat=True)) == {"陈大文", "李小兰"}
