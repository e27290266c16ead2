"""Every case that stands beside the rules comes out as its documents say."""

from __future__ import annotations

from pathlib import Path

import pytest

from doudi.kernel.policy_file import PolicyBroken
from doudi.policy.book import Book, load_book
from doudi.policy.cases import Case, differences, load_cases

POLICIES = Path(__file__).parents[4] / "policies"
CASES = load_cases(POLICIES)
FIVE_PACKS_AND_NATION = {"440204", "371521", "533103", "350505", "61", "00"}


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES, samples=True)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_rules_keep_to_the_case(case: Case, book: Book) -> None:
    assert differences(book, case) == []


def test_there_are_two_thousand_cases_for_every_programme_and_every_pack(book: Book) -> None:
    assert len(CASES) >= 2000
    assert {case.programme for case in CASES} == set(book.programmes)
    assert {case.region for case in CASES} >= FIVE_PACKS_AND_NATION


def test_no_two_cases_ask_the_same() -> None:
    asked = [(case.programme, case.region, case.on, repr(case.household), repr(case.context),
              repr(case.parameters)) for case in CASES]  # fmt: skip

    assert len(set(asked)) == len(asked)


WRONG = """
- case: 一口人
  region: "350505"
  on: 2026-03-01
  basis: 故意写错
  household: {area_kind: URBAN, members: [{relation: HEAD, born_on: 1980-05-05, wages_fen: 10000}]}
  expect:
    {eligible: no, amount: 100, per_head_income: "1/3", members: [{counted: no}], refused: [income_below]}
"""


def test_a_case_that_is_wrong_says_where(tmp_path: Path, book: Book) -> None:
    folder = tmp_path / "cases" / "dibao"
    folder.mkdir(parents=True)
    (folder / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    (case,) = load_cases(tmp_path)

    assert differences(book, case) == [
        "eligible: wanted False, got True",
        "amount: wanted 100, got 62000",
        "per_head_income: wanted 1/3, got 10000",
        "refused: wanted ['income_below'], got []",
        "members[1].counted: wanted False, got True",
    ]


def test_a_title_stands_once_in_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "dibao"
    folder.mkdir(parents=True)
    (folder / "twice.yaml").write_text(WRONG + WRONG, encoding="utf-8")

    with pytest.raises(PolicyBroken, match="title of another case"):
        load_cases(tmp_path)


def test_a_case_that_asks_for_a_missing_value_fails_once_it_is_there(tmp_path: Path, book: Book) -> None:
    folder = tmp_path / "cases" / "dibao"
    folder.mkdir(parents=True)
    text = WRONG.partition("  expect:")[0] + "  expect: {asks: [parameters.dibao.standard_urban]}\n"
    (folder / "unset.yaml").write_text(text, encoding="utf-8")
    (case,) = load_cases(tmp_path)

    assert differences(book, case) == ["asks: wanted ['parameters.dibao.standard_urban'], got []"]
