"""What the texts around a table say of its rows, and what a place's name in them does not say."""

from __future__ import annotations

import pytest

from doudi.exchange.catalogue import source_named
from doudi.recognition.said import said_around


def area(source: str, text: str) -> str | None:
    """Return the area a text says of a list of some source."""
    found = source_named(source)
    assert found is not None
    return said_around(next(each for each in found.columns if each.name == "area_kind"), text)


@pytest.mark.parametrize("source", ["dibao", "tekun"])
@pytest.mark.parametrize(
    "text", ["古城镇", "新城镇10月名单", "聊城市花名册", "山东省邹城市民政局", "月城镇", "保城镇"]
)
def test_a_places_name_does_not_say_where_people_live(source: str, text: str) -> None:
    assert area(source, text) is None


@pytest.mark.parametrize("source", ["dibao", "tekun"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("城镇", "URBAN"), ("10月城镇", "URBAN"), ("阳谷县城市名单", "URBAN"), ("古城镇城镇名单", "URBAN"),
        ("聊城市城市名单", "URBAN"), ("新增城镇名单", "URBAN"), ("古城镇农村名单", "RURAL"),
        ("聊城市\n农村", "RURAL"),
        ("2026年度城市对象", "URBAN"), ("一（城镇）", "URBAN"),
    ],
)  # fmt: skip
def test_the_word_itself_says_it_beside_any_place(source: str, text: str, code: str) -> None:
    assert area(source, text) == code
