from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from doudi.kernel.yaml_text import YamlBroken, line_of, read_yaml


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a: [1, 二]\nb: {c: true}", {"a": [1, "二"], "b": {"c": True}}),
        ("[yes, No, TRUE, false, on, y]", [True, False, True, False, "on", "y"]),
        ("[0, -12, +3, 010, 1_000, 0x1f]", [0, -12, 3, "010", "1_000", "0x1f"]),
        ("[0.1, -2.50, 1e3, .5, 1:30]", [Fraction(1, 10), Fraction(-5, 2), "1e3", ".5", "1:30"]),
        ("[2026-07-01, 2026-7-1, '2026-07-01']", [date(2026, 7, 1), "2026-7-1", "2026-07-01"]),
        ("[~, null, '', \"null\"]", [None, None, "", "null"]),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a:\nb: >\n  二\n  行\n", {"a": None, "b": "二 行\n"}),
        ("", None),
    ],
)
def test_a_text_says_whole_numbers_fractions_days_and_words(written: str, value: object) -> None:
    assert read_yaml(written) == value
    assert repr(read_yaml(written)) == repr(value)


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\na: 2", 2), ("x: 1\na: {b: 1, b: 1}", 2), ("- {x: 1, y: 2,\n   x: 3}", 2)]
)
def test_a_key_said_twice_is_refused_wherever_it_stands(text: str, line: int) -> None:
    with pytest.raises(YamlBroken, match="写了两次") as problem:
        read_yaml(text)
    assert problem.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        *("a: [", "!!python/object:os.system {}", "!!str 1", "\x00", "a: *b", "&a [*a]", "? [1]\n: 2"),
        *("--- 1\n--- 2", "a: 2026-02-30", "a: {<<: {b: 1}, <<: 2}"),
    ],
)
def test_what_is_no_yaml_of_ours_is_refused(text: str) -> None:
    with pytest.raises(YamlBroken):
        read_yaml(text)


def test_a_place_is_found_by_its_line() -> None:
    text = "a: 1\nsteps:\n  - {x: 1}\n  - x: 2\n    y: 3\n"

    assert [line_of(text, place) for place in [("steps", 1, "y"), ("steps", 1, "z"), ("b",)]] == [5, 4, 1]
