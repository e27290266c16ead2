from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from doudi.kernel.identity import Problem, Reading, born_on, check_digit, read_number, sex_of
from doudi.kernel.identity_columns import (
    CLEAN,
    REJECTED,
    REPAIRED,
    IdentityColumn,
    problem_of,
    read_column,
    repairs_of,
)
from doudi.kernel.tests.numbers import TEST_NUMBER, nasty_texts, numbers
from doudi.kernel.writing import Repair

EPOCH = date(1970, 1, 1)


def reading_at(column: IdentityColumn, row: int) -> Reading:
    """Say a row of the column in the words of the scalar reader."""
    problem = problem_of(int(column.problem[row]))
    first17 = f"{int(column.digits[row]):017d}"
    number = first17 + check_digit(first17) if column.accepted[row] else None
    return Reading(number, repairs_of(int(column.repairs[row])), problem)


def details_of(reading: Reading) -> tuple[int, date, bool] | None:
    """Return what a column also says about a number that was read."""
    if reading.number is None:
        return None
    status = REPAIRED if reading.repairs else CLEAN
    return status, born_on(reading.number), sex_of(reading.number) == "MALE"


def details_at(column: IdentityColumn, row: int) -> tuple[int, date, bool] | None:
    """Return the same from a row of the column."""
    if column.status[row] == REJECTED:
        return None
    born = EPOCH + timedelta(days=int(column.born_days[row]))
    return int(column.status[row]), born, bool(column.male[row])


@settings(max_examples=300)
@example(texts=[TEST_NUMBER, "11010519491231002x", "110105491231002", "无", None, "4.4020419E+17"], on=None)
@example(texts=["110105194902290029", "11010518791231002X", "１１０１０５"], on=date(2026, 1, 1))
@given(st.lists(nasty_texts, max_size=30), st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_a_column_reads_every_row_as_the_scalar_reader_does(texts: list[str | None], on: date | None) -> None:
    expected = [read_number(text, on) for text in texts]

    column = read_column(pa.array(texts, pa.string()), on)

    rows = range(len(texts))
    assert [reading_at(column, row) for row in rows] == expected
    assert [details_at(column, row) for row in rows] == [details_of(reading) for reading in expected]


@given(st.binary(min_size=18, max_size=18).map(lambda raw: raw.decode("latin-1")[:18]))
def test_any_eighteen_characters_read_alike(text: str) -> None:
    column = read_column(pa.array([TEST_NUMBER, text, TEST_NUMBER]))

    assert [reading_at(column, row) for row in (0, 1, 2)] == [
        Reading(TEST_NUMBER),
        read_number(text),
        Reading(TEST_NUMBER),
    ]


@given(numbers, st.integers(0, 9999), st.integers(0, 9999))
def test_any_birth_date_reads_alike(number: str, year: int, month_day: int) -> None:
    first17 = f"{number[:6]}{year:04d}{month_day:04d}{number[14:17]}"
    text = first17 + check_digit(first17)

    assert reading_at(read_column(pa.array([text])), 0) == read_number(text)


def test_slices_chunks_and_dictionaries_read_like_plain_columns() -> None:
    texts = ["x", TEST_NUMBER, None, "110105491231002", TEST_NUMBER, "y"]
    sliced = pa.array(texts).slice(1, 4)
    chunked = pa.chunked_array([texts[1:2], [], texts[2:5]])
    encoded = pa.array(texts[1:5]).dictionary_encode()

    columns = [read_column(values) for values in (sliced, chunked, encoded, pa.array(texts[4:5]).slice(0))]

    assert [columns[0].status.tolist(), columns[1].status.tolist(), columns[2].status.tolist()] == [
        [CLEAN, REJECTED, REPAIRED, CLEAN]
    ] * 3
    assert columns[0].digits.tolist() == columns[1].digits.tolist() == columns[2].digits.tolist()


def test_a_column_longer_than_a_block_keeps_its_rows_in_place() -> None:
    texts = [TEST_NUMBER, "无"] * 40_000

    column = read_column(pa.array(texts))

    assert column.status.tolist() == [CLEAN, REJECTED] * 40_000
    assert set(column.digits[::2].tolist()) == {11010519491231002}


@pytest.mark.parametrize(
    "values", [pa.array([], pa.string()), pa.nulls(3), pa.array([None, ""], pa.string())]
)
def test_a_column_without_numbers_is_rejected_row_by_row(values: pa.Array) -> None:
    column = read_column(values)

    assert set(column.status.tolist()) <= {REJECTED}
    assert [problem_of(code) for code in column.problem.tolist()] == [Problem.BLANK] * len(values)


def test_codes_and_names_of_problems_and_repairs_agree() -> None:
    assert problem_of(0) is None
    assert repairs_of(0) == ()
    assert repairs_of(0b11011111) == tuple(Repair)
    assert repairs_of(0b100000) == ()  # the bit of numbers taken from a certificate
