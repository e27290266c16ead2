"""Every number of the five documents and every conflict between them is a parameter, or no rule."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from doudi.policy.book import Book, Chosen, load_book
from tests.conventions.sources import ROOT

POLICIES = ROOT / "policies"
ROWS_OF_PART = {"A.1": 15, "A.2": 33, "A.3": 18, "A.4": 31, "A.5": 19, "B": 32}
DOCUMENTS = {
    "440204": "韶关市浈江区社会救助兜底脱贫行动实施方案",
    "371521": "阳民发[2020]4号",
    "533103": "芒巩固振兴组办〔2021〕6号",
    "350505": "泉港民〔2020〕40号",
    "61": "陕民发〔2022〕23号",
}


def rows() -> list[dict[str, str]]:
    """Return the lines of the coverage file."""
    with Path(POLICIES / "seed-numbers.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def claims() -> list[tuple[str, str, str, str]]:
    """Return (row, region, key, value) for each key a row names; the value is empty if none is claimed."""
    found = []
    for row in rows():
        for claim in row["keys"].split():
            place, _, value = claim.partition("=")
            region, _, key = place.partition("/")
            found.append((row["row"], region, key, value))
    return found


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(POLICIES)


def test_no_row_of_the_appendices_is_missing() -> None:
    expected = [f"{part}.{number}" for part, most in ROWS_OF_PART.items() for number in range(1, most + 1)]

    assert [row["row"] for row in rows()] == expected


def test_a_row_names_its_parameters_or_why_it_is_no_rule() -> None:
    assert [row["row"] for row in rows() if bool(row["keys"]) == bool(row["not_a_rule"])] == []


def values_of(book: Book, region: str, key: str) -> tuple[Chosen, ...]:
    """Return the values a region has of a key that name a document and an article."""
    return tuple(one for one in book.history(region, key) if one.document and one.article)


def test_every_number_of_the_documents_is_a_parameter_with_its_document(book: Book) -> None:
    missing = [
        (row, region, key)
        for row, region, key, _ in claims()
        if key not in book.definitions or not values_of(book, region, key)
    ]

    assert missing == []


def test_every_number_stands_as_the_document_says_it(book: Book) -> None:
    wrong = [
        (row, region, key, value)
        for row, region, key, value in claims()
        if value and value not in {str(one.written["value"]) for one in values_of(book, region, key)}
    ]

    assert wrong == []


def test_every_number_of_the_documents_cites_the_document_it_stands_in(book: Book) -> None:
    foreign = [
        (row, region, key)
        for row, region, key, _ in claims()
        if row.startswith("A")
        and DOCUMENTS[region] not in {one.document for one in book.history(region, key)}
    ]

    assert foreign == []


def test_no_value_in_the_files_crosses_a_limit_that_refuses(book: Book) -> None:
    days = {date(2020, 1, 1), date(2021, 12, 31), date(2023, 1, 1), date(2026, 6, 30)}
    crossed = [
        broken.text
        for region in book.regions()
        for day in days
        for broken in book.problems(region, day)
        if broken.effect == "refuse"
    ]

    assert crossed == []
