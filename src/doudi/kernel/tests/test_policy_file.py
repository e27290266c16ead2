"""A file that says what its shape does not know is refused by place, with what may be written there."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field, ValidationError

from doudi.kernel.policy_file import (
    Coded,
    Dated,
    DatedNumber,
    Distinct,
    PolicyBroken,
    Several,
    Sourced,
    Stated,
    Text,
    read_policy,
)


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


class Line(Sourced):
    colours: Distinct[Coded[Colour]] = ()
    size: Literal["small", "large"] = "small"
    share: Fraction | None = None


class Sheet(Stated):
    title: Text
    since: date = Field(validation_alias="from")
    count: int = Field(ge=0)
    lines: dict[str, Line] = {}
    either: Line | int | None = None
    list_: Several[Line] = Field(default=(), validation_alias="list")


GOOD = """
title: 表
from: 2026-01-01
count: 3
lines:
  a: {colours: [RED], share: 0.25, document: 某号, verified: yes}
list:
  - {document: "", verified: no}
"""


def read(folder: Path, text: str) -> Sheet:
    (folder / "sheet.yaml").write_text(text, encoding="utf-8")
    return read_policy(folder, "sheet.yaml", Sheet)


def test_what_a_file_says_comes_out_exact_and_cannot_be_changed(tmp_path: Path) -> None:
    sheet = read(tmp_path, GOOD)

    assert (sheet.since, sheet.lines["a"].share) == (date(2026, 1, 1), Fraction(1, 4))
    assert sheet.lines["a"].colours == (Colour.RED,)
    with pytest.raises(ValidationError):
        sheet.count = 4


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("count: 3\n", "", "sheet.yaml:1: count: 缺少这一项"),
        ("count: 3", "cuont: 3", "sheet.yaml:4: cuont: 没有这一项"),
        ("count: 3", "count: 3\nmore: 1", "sheet.yaml:5: more: 没有这一项，可以写的是 title、from、count、"),
        ("count: 3", "count: '3'", "sheet.yaml:4: count: 写的是 '3'，要写整数"),
        ("count: 3", "count: yes", "count: 写的是 'True'，要写整数"),
        ("count: 3", "count: -1", "count: 写的是 '-1'，不能小于 0"),
        ("count: 3", "count: 3\ncount: 4", "sheet.yaml:5: 'count' 写了两次"),
        ("title: 表", "title: ' '", "title: 写的是 ' '，不能空着"),
        ("from: 2026-01-01", "from: 2026年1月1日", "from: 写的是 '2026年1月1日'，要写日期"),
        ("[RED]", "[GREEN]", "lines.a.colours[0]: 写的是 'GREEN'，可以写的是 'RED'、'BLUE'"),
        ("[RED]", "[RED, RED]", "lines.a.colours: "),
        ("[RED]", "RED", "lines.a.colours: 写的是 'RED'，要写成一列"),
        ("0.25", "a quarter", "lines.a.share"),
        ("verified: yes", "verified: 1", "lines.a.verified: 写的是 '1'，只能写 yes 或 no"),
        ("document: 某号", "document: ''", "lines.a.document: 已核实的要写明文件"),
        ("  - {", "  - {size: medium, ", "list[0].size: 写的是 'medium'，可以写的是 'small'、'large'"),
        ("  - {", "  - {sise: small, ", "list[0].sise: 没有这一项，可以写的是 document、verified、colours、"),
        ("lines:\n  a:", "lines:\n  5:", "lines[5]: 写的是 '5'，键要写成文字，请加引号"),
        ("lines:\n  a:", "lines: [5]\n#", "lines: 写的是 '[5]'，要写成“键: 值”"),
        ("count: 3", "count: 3\neither: {document: 1, verified: no}", "either.document: "),
        ("count: 3", "count: [", "sheet.yaml:6: 不是 YAML"),
    ],
)
def test_each_mistake_is_named_with_its_place_and_what_may_be_written(
    tmp_path: Path, was: str, now: str, sentence: str
) -> None:
    with pytest.raises(PolicyBroken) as problem:
        read(tmp_path, GOOD.replace(was, now, 1))

    assert sentence in str(problem.value)


def test_a_file_that_is_not_there_or_no_text_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(PolicyBroken, match=r"b/none\.yaml: 读不出来"):
        read_policy(tmp_path, "b/none.yaml", Sheet)
    (tmp_path / "bytes.yaml").write_bytes(b"a: \xff")
    with pytest.raises(PolicyBroken, match=r"bytes\.yaml: 不是 UTF-8"):
        read_policy(tmp_path, "bytes.yaml", Sheet)


def test_a_number_holds_from_its_day_on_in_any_order_of_the_file() -> None:
    later, first = (
        Dated(since=date(year, 1, 1), value=year, document="", verified=False) for year in (2026, 2024)
    )
    number = DatedNumber(title="数", unit="月", values=(later, first))

    days = [date(2023, 12, 31), date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [number.on(day) for day in days] == [None, 2024, 2024, 2026]
