from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings

from doudi.kernel.policy_file import PolicyBroken
from doudi.matching.catalogue import Rule, load, numbers
from doudi.matching.tests.county import County, catalogue, shapes
from doudi.monitoring.rules.local_values import local_values, whole
from doudi.policy.book import Book, Overlay, load_book

JULY = date(2026, 7, 31)
RULE = "between-two-lines"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(Path(settings.DOUDI_POLICIES), samples=True)


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path)


def rules(*names: str) -> tuple[Rule, ...]:
    """Return rules of the catalogue, all if none is named."""
    return tuple(rule for rule in catalogue().values() if not names or rule.id in names)


def setting(book: Book, key: str, value: object, begins: date = date(2026, 7, 1)) -> Book:
    """Return the book with a value 浈江 has approved."""
    written = {"value": value, "document": "某市民发〔2026〕1号", "article": "第一条", "verified": True}
    return book.with_values([Overlay("440204", key, begins, None, written)])


def chosen(book: Book, on: date, *names: str, region: str = "440204") -> dict[str, dict[str, int]]:
    """Return the bare numbers of a region on a day."""
    return numbers(local_values(rules(*names), book.definitions, book.parameters(region, on)))


def test_a_rule_takes_the_standard_from_the_policy_book(book: Book) -> None:
    changed = setting(setting(book, "dibao.standard_rural", 800), "monitoring.poverty_line", "9200.50")

    assert chosen(changed, JULY, RULE) == {RULE: {"dibao_year_fen": 960_000, "line_year_fen": 920_050}}


def test_a_yearly_standard_reaches_a_rule_by_the_year_as_it_is(book: Book) -> None:
    written = {"value": 5500, "unit": "元/人·年", "document": "某通知", "article": "一", "verified": True}
    changed = book.with_values(
        [Overlay("440204", key, JULY, None, written) for key in ("dibao.standard_rural", "tekun.base_rural")]
    )

    assert chosen(changed, JULY, "income-over-standard") == {
        "income-over-standard": {"dibao_year_fen": 550_000}
    }
    assert chosen(changed, JULY, "tekun-below-standard") == {"tekun-below-standard": {"standard_fen": 45_833}}


def test_a_value_brings_its_source_and_keeps_its_name(book: Book) -> None:
    parameters = setting(book, "monitoring.poverty_line", 9200).parameters("440204", JULY)

    value = local_values(rules(RULE), book.definitions, parameters)[RULE]["line_year_fen"]

    assert (value.document, value.verified) == ("某市民发〔2026〕1号 第一条", True)
    assert (value.title, value.unit) == ("脱贫线", "分/人·年")


def test_a_value_not_yet_in_force_is_left_out(book: Book) -> None:
    changed = setting(book, "monitoring.poverty_line", 9200)

    assert chosen(changed, date(2026, 6, 30), RULE) == {}


def test_a_county_without_values_takes_the_nations(book: Book) -> None:
    ages = chosen(book, JULY, "dibao-single-meets-tekun")
    mangshi = chosen(book, JULY, "dibao-single-meets-tekun", region="533103")

    assert ages == {"dibao-single-meets-tekun": {"old_age": 60, "minor_age": 16}}
    assert mangshi["dibao-single-meets-tekun"]["minor_age"] == 18


def test_a_line_of_a_table_and_of_a_scale_is_taken(book: Book) -> None:
    amounts = [{"up_to": 1, "including": True, "gives": 243}, {"gives": 180}]
    changed = setting(book, "disability_subsidies.nursing_amounts", amounts)

    nursing = chosen(changed, JULY, "subsidy-below-standard")["subsidy-below-standard"]
    bills = chosen(book, JULY, "medical-selfpay-over-limit", region="340705")

    assert (nursing["nursing_first_fen"], nursing["nursing_second_fen"]) == (24_300, 18_000)
    assert bills["medical-selfpay-over-limit"] == {
        "tekun_fen": 100_000,
        "dibao_fen": 500_000,
        "monitored_fen": 1_000_000,
        "others_fen": 1_500_000,
    }


def test_a_share_is_handed_on_in_percent(book: Book) -> None:
    changed = setting(book, "monitoring.income_drop_least", "40%")

    assert chosen(changed, JULY, "strained-household") == {"strained-household": {"drop_percent": 40}}


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (7, "户", 7),
        (Fraction(1, 2), "%", 50),
        (Fraction(1, 3), "%", None),
        (True, "户", None),
        ("A", "", None),
    ],
)
def test_only_whole_numbers_reach_a_rule(value: object, unit: str, number: int | None) -> None:
    assert whole(value, unit) == number


def test_every_key_a_rule_names_is_in_the_book(book: Book) -> None:
    named = {one.source for rule in rules() for one in rule.parameters.values() if one.source}

    assert len(named) > 10
    assert named <= set(book.definitions)


def test_a_key_nobody_defines_is_refused_by_rule_and_name(book: Book, tmp_path: Path) -> None:
    shutil.copytree(Path(settings.DOUDI_POLICIES) / "matching" / "steps", tmp_path / "steps")
    for suffix in ("yaml", "sql"):
        text = (Path(settings.DOUDI_POLICIES) / "matching" / f"{RULE}.{suffix}").read_text(encoding="utf-8")
        wrong = text.replace("monitoring.poverty_line", "monitoring.line")
        (tmp_path / f"{RULE}.{suffix}").write_text(wrong, encoding="utf-8")

    with pytest.raises(
        PolicyBroken, match=r"between-two-lines.yaml: parameters.line_year_fen.from: 没有 monitoring.line"
    ):
        local_values(load(tmp_path, shapes()), book.definitions, {})


def test_the_books_values_steer_the_comparison(book: Book, county: County) -> None:
    changed = setting(setting(book, "dibao.standard_rural", 600), "monitoring.poverty_line", 4000)
    county.listed("poverty_register", "between", monitor_class="MARGINAL", annual_income_fen=500_000)
    county.received("dibao", "tekun")

    (tally,) = county.compare(county.rule(RULE), parameters=chosen(changed, JULY, RULE)).rules

    assert (tally.found, tally.skipped) == (1, "")
