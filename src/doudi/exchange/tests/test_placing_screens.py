"""The page of a checked batch asks what it is to the month's lists, and shows whom it would take off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.exchange.models import Batch
from doudi.exchange.tests.factories import COUNTY, OCTOBER, TOWN, VILLAGE, dibao, imported, published

pytestmark = pytest.mark.django_db
NOVEMBER = OCTOBER.next()


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]


@pytest.fixture
def client() -> Client:
    division(VILLAGE)
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def page(client: Client, batch: Batch) -> str:
    answer = client.get(f"/batches/{batch.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def waiting(serials: list[int], **changes: Any) -> Batch:
    return imported(dibao(serials), publish=False, **changes).batch


def test_an_unclear_list_shows_the_figures_and_two_ways_and_cannot_be_published_yet(client: Client) -> None:
    published(dibao([1, 2, 3]), name="甲.xlsx")
    batch = waiting([3, 4, 5], name="乙.xlsx")

    text = page(client, batch)

    assert "有 3 人，这一批有 3 人，其中 1 人两份都有（占人数少的一份的 33%）" in text
    assert "更正“甲.xlsx”" in text
    assert "并列，几份都算数" in text
    assert 'data-dialog="publish"' not in text
    assert "浈江区 · 2026" in text


def test_a_choice_is_kept_shown_and_followed(client: Client) -> None:
    first = published(dibao([1, 2, 3]), name="甲.xlsx")
    batch = waiting([3, 4, 5], name="乙.xlsx")

    client.post(f"/batches/{batch.pk}/place/", {"replaces": str(first.pk)})
    text = page(client, batch)
    client.post(f"/batches/{batch.pk}/publish/", {"seen": str(first.pk)})

    assert "发布后更正同月的“甲.xlsx”" in text
    assert 'data-dialog="publish"' in text
    assert Batch.objects.get(pk=first.pk).state == "SUPERSEDED"
    assert "这一批更正了" in page(client, Batch.objects.get(pk=batch.pk))


def test_what_the_page_showed_must_still_be_so(client: Client) -> None:
    published(dibao([1, 2, 3]), name="甲.xlsx")
    batch = waiting([1, 2, 3, 4], name="乙.xlsx")

    client.post(f"/batches/{batch.pk}/publish/", {"seen": ""})

    assert Batch.objects.get(pk=batch.pk).state == "CHECKED"
    assert "同月的名单刚才有变化" in page(client, batch)


def test_many_leaving_are_shown_with_their_number_and_confirmed_apart(client: Client) -> None:
    published(dibao(range(1, 61)))
    batch = waiting(list(range(1, 31)), period=NOVEMBER)

    text = page(client, batch)
    client.post(f"/batches/{batch.pk}/publish/", {"seen": ""})
    refused = Batch.objects.get(pk=batch.pk)
    client.post(f"/batches/{batch.pk}/publish/", {"seen": "", "confirm_closing": "1"})

    assert "将终止 30 人，占上一次名单 60 人的 50%" in text
    assert "名单完整，终止 30 人并发布" in text
    assert refused.state == "CHECKED"
    assert "请再次确认" in refused.problem
    assert "终止 30 人、" in page(client, Batch.objects.get(pk=batch.pk))


def test_a_clear_first_list_asks_nothing(client: Client) -> None:
    text = page(client, waiting([1, 2]))

    assert "与同月已发布的名单是什么关系" not in text
    assert "请再看一遍" not in text
    assert 'data-dialog="publish"' in text


def test_who_may_not_publish_may_not_place(client: Client) -> None:
    batch = waiting([1], region=TOWN)
    township = browser_of(officer(Role.TOWNSHIP_OFFICER, TOWN))
    stranger = browser_of(officer(Role.COUNTY_OFFICER, "371521"))

    codes = [one.post(f"/batches/{batch.pk}/place/", {}).status_code for one in (township, stranger)]

    assert codes == [404, 404]


def test_a_word_that_names_no_batch_changes_nothing(client: Client) -> None:
    published(dibao([1, 2, 3]), name="甲.xlsx")
    batch = waiting([3, 4, 5], name="乙.xlsx")

    client.post(f"/batches/{batch.pk}/place/", {"replaces": "甲.xlsx"})
    answer = client.post(f"/batches/{batch.pk}/place/", {"replaces": str(batch.pk)})

    assert answer.status_code == 409
    assert Batch.objects.get(pk=batch.pk).placing == ""
