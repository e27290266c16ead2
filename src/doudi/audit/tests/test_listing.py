"""A list goes out as a workbook: the rows of all its pages in their order, or not at all; on record."""

from __future__ import annotations

import io
import json
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from doudi.audit import listing
from doudi.audit.models import Entry
from doudi.common.lists.showing import shown
from doudi.common.scope import Scope
from doudi.common.tests.sample_list import SAMPLE, asking, divisions
from doudi.regions.models import Division

SCOPE = Scope.of(["440204"])
asked = st.fixed_dictionaries(
    {},
    optional={
        "sort": st.sampled_from(["name", "-name", "level", "-level", "ends", "-ends", "-code"]),
        "level": st.sampled_from(["TOWNSHIP", "VILLAGE"]),
        "ended": st.just("1"),
        "group": st.just("level"),
    },
)


@pytest.fixture
def sixty(db: None) -> list[Division]:
    """Give more divisions than a page holds."""
    return divisions(60)


def exported(query: dict[str, str], said: dict[str, str] | None = None) -> HttpResponse:
    """Return what the export answers."""
    factory = RequestFactory()
    address = f"/?{urlencode(query)}"
    request = asking(factory.post(address, said) if said else factory.get(address), SCOPE)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    answer = listing.export(request, SAMPLE)
    answer.said = [str(each) for each in get_messages(request)]  # type: ignore[attr-defined]  # for the test
    return answer


def rows_of(answer: HttpResponse) -> list[list[str]]:
    """Return the cells of a workbook's rows below its headings, without their numbers."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    start = next(place for place, row in enumerate(rows) if row[0] == "序号")
    return [[str(cell) for cell in row] for row in rows[start:]]


@pytest.mark.both
@given(query=asked)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_workbook_holds_the_rows_of_all_pages_in_their_order(
    sixty: list[Division], query: dict[str, str]
) -> None:
    pages = shown(asking(RequestFactory().get("/", query), SCOPE), SAMPLE).page.paginator.num_pages
    codes = [
        line.code
        for page in range(1, pages + 1)
        for line in shown(
            asking(RequestFactory().get("/", {**query, "page": str(page)}), SCOPE), SAMPLE
        ).lines
    ]

    heading, *rows = rows_of(exported(query))

    assert heading == ["序号", "名称", "层级", "启用", "停用", "代码", "说明", "只在表里"]
    assert [row[5] for row in rows] == codes
    assert [int(float(row[0])) for row in rows] == list(range(1, len(codes) + 1))


def test_who_took_what_is_on_record_without_what_was_searched_for(sixty: list[Division]) -> None:
    answer = exported({"level": "TOWNSHIP", "sort": "-name"}, {"q": "重庆"})

    entry = Entry.objects.get(action="regions.table_exported")
    told = json.loads(entry.details)
    assert told == {
        "list": "sample",
        "rows": 5,
        "filter": {"level": "TOWNSHIP"},
        "order": "-name",
        "searched": True,
    }
    text = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert entry.subject_id in str(text[1][0])
    assert text[2][0] == "筛选：层级 乡镇；按查找　排序：名称，倒序　共 5 个"
    assert "重庆" not in f"{entry.details} {entry.subject_id} {answer['Content-Disposition']}"


def test_a_list_too_long_is_refused_in_words_and_not_cut(
    sixty: list[Division], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 59)

    answer = exported({"sort": "name"})

    assert (answer.status_code, answer["Location"]) == (302, "/style/?sort=name")
    assert "符合条件的有 60 行，一个表最多 59 行，没有导出" in answer.said[0]  # type: ignore[attr-defined]
    assert not Entry.objects.filter(action="regions.table_exported").exists()
    assert exported({"level": "TOWNSHIP"}).status_code == 200


@pytest.mark.parametrize("query", [{"level": "NOWHERE"}, {"find": "forged"}, {"ended": "maybe"}])
def test_a_condition_that_is_not_understood_exports_nothing(
    sixty: list[Division], query: dict[str, str]
) -> None:
    answer = exported(query)

    assert answer.status_code == 302
    assert "没有导出" in answer.said[0]  # type: ignore[attr-defined]
    assert not Entry.objects.filter(action="regions.table_exported").exists()


def test_nothing_goes_out_when_the_trail_cannot_be_written(
    sixty: list[Division], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_said: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(listing, "record", broken)
    with pytest.raises(RuntimeError):
        exported({})
