"""Days, rounding, scales and bands, held beside the calendar and beside tables worked out by hand."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from doudi.formulas import arithmetic
from doudi.policy.types import BandLine, BandLines, TierLine, TierLines, day_number

DAYS = [
    date(year, month, day)
    for year in (1900, 1999, 2000, 2004)
    for month in range(1, 13)
    for day in (1, 2, 15, 27, 28, 29, 30, 31)
    if day <= calendar.monthrange(year, month)[1]
]
SPANS = [0, 1, 11, 12, 13, 36, 1212]


def later(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def pairs() -> Iterator[tuple[date, date]]:
    """Yield each day with days a little and a long way from it."""
    for day in DAYS:
        for months in SPANS:
            then = later(day, months)
            yield from ((day, then + timedelta(days=off)) for off in (-1, 0, 1) if then.year < 2200)


def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month() -> None:
    wrong = [
        (day, months)
        for day in DAYS
        for months in SPANS
        if arithmetic.months_later(day_number(day), months) != day_number(later(day, months))
    ]

    assert wrong == []


def test_days_between_are_the_days_of_the_calendar() -> None:
    wrong = [
        (first, second)
        for first, second in pairs()
        if arithmetic.days_between(day_number(first), day_number(second)) != (second - first).days
        or arithmetic.days_between(day_number(second), day_number(first)) != (first - second).days
    ]

    assert wrong == []


def test_an_age_is_counted_by_birthdays_and_one_of_the_leap_day_by_the_first_of_march() -> None:
    wrong = [
        (born, on)
        for born, on in pairs()
        if on >= born
        and arithmetic.age(day_number(born), day_number(on))
        != on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    ]

    assert wrong == []


def test_a_birthday_is_the_day_an_age_is_reached() -> None:
    wrong = [
        (born, years)
        for born in DAYS
        for years in (1, 2, 3, 4, 16, 18, 60, 100)
        if arithmetic.age(day_number(born), arithmetic.birthday(day_number(born), years)) != years
        or arithmetic.birthday(day_number(born), years) != day_number(_birthday(born, years))
    ]

    assert wrong == []


def _birthday(born: date, years: int) -> date:
    if (born.month, born.day) == (2, 29) and not calendar.isleap(born.year + years):
        return date(born.year + years, 3, 1)
    return born.replace(year=born.year + years)


def test_whole_months_are_as_many_as_have_come_round() -> None:
    wrong = [
        (first, second)
        for first, second in pairs()
        if second >= first
        and arithmetic.months_between(day_number(first), day_number(second)) != _come_round(first, second)
    ]

    assert wrong == []


def _come_round(first: date, second: date) -> int:
    months = (second.year - first.year) * 12 + second.month - first.month
    return months if later(first, months) <= second else months - 1


def test_whole_months_backwards_are_negative() -> None:
    assert arithmetic.months_between(20260315, 20260114) == -2
    assert arithmetic.months_between(20260315, 20260115) == -2
    assert arithmetic.months_between(20260315, 20260116) == -1


def test_months_are_numbered_one_after_another() -> None:
    assert [arithmetic.month_index(day) for day in (20251231, 20260101, 20260131, 20260201)] == [
        24311, 24312, 24312, 24313,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "unknown"),
    [
        (arithmetic.age, -1),
        (arithmetic.months_between, -1),
        (arithmetic.days_between, -1),
    ],
)
def test_of_a_day_nobody_states_nothing_is_counted(function: Callable[[int, int], int], unknown: int) -> None:
    assert [function(0, 20260301), function(20260301, 0), function(0, 0)] == [unknown] * 3


def test_a_day_nobody_states_stays_so_later_on() -> None:
    assert arithmetic.months_later(0, 3) == 0
    assert arithmetic.birthday(0, 18) == 0
    assert arithmetic.month_index(0) == -1


# amount in fen, then what each rule makes of it: worked out by hand
ROUNDED = [
    # amount                 10元进  元进   元舍  元近  角进 角近 分进 分舍 分近
    (Fraction(0),            (0,     0,     0,    0,    0,   0,   0,   0,   0)),
    (Fraction(1, 3),         (1000,  100,   0,    0,    10,  0,   1,   0,   0)),
    (Fraction(1, 2),         (1000,  100,   0,    0,    10,  0,   1,   0,   1)),
    (Fraction(4),            (1000,  100,   0,    0,    10,  0,   4,   4,   4)),
    (Fraction(5),            (1000,  100,   0,    0,    10,  10,  5,   5,   5)),
    (Fraction(49),           (1000,  100,   0,    0,    50,  50,  49,  49,  49)),
    (Fraction(99, 2),        (1000,  100,   0,    0,    50,  50,  50,  49,  50)),
    (Fraction(50),           (1000,  100,   0,    100,  50,  50,  50,  50,  50)),
    (Fraction(100),          (1000,  100,   100,  100,  100, 100, 100, 100, 100)),
    (Fraction(1000),         (1000,  1000,  1000, 1000, 1000, 1000, 1000, 1000, 1000)),
    (Fraction(100001, 100),  (2000,  1100,  1000, 1000, 1010, 1000, 1001, 1000, 1000)),
    (Fraction(-1, 3),        (0,     0,     -100, 0,    0,   0,   0,   -1,  0)),
]  # fmt: skip
BY_RULE = list(arithmetic.ROUNDINGS)


@pytest.mark.parametrize(("amount", "wanted"), ROUNDED, ids=str)
def test_an_amount_is_rounded_as_each_rule_says(amount: Fraction, wanted: tuple[int, ...]) -> None:
    assert tuple(arithmetic.rounded(amount, rule) for rule in BY_RULE) == wanted


TIERS = TierLines((TierLine(500, True, "a"), TierLine(800, False, "b"), TierLine(None, False, "c")))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0, "a"), (499, "a"), (500, "a"), (Fraction(1001, 2), "b"), (799, "b"), (800, "c"), (9999, "c")],
)
def test_the_first_tier_that_takes_a_value_gives_it(value: int | Fraction, wanted: str) -> None:
    assert arithmetic.tier_of(TIERS, value) == wanted


BANDS = BandLines(
    (
        BandLine(1000, Fraction(0)),
        BandLine(3000, Fraction(1, 2)),
        BandLine(None, Fraction(3, 4)),
    )
)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0, 0), (1000, 0), (1001, Fraction(1, 2)), (3000, 1000), (3001, Fraction(4003, 4)), (5000, 2500)],
)
def test_each_band_counts_its_share_of_what_lies_in_it(value: int, wanted: int | Fraction) -> None:
    assert arithmetic.banded(BANDS, value) == wanted


def test_the_first_fen_counts_where_the_first_band_has_a_share() -> None:
    bands = BandLines((BandLine(1000, Fraction(1, 10)), BandLine(None, Fraction(0))))

    assert arithmetic.banded(bands, 1) == Fraction(1, 10)
    assert arithmetic.banded(bands, 5000) == 100
