"""A month's list may come in parts: a file a township, two registers; nobody is lost between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from doudi.accounts.tests.factories import division
from doudi.audit.actors import SYSTEM
from doudi.exchange.models import Batch
from doudi.exchange.selectors import published_batches
from doudi.exchange.services.publishing import ManyWouldClose, Wish, publish_batch, withdraw_batch
from doudi.exchange.tests.factories import (
    COUNTY,
    DIBAO_HEADING,
    MONDAY,
    OCTOBER,
    TOWN,
    dibao_row,
    imported,
    published,
)
from doudi.reading.tests import workbooks as w
from doudi.registry.selectors import enrolments_in

pytestmark = pytest.mark.django_db
NOVEMBER = OCTOBER.next()
EAST, WEST = ("新韶镇", "陈江村"), ("乐园镇", "")
WEST_TOWN = "440204102"


@pytest.fixture(autouse=True)
def two_towns() -> None:
    division(WEST_TOWN)


def rows(serials: Iterable[int], place: tuple[str, str]) -> list[w.Row]:
    return [dibao_row(at, 镇街=place[0], 村居=place[1], 姓名=f"张{at}", 月保障金额=600) for at in serials]


def listed(east: Iterable[int] = (), west: Iterable[int] = ()) -> bytes:
    return w.xlsx({"名单": [DIBAO_HEADING, *rows(east, EAST), *rows(west, WEST)]})


def waiting(data: bytes, **changes: object) -> Batch:
    return imported(data, publish=False, period=NOVEMBER, **changes).batch  # type: ignore[arg-type]


def publish(batch: Batch, **wish: Any) -> Batch:
    publish_batch(batch, by=SYSTEM, at=MONDAY, wish=Wish(**wish))
    return Batch.objects.get(pk=batch.pk)


def enrolled() -> set[int]:
    """Return who stands on dibao in November, by the number behind the name."""
    standing = enrolments_in(NOVEMBER).filter(programme="DIBAO")
    return {int(name[1:]) for name in standing.values_list("person__name", flat=True)}


def test_a_file_of_one_township_alone_asks_whether_it_is_a_part_and_leaves_the_others() -> None:
    published(listed(range(1, 31), range(31, 61)))
    east = waiting(listed(east=range(1, 30)), name="新韶镇.xlsx")

    with pytest.raises(ManyWouldClose, match=r"31 人.*其中 30 人所在的乡镇这份名单一个人也没有"):
        publish(east)
    publish(east, part=True)

    assert enrolled() == {*range(1, 30), *range(31, 61)}


def test_files_of_two_townships_together_are_the_months_list() -> None:
    published(listed(range(1, 31), range(31, 61)))
    publish(waiting(listed(east=range(1, 30)), name="新韶镇.xlsx"), part=True)

    published(listed(west=range(31, 60)), name="乐园镇.xlsx", period=NOVEMBER)

    assert enrolled() == {*range(1, 30), *range(31, 60)}


def test_the_next_months_first_file_waits_for_the_other() -> None:
    published(listed(east=range(1, 31)), name="新韶镇.xlsx")
    published(listed(west=range(31, 61)), name="乐园镇.xlsx")

    first = published(listed(east=range(1, 29)), name="新韶镇11月.xlsx", period=NOVEMBER)
    between = enrolled()
    published(listed(west=range(31, 60)), name="乐园镇11月.xlsx", period=NOVEMBER)

    assert first.is_part
    assert between == {*range(1, 29), *range(31, 61)}
    assert enrolled() == {*range(1, 29), *range(31, 60)}


def test_whichever_comes_first_the_end_is_the_same() -> None:
    published(listed(east=range(1, 31)), name="新韶镇.xlsx")
    published(listed(west=range(31, 61)), name="乐园镇.xlsx")

    published(listed(west=range(31, 60)), name="乐园镇11月.xlsx", period=NOVEMBER)
    published(listed(east=range(1, 29)), name="新韶镇11月.xlsx", period=NOVEMBER)

    assert enrolled() == {*range(1, 29), *range(31, 60)}


def test_taking_one_part_back_leaves_whom_the_other_names() -> None:
    published(listed(east=[1, 2]), name="新韶镇.xlsx", period=NOVEMBER)
    west = published(listed(west=[3, 4]), name="乐园镇.xlsx", period=NOVEMBER)

    withdraw_batch(west, by=SYSTEM, at=MONDAY, reason="传错了文件")

    assert enrolled() == {1, 2}


def test_a_township_that_sends_for_itself_closes_only_its_own() -> None:
    published(listed(range(1, 31), range(31, 61)))
    east = waiting(listed(east=range(1, 8)), region=TOWN, name="新韶镇.xlsx")

    with pytest.raises(ManyWouldClose, match="将终止 23 人，占上一次名单 30 人的 77%"):
        publish(east)
    publish(east, confirm_closing=True)

    assert enrolled() == {*range(1, 8), *range(31, 61)}


def test_whoever_moved_to_the_other_townships_list_does_not_count_as_leaving() -> None:
    published(listed(range(1, 31), range(31, 61)))
    published(listed(west=range(8, 61)), region=WEST_TOWN, name="乐园镇.xlsx", period=NOVEMBER)

    east = waiting(listed(east=range(1, 8)), region=TOWN, name="新韶镇.xlsx")

    assert publish(east).effect["closed"] == 0
    assert enrolled() == set(range(1, 61))


def test_a_comparison_is_told_which_townships_a_part_speaks_for() -> None:
    published(listed(range(1, 31), range(31, 61)))
    publish(waiting(listed(east=range(1, 30)), name="新韶镇.xlsx"), part=True)
    published(listed(west=range(31, 60)), region=WEST_TOWN, name="乐园镇.xlsx", period=NOVEMBER)

    files = published_batches(COUNTY, NOVEMBER)["dibao"]

    told = {(file.period, file.places) for file in files}
    assert told == {("2026-10", ()), ("2026-11", (TOWN,)), ("2026-11", (WEST_TOWN,))}
