"""Two clerks publish at the same second; it ends as if one had waited and then looked again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from doudi.audit.actors import SYSTEM
from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.exchange.models import Batch
from doudi.exchange.services.publishing import Wish, publish_batch, withdraw_batch
from doudi.exchange.tests.factories import MONDAY, OCTOBER, dibao, imported, published
from doudi.registry.selectors import enrolments_in

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")


def at_once(*acts: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(_attempt, act) for act in acts]]


def _attempt(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def publishing(batch: Batch, **wish: str) -> Callable[[], object]:
    return lambda: publish_batch(batch, by=SYSTEM, at=MONDAY, wish=Wish(**wish))  # type: ignore[arg-type]


def waiting(*serials: int, name: str) -> Batch:
    return imported(dibao(serials), publish=False, name=name).batch


def states() -> list[str]:
    return sorted(Batch.objects.values_list("state", flat=True))


def enrolled() -> int:
    return enrolments_in(OCTOBER).count()


def test_two_first_lists_of_the_same_people_are_not_both_the_first() -> None:
    one, other = waiting(1, 2, 3, name="甲.xlsx"), waiting(1, 2, 3, 4, name="乙.xlsx")

    answers = at_once(publishing(one, seen=""), publishing(other, seen=""))

    assert sorted(answers) == ["DONE", "PUBLISHED_MEANWHILE"]
    assert states() == ["CHECKED", "PUBLISHED"]
    assert list(broken_links()) == []


def test_two_corrections_of_one_list_end_in_one_chain() -> None:
    published(dibao([1, 2, 3]))
    one, other = waiting(1, 2, 3, 4, name="甲.xlsx"), waiting(1, 2, 3, 5, name="乙.xlsx")

    answers = at_once(publishing(one), publishing(other))

    assert answers == ["DONE", "DONE"]
    assert states() == ["PUBLISHED", "SUPERSEDED", "SUPERSEDED"]
    assert enrolled() == 4
    assert list(broken_links()) == []


def test_one_batch_published_four_times_at_once_is_published_once() -> None:
    batch = waiting(1, 2, 3, name="甲.xlsx")

    assert set(at_once(*[publishing(batch)] * 4)) == {"DONE"}
    assert (states(), enrolled()) == (["PUBLISHED"], 3)


def test_a_correction_and_the_withdrawal_of_what_it_corrects_do_not_both_happen() -> None:
    first = published(dibao([1, 2, 3]))
    other = waiting(1, 2, 3, 4, name="乙.xlsx")
    taking_back = lambda: withdraw_batch(first, by=SYSTEM, at=MONDAY, reason="传错了文件")  # noqa: E731

    answers = at_once(publishing(other, seen=str(first.pk)), taking_back)

    assert sorted(answers) in (["DONE", "MOVE_NOT_ALLOWED"], ["DONE", "PUBLISHED_MEANWHILE"])
    assert "PUBLISHED" not in states() or states().count("PUBLISHED") == 1
