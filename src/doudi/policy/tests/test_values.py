from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.policy_file import PolicyBroken, load_yaml
from doudi.policy.book import Book
from doudi.policy.definitions import Definition
from doudi.policy.money import read_money, write_money
from doudi.policy.saying import show_value
from doudi.policy.tests.folder import book_of
from doudi.policy.values import (
    Value,
    ValueWrong,
    parse_value,
    ratio_text,
    unit_of_written,
    write_value,
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(tmp_path_factory.mktemp("policies"), {})


def read(book: Book, name: str, text: str, unit: str = "") -> Value:
    """Return the value a YAML text stands for."""
    return parse_value(definition_of(book, name), load_yaml(text, "a file"), unit)


def definition_of(book: Book, name: str) -> Definition:
    """Return a definition of the topic dibao."""
    return book.definitions[f"dibao.{name}"]


WRITTEN = [
    ("standard", "720", "720元/人·月"),
    ("standard", "720.50", "720.50元/人·月"),
    ("days", "7", "7天"),
    ("multiple", "1.5", "1.5倍"),
    ("multiple", "2/3", "2/3倍"),
    ("multiple", "60%", "0.6倍"),
    ("frozen", "yes", "是"),
    ("frozen", "no", "否"),
    ("ends_on", "2020-12-31", "2020年12月31日"),
    ("kind", "MENTAL", "精神"),
    ("kinds", "[SIGHT, MENTAL]", "视力、精神"),
    ("kinds", "[]", "无"),
    ("scope", "[[SIGHT, 1], [MENTAL, 3]]", "视力1级、精神3级"),
    ("rounding", "UP_YUAN", "见分进元"),
    ("wording", "见通知", "见通知"),
    (
        "tiers",
        "[{up_to: 77, including: yes, gives: 640}, {up_to: 312.5, gives: 384}, {gives: 174}]",
        "不超过77元：640元/人·月；不到312.50元：384元/人·月；以上的：174元/人·月",
    ),
    (
        "bands",
        "[{up_to: 10000, share: 0}, {up_to: 30000, share: 40%}, {share: 60%}]",
        "0元至10,000元的部分0%；10,000元至30,000元的部分40%；超过30,000元的部分60%",
    ),
    ("by_kind", "{SIGHT: 80, MENTAL: 100.5}", "视力：80元/人·月；精神：100.50元/人·月"),
    ("by_area", "{URBAN: 80, RURAL: 60}", "城市：80元/人·月；农村：60元/人·月"),
    ("by_two", "{SIGHT: {URBAN: 1/2, RURAL: 1.3}}", "视力·城市：0.5；视力·农村：1.3"),
]


@pytest.mark.parametrize(("name", "text", "said"), WRITTEN)
def test_a_value_is_read_said_and_written_back_as_it_was(book: Book, name: str, text: str, said: str) -> None:
    value = read(book, name, text)

    assert show_value(definition_of(book, name), value) == said
    assert parse_value(definition_of(book, name), write_value(definition_of(book, name), value)) == value


@pytest.mark.parametrize(("name", "text", "said"), WRITTEN)
def test_no_float_is_anywhere_in_a_value(book: Book, name: str, text: str, said: str) -> None:
    assert "float" not in types_in(read(book, name, text))


def types_in(value: object) -> set[str]:
    """Return the names of all types a value is made of."""
    below: list[object] = []
    if isinstance(value, (tuple, list)):
        below = list(value)
    elif isinstance(value, dict):
        below = [*value, *value.values()]
    elif hasattr(value, "__slots__") and not isinstance(value, Fraction):
        below = [getattr(value, name) for name in value.__slots__]
    return {type(value).__name__}.union(*(types_in(one) for one in below))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("standard", "720.505"),
        ("standard", "yes"),
        ("standard", "七百二"),
        ("days", "7.5"),
        ("days", "yes"),
        ("multiple", "一半"),
        ("multiple", "1/0"),
        ("multiple", "yes"),
        ("multiple", "[1]"),
        ("frozen", "1"),
        ("ends_on", "2020-02-30年"),
        ("kind", "BLIND"),
        ("kind", "1"),
        ("kinds", "MENTAL"),
        ("kinds", "[MENTAL, MENTAL]"),
        ("scope", "[[SIGHT, 1], [SIGHT, 1]]"),
        ("scope", "[[SIGHT, 1, 2]]"),
        ("scope", "[[SIGHT, one]]"),
        ("rounding", "UP"),
        ("tiers", "[]"),
        ("tiers", "[{up_to: 77, gives: 640}]"),
        ("tiers", "[{gives: 640}, {gives: 500}]"),
        ("tiers", "[{up_to: 200, gives: 5}, {up_to: 77, gives: 6}, {gives: 1}]"),
        ("tiers", "[{upto: 200, gives: 5}, {gives: 1}]"),
        ("bands", "[{up_to: 10000, share: 0}]"),
        ("bands", "[{up_to: 10000}]"),
        ("by_kind", "{}"),
        ("by_area", "{URBAN: 80}"),
        ("by_kind", "{BLIND: 80}"),
        ("by_kind", "{SIGHT: {URBAN: 80}}"),
        ("by_two", "{SIGHT: 1}"),
        ("by_two", "{SIGHT: {CITY: 1}}"),
        ("wording", "12"),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_refused(book: Book, name: str, text: str) -> None:
    with pytest.raises(ValueWrong):
        read(book, name, text)


def test_a_float_handed_in_by_a_program_is_refused(book: Book) -> None:
    for name in ("standard", "multiple", "days"):
        with pytest.raises(ValueWrong):
            parse_value(definition_of(book, name), 1.5)


def test_a_yearly_standard_becomes_a_monthly_one(book: Book) -> None:
    assert read(book, "standard", "7200", "元/人·年") == 60_000
    assert read(book, "standard", "8640", "元/人·年") == 72_000
    assert read(book, "yearly", "720", "元/人·月") == 864_000


@pytest.mark.parametrize("unit", ["元/户·年", "元", "元/人·日", "元/年"])
def test_another_unit_is_not_guessed(book: Book, unit: str) -> None:
    with pytest.raises(ValueWrong, match="不能折成"):
        read(book, "standard", "7200", unit)


def test_only_money_has_a_unit_of_its_own(book: Book) -> None:
    with pytest.raises(ValueWrong, match="只有金额"):
        read(book, "days", "7", "月")


@given(yearly=st.integers(0, 10**12))
def test_a_year_in_months_is_exact(yearly: int) -> None:
    assert read_money(Fraction(yearly, 100), "元/人·年", "元/人·月") * 12 == yearly


def test_what_is_paid_as_it_stands_is_whole_fen_a_month(book: Book) -> None:
    with pytest.raises(ValueWrong, match="5500 元/人·年折成元/人·月不是整分"):
        read(book, "standard", "5500", "元/人·年")
    with pytest.raises(ValueWrong, match="不是整分"):
        read(book, "by_area", "{URBAN: 5500, RURAL: 6000}", "元/人·年")
    with pytest.raises(ValueWrong, match="不是整分"):
        read(book, "tiers", "[{up_to: 100, gives: 6000}, {gives: 5500}]", "元/人·年")


@pytest.mark.parametrize(("yearly", "said"), [("5500", "5,500元/人·年"), ("5500.01", "5,500.01元/人·年")])
def test_a_yearly_standard_that_divides_is_kept_said_and_written_by_the_year(
    book: Book, yearly: str, said: str
) -> None:
    definition = definition_of(book, "divided")

    value = read(book, "divided", yearly, "元/人·年")

    assert value == Fraction(yearly) * 100 / 12
    assert show_value(definition, value) == said
    written, unit = write_value(definition, value), unit_of_written(definition, value)
    assert parse_value(definition, written, unit) == value


def test_a_yearly_standard_in_whole_fen_a_month_is_said_by_the_month(book: Book) -> None:
    definition = definition_of(book, "divided")

    value = read(book, "divided", "8640", "元/人·年")

    assert (show_value(definition, value), unit_of_written(definition, value)) == ("720元/人·月", "")


@given(fen=st.integers(-(10**14), 10**14))
def test_written_money_reads_the_same(fen: int) -> None:
    assert read_money(write_money(fen), "元", "元") == fen


@given(ratio=st.fractions())
def test_a_written_ratio_reads_the_same(ratio: Fraction) -> None:
    assert Fraction(ratio_text(ratio)) == ratio


def test_a_decimal_is_the_fraction_of_its_text() -> None:
    assert load_yaml("{a: 0.1, b: 312.50, c: -1.05}", "f") == {
        "a": Fraction(1, 10),
        "b": Fraction(625, 2),
        "c": Fraction(-21, 20),
    }


def test_days_and_yes_and_no_are_what_they_look_like() -> None:
    assert load_yaml("[2020-03-27, yes, no, true, 010, 1:30, '7', ~]", "f") == [
        date(2020, 3, 27),
        True,
        False,
        True,
        "010",
        "1:30",
        "7",
        None,
    ]


def test_a_refusal_names_file_and_key(tmp_path: Path) -> None:
    problem = PolicyBroken("parameters/regions/44/dibao.yaml", "values.dibao.standard", "has no values")

    assert str(problem) == "parameters/regions/44/dibao.yaml: values.dibao.standard: has no values"
