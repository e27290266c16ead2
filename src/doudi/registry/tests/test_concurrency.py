"""Two clerks publish at the same moment; the registry ends as if one had waited."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from doudi.audit.actors import SYSTEM
from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.registry.models import Enrolment, ListPublication, Person
from doudi.registry.rules.listing import Listing
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, listed, listing


def attempt(what: Listing) -> str:
    try:
        apply_list(what, by=SYSTEM, at=MONDAY)
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def at_once(*tasks: Callable[[], str]) -> list[str]:
    with ThreadPoolExecutor(max_workers=len(tasks)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(task) for task in tasks]]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_list_published_twice_at_once_enrols_everyone_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    october = listing([listed(order, f"陈{order}") for order in range(1, 40)])

    answers = at_once(*[lambda: attempt(october)] * 4)

    assert set(answers) == {"DONE"}
    assert ListPublication.objects.count() == 1
    assert (Person.objects.count(), Enrolment.objects.count()) == (39, 39)
    assert list(broken_links()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_lists_that_name_the_same_new_person_make_one_person() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    dibao = listing([listed(order, f"陈{order}") for order in range(1, 40)])
    orphans = listing(
        [listed(order, f"陈{order}", programme="ORPHAN") for order in range(39, 0, -1)],
        batch=2,
        source="orphan",
    )

    answers = at_once(lambda: attempt(dibao), lambda: attempt(orphans))

    assert set(answers) == {"DONE"}
    assert (Person.objects.count(), Enrolment.objects.count()) == (39, 78)
    assert list(broken_links()) == []
