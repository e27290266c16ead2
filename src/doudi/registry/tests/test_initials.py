"""Initials are those of the whole name, though characters are looked up one by one where that is the same."""

from __future__ import annotations

import pytest
from pypinyin import Style, lazy_pinyin

from doudi.registry.services.people import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("陈大文", "cdw"),
        ("单田芳", "stf"),
        ("曾国藩", "zgf"),
        ("王重庆", "wcq"),
        ("李重", "lz"),
        ("买买提·艾力", "mmt·al"),
        ("Anna李", "Annal"),
        ("", ""),
    ],
)
def test_the_initials_of_a_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@pytest.mark.parametrize("name", ["王重庆", "李朝阳", "张银行", "刘长江", "陈乐", "赵行长", "周音乐"])
def test_a_word_in_a_name_is_read_as_the_word(name: str) -> None:
    assert initials_of(name) == "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
