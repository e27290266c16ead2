"""Two officers press the same button at the same moment; the list ends as if one had waited."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.price_subsidy.models import PriceIndex, PriceLaunch, PriceLine
from doudi.price_subsidy.services import launches
from doudi.price_subsidy.tests.months import NOW, approver, keeper, person, rises


def attempt(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def at_once(*acts: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return sorted(future.result(timeout=60) for future in [pool.submit(attempt, act) for act in acts])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_asked_for_four_times_at_once_is_made_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    by = keeper()
    people = [person("DIBAO") for _ in range(20)]
    launch = rises("2020-03", by, food=1150)[0]
    launches.approve_launch(launch, reason="同意启动", by=approver(), at=NOW)

    answers = at_once(*[lambda: launches.make_list(launch, by=by, at=NOW)] * 4)

    assert answers == ["DONE", *["NOTHING_TO_LIST"] * 3]
    assert PriceLine.objects.count() == len(people)
    assert list(broken_links()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_indices_recorded_twice_at_once_leave_one_in_force_and_one_suggestion() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    by = keeper()
    person("DIBAO")

    answers = at_once(*[lambda: rises("2020-03", by, food=1150)] * 3)

    assert answers == ["DONE"] * 3
    assert PriceIndex.objects.filter(superseded_at__isnull=True).count() == 1
    assert PriceLaunch.objects.filter(status="SUGGESTED").count() == 1
    assert list(broken_links()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_approval_and_a_refusal_at_once_leave_one_word() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    chief, other = approver(), approver()
    person("DIBAO")
    launch = rises("2020-03", keeper(), food=1150)[0]

    answers = at_once(
        lambda: launches.approve_launch(launch, reason="同意启动", by=chief, at=NOW),
        lambda: launches.reject_launch(launch, reason="指数待核对", by=other, at=NOW),
    )

    assert answers == ["DONE", "LAUNCH_DECIDED"]
