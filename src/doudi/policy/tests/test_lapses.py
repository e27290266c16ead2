from __future__ import annotations

from datetime import date
from pathlib import Path

from doudi.policy.lapses import lapsed, lapsing
from doudi.policy.tests.folder import book_of, dated

BEFORE = date(2025, 12, 31)
AFTER = date(2026, 1, 1)


def test_a_value_without_a_successor_lapses(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {
            "00": {"dibao.frozen": dated("2021-01-01", "yes", "to: 2026-01-01")},
            "53": {"dibao.frozen": dated("2021-12-01", "yes", "to: 2025-06-01")},
        },
    )

    assert [one.key for one in lapsing(book, "533103", BEFORE, AFTER)] == ["dibao.frozen"]
    assert lapsed(book, "533103", BEFORE) == ()
    assert [(one.key, one.region, one.ends) for one in lapsed(book, "533103", AFTER)] == [
        ("dibao.frozen", "00", AFTER)
    ]


def test_a_value_that_a_higher_level_continues_does_not_lapse(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        {
            "00": {"dibao.frozen": dated("2019-01-01", "no")},
            "37": {"dibao.frozen": dated("2020-03-27", "yes", "to: 2026-01-01")},
        },
    )

    assert lapsing(book, "371521", BEFORE, AFTER) == ()
    assert lapsed(book, "371521", AFTER) == ()


def test_a_value_another_follows_does_not_lapse(tmp_path: Path) -> None:
    lines = f"{dated('2020-01-01', '7')}\n{dated('2026-01-01', '10')}"
    book = book_of(tmp_path, {"00": {"dibao.days": lines}})

    assert lapsing(book, "00", BEFORE, AFTER) == ()
    assert lapsed(book, "00", AFTER) == ()
