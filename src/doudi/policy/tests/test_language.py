"""The rule language refuses what it cannot mean, and says the same in words, one by one and in columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.formulas import arithmetic
from doudi.formulas.binding import bound_to, unset_in
from doudi.formulas.bounds import Bound, bound_of, whole
from doudi.formulas.nodes import (
    DAY,
    INT,
    YES_NO,
    Kind,
    Level,
    Literal,
    Node,
    ParameterReference,
    Reference,
    RuleBroken,
    Type,
)
from doudi.formulas.ratios import Ratio, meeting
from doudi.formulas.reading import names_in, read
from doudi.formulas.scalar import Row, worker
from doudi.formulas.wording import Speaker
from doudi.kernel.dates import whole_years

MONEY = Type(Kind.INT, money=True)
CODES = {"Area": ("URBAN", "RURAL"), "Method": ("TOP_UP", "TIERS")}
NAMES = {
    "people": Reference(INT, "people", Level.HOUSEHOLD),
    "rent": Reference(MONEY, "rent", Level.HOUSEHOLD),
    "area": Reference(Type(Kind.CODE, "Area"), "area", Level.HOUSEHOLD),
    "poor": Reference(YES_NO, "poor", Level.HOUSEHOLD),
    "wages": Reference(MONEY, "wages", Level.PERSON),
    "born_on": Reference(DAY, "born_on", Level.PERSON),
}
PARAMETERS = {
    "dibao.standard": MONEY,
    "dibao.share": Type(Kind.RATIO),
    "dibao.method": Type(Kind.CODE, "Method"),
    "dibao.areas": Type(Kind.CODES, "Area"),
    "dibao.rounding": Type(Kind.ROUNDING),
}
KNOWN = {
    "people": whole(0, 50),
    "rent": whole(0, 10**10),
    "wages": whole(0, 10**10),
    "born_on": whole(0, 1),
    "on": whole(0, 1),
}


@dataclass(frozen=True)
class Household:
    """The scope of a step of the household."""

    level: Level = Level.HOUSEHOLD

    def named(self, name: str) -> Reference | None:
        """Return one of the names above."""
        return NAMES.get(name)

    def parameter(self, key: str) -> ParameterReference | None:
        """Return one of the parameters above."""
        return ParameterReference(PARAMETERS[key], key) if key in PARAMETERS else None

    def member(self, enum: str, name: str) -> int | None:
        """Return the place of a code."""
        return CODES[enum].index(name) if name in CODES[enum] else None


def meaning(formula: str, level: Level = Level.HOUSEHOLD) -> Node:
    return read(formula, Household(level))


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        ("rent * 3", "stands in the text"),
        ("rent * 1.5", "stands in the text"),
        ("rent +", "not an expression"),
        ("rent + people", "adds money to a plain number"),
        ("rent * rent", "multiplies money by money"),
        ("people / rent", "divides a number by money"),
        ("wages", "belongs to a person"),
        ("sum(rent for rent in x)", "has no"),
        ("nobody", "neither a fact nor a step"),
        ("dibao.standart", "is not a parameter"),
        ("area == CITY", "not a code of Area"),
        ("URBAN", "does not show of which enumeration"),
        ("area < RURAL", "has no order"),
        ("people in (URBAN,)", "not a code"),
        ("area in dibao.method", "not a list of Area"),
        ("rounded(people, dibao.rounding)", "is not money"),
        ("rounded(rent, dibao.standard)", "not a parameter of kind rounding"),
        ("not people", "is not a yes or no"),
        ("poor + poor", "is not a number"),
        ("rent if people else 0", "is not a yes or no"),
        ("max(rent)", "two numbers or more"),
        ("max(rent, people)", "not of one kind"),
        ("open('x')", "has no function"),
        ("rent.__class__", "is not a parameter"),
        ("(lambda: rent)()", "has no function"),
        ("rent ** people", "has no"),
        ("age(rent)", "is not a day"),
    ],
)
def test_what_the_language_cannot_mean_is_refused(formula: str, complaint: str) -> None:
    with pytest.raises(RuleBroken, match=complaint):
        meaning(formula)


def test_from_an_obligor_there_is_nobody_further_down() -> None:
    with pytest.raises(RuleBroken, match="nobody to gather"):
        meaning("count(yes)", Level.OBLIGOR)


def test_a_bare_code_learns_its_enumeration_from_its_neighbour() -> None:
    left, right = meaning("URBAN == area"), meaning("URBAN in dibao.areas")

    assert bound_to(right, {"dibao.areas": frozenset({0})}) == Literal(YES_NO, True)
    assert worker(left, {})(Row(Level.HOUSEHOLD, {"area": 0})) is True


def test_the_topic_of_a_parameter_is_no_name() -> None:
    assert names_in("rent * rent.share + people") == {"rent", "people"}


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        ("rent / people", "the divisor may be zero"),
        ("sum(wages / max(age(born_on), 1))", "divisor differs from row to row"),
        ("highest(wages / max(people, 1))", "divisor differs from row to row"),
        ("rent * people * people * people * people * people * people", "too large"),
    ],
)
def test_what_could_overflow_or_divide_by_zero_is_refused_before_it_runs(
    formula: str, complaint: str
) -> None:
    with pytest.raises(RuleBroken, match=complaint):
        bound_of(meaning(formula), KNOWN)


def test_limits_are_those_of_every_family() -> None:
    found = bound_of(meaning("rent / max(people, 1) - rent"), KNOWN)

    assert (found.low, found.high, found.whole_den) == (Fraction(-(10**10)), Fraction(10**10), 50)
    assert bound_of(meaning("sum(wages)"), KNOWN) == Bound(Fraction(0), Fraction(50 * 10**10))


def test_a_branch_decided_by_a_parameter_is_cut_with_all_it_lacks() -> None:
    node = meaning("dibao.standard if dibao.method == TOP_UP else rent")

    tiers = bound_to(node, {"dibao.method": 1})

    assert tiers == NAMES["rent"]
    assert unset_in(bound_to(node, {"dibao.method": 0})) == {"dibao.standard"}


def test_a_parameter_of_nothing_is_no_divisor_and_has_to_be_set_anew() -> None:
    node = meaning("rent / dibao.share")

    assert unset_in(bound_to(node, {"dibao.share": Fraction(0)})) == {"dibao.share"}
    assert unset_in(bound_to(node, {"dibao.share": Fraction(1, 2)})) == frozenset()


def test_whether_a_parameter_is_set_is_decided_too() -> None:
    node = meaning("dibao.standard if is_set(dibao.standard) else rent")

    assert bound_to(node, {}) == NAMES["rent"]
    assert bound_to(node, {"dibao.standard": 5}) == Literal(MONEY, 5, "dibao.standard")


def test_only_what_stands_behind_a_deciding_parameter_is_dropped() -> None:
    kept = bound_to(meaning("poor or URBAN in dibao.areas"), {"dibao.areas": frozenset()})
    ended = bound_to(meaning("URBAN in dibao.areas and poor"), {"dibao.areas": frozenset()})

    assert kept == NAMES["poor"]
    assert ended == Literal(YES_NO, False)


def test_a_formula_is_said_in_words_with_brackets_where_they_are_needed() -> None:
    speaker = Speaker(lambda node: getattr(node, "name", getattr(node, "key", "") or "0"))

    said = speaker.say(meaning("(dibao.standard - rent) * people if not poor else 0"))

    assert said == "若不符合“poor”，取（dibao.standard − rent） × people，否则取0"


@given(
    amount=st.fractions(min_value=-(10**6), max_value=10**9, max_denominator=600),
    rounding=st.sampled_from(sorted(arithmetic.ROUNDINGS)),
)
def test_rounding_moves_an_amount_less_than_one_unit_and_only_where_its_name_says(
    amount: Fraction, rounding: str
) -> None:
    unit, how = arithmetic.ROUNDINGS[rounding]

    moved = arithmetic.rounded(amount, rounding) - amount

    assert arithmetic.rounded(amount, rounding) % unit == 0
    assert {"up": 0 <= moved < unit, "down": -unit < moved <= 0, "nearest": abs(2 * moved) <= unit}[how]


@given(born=st.dates(), on=st.dates())
def test_ages_months_and_days_are_the_calendars(born: date, on: date) -> None:
    first, second = (day.year * 10_000 + day.month * 100 + day.day for day in (born, on))

    assert arithmetic.days_between(first, second) == (on - born).days
    assert born > on or arithmetic.age(first, second) == whole_years(born, on)
    assert abs(arithmetic.months_between(first, second)) <= abs((on - born).days) // 28


@given(day=st.dates(date(1930, 1, 1), date(2030, 1, 1)), months=st.integers(0, 240))
def test_a_month_is_whole_on_the_last_day_of_its_period_and_not_the_day_before(
    day: date, months: int
) -> None:
    first = day.year * 10_000 + day.month * 100 + day.day
    last = arithmetic.months_later(first, months)
    before = date(last // 10_000, last // 100 % 100, last % 100) - timedelta(days=1)
    eve = before.year * 10_000 + before.month * 100 + before.day

    assert arithmetic.months_between(first, last) == months
    assert arithmetic.months_between(first, eve) < max(months, 1)


def test_an_unknown_day_gives_no_age_and_no_months() -> None:
    assert (arithmetic.age(0, 20260301), arithmetic.months_between(0, 20260301)) == (-1, -1)
    assert (arithmetic.days_between(20260301, 0), arithmetic.month_index(0)) == (-1, -1)


def test_someone_born_on_a_leap_day_has_birthdays_on_the_first_of_march() -> None:
    assert arithmetic.birthday(20040229, 18) == 20220301
    assert arithmetic.birthday(20040229, 20) == 20240229
    assert arithmetic.age(20040229, 20220228) == 17


def test_quotients_over_the_same_divisor_meet_without_multiplying_by_it() -> None:
    people = np.array([2, 3])
    key = NAMES["people"]

    left, right, shape = meeting(
        Ratio(np.array([5, 7]), 2, {key: (people, 1)}), Ratio(4, 3, {key: (people, 1)})
    )

    assert (left.tolist(), right, shape.den) == ([15, 21], 8, 6)
    assert shape.whole_den.tolist() == [12, 18]
