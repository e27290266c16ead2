"""Two lists of one source and month: a correction, side by side, or a person is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from doudi.exchange.rules.placing import (
    Likeness,
    Limits,
    Verdict,
    is_steep,
    limits_on,
    same_name,
    says_correction,
    verdict_of,
)
from doudi.kernel.policy_file import PolicyBroken

LIMITS = Limits(same_people=60, strangers=5, closing_people=20, closing_share=20)


def verdict(common: int, mine: int = 100, theirs: int = 100, **changes: object) -> Verdict:
    facts: dict[str, object] = {
        "same_layout": True,
        "same_townships": True,
        "says_correction": False,
        "same_name": False,
    }
    return verdict_of(Likeness(common, mine, theirs, **(facts | changes)), LIMITS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("common", "changes", "expected"),
    [
        (95, {}, Verdict.REPLACES),
        (60, {}, Verdict.REPLACES),
        (59, {}, Verdict.UNCLEAR),
        (6, {}, Verdict.UNCLEAR),
        (5, {}, Verdict.BESIDE),
        (0, {"same_layout": False}, Verdict.BESIDE),
        (95, {"same_layout": False}, Verdict.UNCLEAR),
        (95, {"same_layout": False, "says_correction": True}, Verdict.REPLACES),
        (30, {"says_correction": True}, Verdict.REPLACES),
        (30, {"same_name": True}, Verdict.REPLACES),
        (0, {"says_correction": True}, Verdict.UNCLEAR),
        (0, {"same_name": True}, Verdict.UNCLEAR),
        (0, {"same_name": True, "same_townships": False}, Verdict.BESIDE),
        (95, {"rows": 90}, Verdict.REPLACES),
        (95, {"rows": 0}, Verdict.UNCLEAR),
        (30, {"rows": 0}, Verdict.UNCLEAR),
        (5, {"rows": 0}, Verdict.BESIDE),
        (95, {"rows": 0, "says_correction": True}, Verdict.REPLACES),
        (95, {"apart": True}, Verdict.BESIDE),
        (95, {"same_layout": False, "apart": True}, Verdict.BESIDE),
        (30, {"rows": 0, "apart": True}, Verdict.BESIDE),
        (95, {"apart": True, "says_correction": True}, Verdict.REPLACES),
    ],
)
def test_what_a_list_is_to_another(common: int, changes: dict[str, object], expected: Verdict) -> None:
    assert verdict(common, **changes) == expected  # type: ignore[arg-type]


def test_a_short_list_is_measured_by_its_own_people() -> None:
    assert verdict(9, mine=10, theirs=1000) == Verdict.REPLACES
    assert verdict(9, mine=1000, theirs=10) == Verdict.REPLACES


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("低保10月更正.xlsx", "低保10月.xlsx", True),
        ("低保10月（修订2）.xlsx", "低保10月（修订）.xlsx", False),
        ("低保10月.xlsx", "低保10月更正.xlsx", False),
        ("殡仪馆.xlsx", "公安.xlsx", False),
    ],
)
def test_a_name_that_calls_itself_a_correction(name: str, other: str, expected: bool) -> None:
    assert says_correction(name, other) is expected


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("低保10月更正.xlsx", "低保10月.csv", True),
        ("低保10月 (2).xlsx", "低保10月.xlsx", True),
        ("低保10月 - 副本.xlsx", "低保10月.xlsx", True),
        ("犁市镇低保.xlsx", "花坪镇低保.xlsx", False),
        ("更正.xlsx", "修订.xlsx", False),
        ("低保名单1.xlsx", "低保名单2.xlsx", False),
    ],
)
def test_one_name_but_for_the_marks_of_a_copy(name: str, other: str, expected: bool) -> None:
    assert same_name(name, other) is expected


@pytest.mark.parametrize(
    ("closing", "before", "expected"),
    [(20, 99, True), (20, 100, False), (19, 20, False), (0, 0, False), (35, 120, True)],
)
def test_many_leaving_at_once_ask_for_a_second_look(closing: int, before: int, expected: bool) -> None:
    assert is_steep(closing, before, LIMITS) is expected


def test_the_limits_stand_in_the_policies_and_a_broken_file_is_told(tmp_path: Path) -> None:
    assert limits_on(Path(__file__).parents[5] / "policies", date(2026, 11, 1)) == LIMITS

    broken = tmp_path / "exchange" / "publishing.yaml"
    broken.parent.mkdir()
    broken.write_text("same_people: {values: []}", encoding="utf-8")
    with pytest.raises(PolicyBroken, match=r"publishing\.yaml"):
        limits_on(tmp_path, date(2026, 11, 1))
