"""The list kit: every row once over the pages, one order on both databases, nothing unfiltered unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.common.access import OfficerRequest
from doudi.common.lists import choosing
from doudi.common.lists.asking import asked_of
from doudi.common.lists.choosing import (
    ListChangedMeanwhile,
    NothingChosen,
    TooManyChosen,
    chosen_keys,
    seen,
)
from doudi.common.lists.ordering import beside
from doudi.common.lists.showing import shown
from doudi.common.scope import Scope
from doudi.common.tests.sample_list import SAMPLE, asking, divisions
from doudi.regions.models import Division
from tests.county import number

SCOPE = Scope.of(["440204"])
SORTABLE = ("name", "level", "begins", "ends", "code")
EMPTY = {"title": "还没有", "sentence": "", "icon": "inbox"}


@pytest.fixture
def twelve(db: None) -> list[Division]:
    """Give twelve divisions."""
    return divisions()


def get(**query: str | int) -> OfficerRequest:
    """Return a request that asks for the sample."""
    return asking(RequestFactory().get("/", query), SCOPE)


def post(said: dict[str, object], **query: object) -> OfficerRequest:
    """Return a request that posts to the sample."""
    return asking(RequestFactory().post(f"/?{urlencode(query)}", said), SCOPE)


def drawn(request: OfficerRequest) -> str:
    """Return the list as its template draws it."""
    return render_to_string("common/kit/list.html", {"shown": shown(request, SAMPLE), "empty": EMPTY})


def pages(**query: str | int) -> Iterator[list[int]]:
    """Yield the keys of every page of an answer."""
    first = shown(get(**query), SAMPLE).page.paginator
    for page in first.page_range:
        yield [row.key for row in shown(get(page=page, **query), SAMPLE).rows]


asked = st.fixed_dictionaries(
    {},
    optional={
        "sort": st.sampled_from([*SORTABLE, *(f"-{each}" for each in SORTABLE)]),
        "level": st.sampled_from(["TOWNSHIP", "VILLAGE"]),
        "ended": st.just("1"),
        "group": st.just("level"),
    },
)


@pytest.mark.both
@given(query=asked, size=st.sampled_from([3, 5, 50]))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_row_stands_on_one_page_and_beside_the_next(
    twelve: list[Division], query: dict[str, str], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("doudi.common.lists.asking.SIZES", (size,))
        keys = [key for page in pages(**query, size=size) for key in page]
    wanted = asked_of(get(**query), SAMPLE)

    assert sorted(keys) == sorted(wanted.rows().values_list("pk", flat=True))
    assert len(keys) == len(set(keys))
    for place, key in enumerate(keys):
        found = beside(wanted.everything(), wanted.rows(), wanted.terms(), key)
        assert found is not None
        assert found.before == (keys[place - 1] if place else None)
        assert found.after == (keys[place + 1] if place + 1 < len(keys) else None)
        assert (found.place, found.total) == (place + 1, len(keys))


@pytest.mark.parametrize("query", [{}, {"sort": "-name"}, {"sort": "level", "group": "level"}])
def test_the_key_comes_last_in_every_order(twelve: list[Division], query: dict[str, str]) -> None:
    assert str(asked_of(get(**query), SAMPLE).rows().query).endswith('"code" ASC')


@pytest.mark.both
@pytest.mark.parametrize("sort", ["name", "-name"])
def test_chinese_names_are_ordered_by_code_point_on_both_databases(twelve: list[Division], sort: str) -> None:
    names = [line.name for line in shown(get(sort=sort), SAMPLE).lines]

    assert names == sorted(names, reverse=sort.startswith("-"))


@pytest.mark.both
@pytest.mark.parametrize("sort", ["ends", "-ends"])
def test_what_is_not_known_stands_last_whichever_way(twelve: list[Division], sort: str) -> None:
    ends = [line.valid_to for line in shown(get(sort=sort), SAMPLE).lines]

    known = [day for day in ends if day]
    assert ends == [*sorted(known, reverse=sort.startswith("-")), *[None] * 4]


def test_a_row_that_left_the_filter_still_knows_what_comes_next(twelve: list[Division]) -> None:
    wanted = asked_of(get(level="TOWNSHIP", sort="code"), SAMPLE)

    found = beside(wanted.everything(), wanted.rows(), wanted.terms(), twelve[2].pk)

    assert found is not None
    assert (found.before, found.after, found.place, found.total) == (twelve[1].pk, twelve[3].pk, 0, 6)


def test_a_foreign_row_has_nothing_beside_it(twelve: list[Division]) -> None:
    foreign = Division.objects.create(code="371521", name="阳谷", level="COUNTY", valid_from="2020-01-01")
    wanted = asked_of(get(), SAMPLE)

    assert beside(wanted.everything(), wanted.rows(), wanted.terms(), foreign.pk) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("level", "NOT_A_LEVEL"),
        ("level", "TOWNSHIP' OR '1'='1"),
        ("level", number(3)),
        ("level", "VILLAGE "),
        ("ended", "yes"),
        ("ended", "9" * 5000),
        ("find", "not sealed"),
        ("find", "ÄÖ"),
        ("find", "A" * 400),
    ],
)
def test_a_condition_that_is_not_understood_empties_the_list_aloud(
    twelve: list[Division], name: str, value: str
) -> None:
    found = shown(get(**{name: value}), SAMPLE)
    page = drawn(get(**{name: value}))

    assert (found.rows, found.status, found.count) == ([], 422, 0)
    assert "没有列出任何一行" in page
    assert value not in page


def test_a_condition_given_twice_is_not_answered_by_one_of_the_two(twelve: list[Division]) -> None:
    request = asking(RequestFactory().get("/?level=VILLAGE&level=TOWNSHIP"), SCOPE)

    assert shown(request, SAMPLE).status == 422


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"sort": "password"}, "不能按地址里写的排序"),
        ({"sort": "plain"}, "不能按地址里写的排序"),
        ({"sort": "--name"}, "不能按地址里写的排序"),
        ({"group": "secret"}, "不能按地址里写的排序"),
        ({"size": "1000000"}, "每页行数认不出"),
        ({"owner": "1"}, "地址里有这张表没有的条件"),
        ({"page": 10**9}, "没有这一页，列出的是第 1 页"),
        ({"page": "二"}, "没有这一页"),
        ({"page": "1" * 5000}, "没有这一页"),
        ({"page": "-1"}, "没有这一页"),
    ],
)
def test_what_can_be_left_aside_is_left_aside_aloud(
    twelve: list[Division], query: dict[str, str | int], said: str
) -> None:
    found = shown(get(**query), SAMPLE)

    assert (len(found.rows), found.status) == (12, 200)
    assert said in drawn(get(**query))
    assert found.query == ""


def test_a_heading_orders_keeps_the_filter_and_says_how(twelve: list[Division]) -> None:
    page = drawn(get(level="VILLAGE", sort="name", page=1))

    assert 'aria-sort="ascending"><a href="?level=VILLAGE&amp;sort=-name">名称' in page
    assert 'aria-sort="descending"' in drawn(get(sort="-name"))
    assert ">说明</th>" in page
    assert "只在表里" not in page


def test_conditions_in_force_are_named_and_each_can_be_taken_away(twelve: list[Division]) -> None:
    found = shown(get(level="VILLAGE", ended="1", sort="code"), SAMPLE)

    assert [(chip.label, chip.value, chip.address) for chip in found.chips] == [
        ("层级", "村", "?ended=1&sort=code"),
        ("", "已停用", "?level=VILLAGE&sort=code"),
    ]
    page = drawn(get(level="VILLAGE", ended="1"))
    assert "筛选（2）" in page
    assert "共 <b" in page


def test_a_search_is_carried_under_seal_for_its_reader_and_list_alone(twelve: list[Division]) -> None:
    found = shown(post({"q": "阿坝"}, level="TOWNSHIP"), SAMPLE)
    sealed = parse_qs(found.query)["find"][0]

    assert [line.name for line in found.lines] == ["阿坝"]
    assert "阿坝" not in found.query
    again = shown(get(level="TOWNSHIP", find=sealed), SAMPLE)
    assert [row.key for row in again.rows] == [row.key for row in found.rows]
    other = asking(RequestFactory().get("/", {"find": sealed}), SCOPE, user=type("Other", (), {"pk": 8})())
    assert shown(other, SAMPLE).status == 422
    assert f'name="find" value="{parse_qs(again.query)["find"][0][:4]}' in drawn(get(find=sealed))


def test_lines_of_one_group_stand_together_under_one_heading(twelve: list[Division]) -> None:
    page = drawn(get(group="level", sort="-name"))

    assert page.count('class="d-group"') == 2


def test_the_number_of_queries_does_not_grow_with_the_rows(db: None) -> None:
    def asked_for(count: int) -> int:
        divisions(count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(get(), SAMPLE, may_choose=True)
        Division.objects.all().delete()
        return len(queries)

    assert asked_for(2) == asked_for(49) == asked_for(200) == 3


def test_ticked_rows_are_taken_as_sent_and_none_is_refused(twelve: list[Division]) -> None:
    assert chosen_keys(post({"row": ["3", "1", "1", "x", "９"]}), SAMPLE) == [1, 3]
    with pytest.raises(NothingChosen):
        chosen_keys(post({}), SAMPLE)


def test_all_that_match_are_those_that_were_seen_or_nobody(twelve: list[Division]) -> None:
    villages = [each.pk for each in twelve if each.level == "VILLAGE"]
    mark = shown(get(level="VILLAGE"), SAMPLE, may_choose=True).all_seen

    assert chosen_keys(post({"all": "1", "seen": mark}, level="VILLAGE"), SAMPLE) == villages
    with pytest.raises(ListChangedMeanwhile):
        chosen_keys(post({"all": "1", "seen": mark}), SAMPLE)
    swapped = twelve[0]
    Division.objects.filter(pk=swapped.pk).update(level="TOWNSHIP")
    Division.objects.filter(pk=twelve[1].pk).update(level="VILLAGE")
    with pytest.raises(ListChangedMeanwhile):
        chosen_keys(post({"all": "1", "seen": mark}, level="VILLAGE"), SAMPLE)


def test_all_of_a_condition_that_is_not_understood_is_nobody(twelve: list[Division]) -> None:
    with pytest.raises((ListChangedMeanwhile, NothingChosen)):
        chosen_keys(post({"all": "1", "seen": seen([])}, level="NOT_A_LEVEL"), SAMPLE)


def test_more_than_one_act_takes_on_are_refused(
    twelve: list[Division], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "AT_ONCE", 11)

    assert shown(get(), SAMPLE, may_choose=True).all_seen == ""
    with pytest.raises(TooManyChosen):
        chosen_keys(post({"all": "1", "seen": ""}), SAMPLE)
    with pytest.raises(TooManyChosen):
        chosen_keys(post({"row": [str(each) for each in range(12)]}), SAMPLE)
