"""Lists of one source, region and month: corrected, side by side, or asked; many leaving, looked at twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.exchange.models import Batch
from doudi.exchange.selectors import published_batches
from doudi.exchange.services.publishing import (
    AllElsewhere,
    ManyWouldClose,
    NotThere,
    PlacingUnclear,
    PublishedMeanwhile,
    Wish,
    place_batch,
    publish_batch,
    withdraw_batch,
)
from doudi.exchange.states import BatchState, MoveNotAllowed, Placing
from doudi.exchange.tests.factories import (
    COUNTY,
    MONDAY,
    OCTOBER,
    dibao,
    dibao_row,
    imported,
    published,
)
from doudi.kernel.dates import Period
from doudi.reading.tests import workbooks as w
from doudi.registry.models import Enrolment
from doudi.registry.selectors import enrolments_in

pytestmark = pytest.mark.django_db
NOVEMBER = OCTOBER.next()


def dead(serials: Iterable[int], *, police: bool = False) -> bytes:
    """Return who died, as the crematorium or the police write it."""
    heading = (
        ("姓名", "公民身份号码", "死亡日期", "注销日期") if police else ("逝者姓名", "身份证号", "火化日期")
    )
    last = ("2026-10-03", "2026-10-09") if police else ("2026-10-05",)
    return w.xlsx({"名单": [heading, *((f"张{at}", w.number_of(at), *last) for at in serials)]})


def checked(data: bytes, source: str = "dibao", **changes: Any) -> Batch:
    return imported(data, source, publish=False, **changes).batch


def publish(batch: Batch, **wish: Any) -> Batch:
    publish_batch(batch, by=SYSTEM, at=MONDAY, wish=Wish(**wish))
    return Batch.objects.get(pk=batch.pk)


def withdraw(batch: Batch) -> Batch:
    return withdraw_batch(batch, by=SYSTEM, at=MONDAY, reason="传错了文件")


def compared(source: str = "dibao") -> set[str]:
    return {file.id for file in published_batches(COUNTY, OCTOBER).get(source, ())}


def states(*batches: Batch) -> list[str]:
    return [Batch.objects.get(pk=batch.pk).state for batch in batches]


def live(period: Period = OCTOBER) -> list[int]:
    """Return what everybody on a list gets in a month; each amount is one person's."""
    return sorted(one.amount_fen or 0 for one in enrolments_in(period))


def test_two_lists_of_different_people_stand_side_by_side() -> None:
    one = published(dead([1, 2]), "cremation", name="殡仪馆.xlsx")
    other = published(dead([3, 4], police=True), "cremation", name="公安.xlsx")

    assert (one.placing, other.placing) == (Placing.FIRST, Placing.BESIDE)
    assert compared("cremation") == {str(one.pk), str(other.pk)}


def test_the_same_people_in_the_same_columns_are_a_correction() -> None:
    one = published(dead([1, 2, 3]), "cremation", name="殡仪馆.xlsx")
    other = published(dead([1, 2, 3, 4]), "cremation", name="殡仪馆新.xlsx")

    assert (other.placing, other.replaces_id) == (Placing.REPLACES, one.pk)
    assert states(one, other) == [BatchState.SUPERSEDED, BatchState.PUBLISHED]
    assert compared("cremation") == {str(other.pk)}


def test_the_same_people_in_another_office_s_list_stand_beside_it() -> None:
    one = published(dead([1, 2, 3]), "cremation", name="殡仪馆.xlsx")
    other = published(dead([1, 2, 3], police=True), "cremation", name="公安.xlsx")

    assert other.placing == Placing.BESIDE
    assert compared("cremation") == {str(one.pk), str(other.pk)}


def test_the_same_people_in_other_columns_are_asked_about_and_may_stand_beside() -> None:
    one = published(dead([1, 2, 3]), "cremation", name="甲.xlsx")
    other = checked(dead([1, 2, 3], police=True), "cremation", name="乙.xlsx")

    with pytest.raises(PlacingUnclear, match=r"“甲\.xlsx”有 3 人，这一批有 3 人，其中 3 人两份都有"):
        publish(other)
    assert states(one, other) == [BatchState.PUBLISHED, BatchState.CHECKED]

    publish(other, beside=True)
    assert compared("cremation") == {str(one.pk), str(other.pk)}


def test_a_list_that_shares_some_people_is_asked_about_and_may_be_a_correction() -> None:
    one = published(dibao([1, 2, 3]), name="甲.xlsx")
    other = checked(dibao([3, 4, 5]), name="乙.xlsx")

    with pytest.raises(PlacingUnclear, match="1 人两份都有（占人数少的一份的 33%）"):
        publish(other)

    assert publish(other, replaces="latest").replaces_id == one.pk
    assert live() == [60300, 60400, 60500]


def test_a_person_says_once_and_the_word_is_kept_with_the_batch() -> None:
    one = published(dibao([1, 2, 3]), name="甲.xlsx")
    other = checked(dibao([3, 4, 5]), name="乙.xlsx")

    place_batch(other, replaces=str(one.pk), by=SYSTEM, at=MONDAY)

    assert publish(other).replaces_id == one.pk
    assert Entry.objects.filter(action="exchange.batch_placed").count() == 1
    with pytest.raises(MoveNotAllowed):
        place_batch(other, replaces="", by=SYSTEM, at=MONDAY)


def test_a_correction_by_its_name_is_one_even_when_many_people_differ() -> None:
    one = published(dibao([1, 2, 3]), name="低保10月.xlsx")

    assert published(dibao([3, 4, 5]), name="低保10月更正.xlsx").replaces_id == one.pk


def test_only_a_published_batch_of_the_same_month_can_be_corrected() -> None:
    october = published(dibao([1, 2, 3]), name="甲.xlsx")
    other = checked(dibao([3, 4, 5]), name="乙.xlsx", period=NOVEMBER)

    for_wrong = [str(october.pk), "latest", "甲.xlsx"]
    assert [_refused(other, which) for which in for_wrong] == [True, True, True]


def _refused(batch: Batch, which: str) -> bool:
    with pytest.raises(NotThere, match="同来源、同地区、同月份"):
        publish(batch, replaces=which)
    return True


def test_corrections_of_corrections_are_taken_back_one_by_one_and_the_one_before_stands_again() -> None:
    first = published(dibao([1, 2, 3]))
    second = published(dibao([2, 3, 4]))
    third = published(dibao([2, 3, 4, 5]))

    assert states(first, second, third) == ["SUPERSEDED", "SUPERSEDED", "PUBLISHED"]
    with pytest.raises(MoveNotAllowed):
        withdraw(second)
    withdraw(third)
    assert (states(first, second, third), live()) == (
        ["SUPERSEDED", "PUBLISHED", "CHECKED"],
        [60200, 60300, 60400],
    )
    withdraw(second)
    assert (states(first, second, third), live()) == (
        ["PUBLISHED", "CHECKED", "CHECKED"],
        [60100, 60200, 60300],
    )
    assert Entry.objects.filter(action="exchange.batch_restored").count() == 2
    withdraw(first)
    assert (live(), compared()) == ([], set())


def test_a_correction_taken_back_can_be_published_again() -> None:
    first = published(dibao([1, 2, 3]))
    second = withdraw(published(dibao([2, 3, 4])))

    assert publish(second).replaces_id == first.pk
    assert live() == [60200, 60300, 60400]


def test_what_somebody_saw_must_still_be_so_when_they_publish() -> None:
    first = published(dibao([1, 2, 3]))
    mine = checked(dibao([1, 2, 3, 4]), name="我的.xlsx")
    published(dibao([1, 2, 3, 5]), name="别人的.xlsx")

    with pytest.raises(PublishedMeanwhile):
        publish(mine, seen=str(first.pk))
    with pytest.raises(PublishedMeanwhile):
        publish(mine, seen="")


def test_a_list_of_nothing_but_strangers_is_refused_whoever_asks() -> None:
    rows = [dibao_row(at, 镇街="博济桥街道", 村居="谷山村") for at in (1, 2)]
    batch = checked(dibao([], *rows))

    with pytest.raises(AllElsewhere, match="2 行写的都是外地人员"):
        publish(batch, confirm_closing=True)
    assert Enrolment.objects.count() == 0


def test_strangers_among_others_are_told_with_their_number() -> None:
    done = imported(dibao([1], dibao_row(2, 镇街="博济桥街道", 村居="谷山村")))

    assert done.effect["elsewhere"] == 1
    assert "其中 1 行写的是外地" in done.sentence


def test_what_publishing_did_is_told_and_kept() -> None:
    published(dibao([1, 2, 3]), period=OCTOBER)

    done = imported(dibao([2, 4], dibao_row(3, 月保障金额=900)), period=NOVEMBER)

    assert "纳入 1 人、变更 1 人、终止 1 人、不变 1 人。" in done.sentence
    assert Batch.objects.get(pk=done.batch.pk).effect["closed"] == 1


def many(serials: Iterable[int]) -> bytes:
    return dibao(list(serials))


def test_many_leaving_at_once_are_looked_at_twice() -> None:
    published(many(range(1, 61)))
    smaller = checked(many(range(1, 31)), period=NOVEMBER)

    with pytest.raises(ManyWouldClose, match="将终止 30 人，占上一次名单 60 人的 50%"):
        publish(smaller)
    assert (states(smaller), len(live(NOVEMBER))) == (["CHECKED"], 60)

    publish(smaller, confirm_closing=True)
    assert len(live(NOVEMBER)) == 30


def test_few_leaving_are_not_asked_about() -> None:
    published(many(range(1, 31)))
    published(many(range(1, 12)), period=NOVEMBER)

    assert len(live(NOVEMBER)) == 11


def test_a_correction_that_drops_many_is_looked_at_twice_too() -> None:
    published(many(range(1, 61)))

    with pytest.raises(ManyWouldClose, match="占被更正的一批 60 人的 50%"):
        publish(checked(many(range(1, 31))))


def grants(serials: Iterable[int], day: str) -> bytes:
    """Return a list of one-off grants of relief."""
    rows = [(f"张{at}", w.number_of(at), "临时救助", 1000, day) for at in serials]
    return w.xlsx({"临时救助": [("姓名", "身份证号", "救助类型", "救助金额", "发放日期"), *rows]})


def test_nobody_leaves_a_list_of_one_off_grants() -> None:
    published(grants(range(1, 61), "2026-10-12"), "temporary_relief", name="10月.xlsx")

    after = published(
        grants(range(61, 121), "2026-11-12"), "temporary_relief", name="11月.xlsx", period=NOVEMBER
    )

    assert (after.state, after.effect["closed"]) == ("PUBLISHED", 0)
    assert len(list(enrolments_in(OCTOBER))) == 60
