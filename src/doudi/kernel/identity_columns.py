"""Read a whole column of identity numbers at once: the vectorised twin of `identity.read_number`.

Rows of eighteen clean bytes are read from the Arrow buffer eight digits at a time; every other
row goes through `read_number` itself, so the two cannot come to disagree about what is dirty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from doudi.kernel.identity import (
    EARLIEST_BIRTH_YEAR,
    PROVINCES,
    Problem,
    Reading,
    born_on,
    read_number,
)
from doudi.kernel.writing import Repair

CLEAN, REPAIRED, REJECTED = 0, 1, 2
PROBLEM_CODES: Mapping[Problem, int] = {problem: code for code, problem in enumerate(Problem, start=1)}
# The sixth bit says that the number was taken from a certificate; batches on disk hold all of them.
REPAIR_BITS: Mapping[Repair, int] = {
    Repair.FULL_WIDTH: 1,
    Repair.SPACES: 2,
    Repair.LOWER_X: 4,
    Repair.UPGRADED_15: 8,
    Repair.QUOTE_MARK: 16,
    Repair.LABEL: 64,
    Repair.HYPHENS: 128,
}

_EPOCH = date(1970, 1, 1)
_BLOCK = 1 << 15  # rows at a time: the working set stays in the processor's own cache
_NEVER = -(10**7)
_ZERO = ord("0")
_UPPER_X, _LOWER_X = ord("X") - _ZERO, ord("x") - _ZERO

Words = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class IdentityColumn:
    """One row for each value read; `digits`, `born_days` and `male` mean nothing where status is REJECTED.

    `digits` are the first seventeen as an integer, `born_days` counts from 1970-01-01.
    """

    digits: npt.NDArray[np.int64]
    status: npt.NDArray[np.uint8]
    repairs: npt.NDArray[np.uint8]
    problem: npt.NDArray[np.uint8]
    born_days: Days
    male: Bools

    @property
    def accepted(self) -> Bools:
        """Which rows hold a number, clean or repaired."""
        accepted: Bools = self.status != REJECTED
        return accepted


def repairs_of(bits: int) -> tuple[Repair, ...]:
    """Return the repairs a row's bit mask stands for."""
    return tuple(repair for repair, bit in REPAIR_BITS.items() if bits & bit)


def problem_of(code: int) -> Problem | None:
    """Return the problem a row's code stands for, None for 0."""
    return next((problem for problem, known in PROBLEM_CODES.items() if known == code), None)


def read_column(values: pa.Array | pa.ChunkedArray, on: date | None = None) -> IdentityColumn:
    """Read every value of a text column; row by row the result equals `read_number(value, on)`."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    texts = whole.cast(pa.large_string())
    column = _empty_column(len(texts))
    lengths = pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    column.problem[lengths == 0] = PROBLEM_CODES[Problem.BLANK]
    places = np.flatnonzero(lengths == 18)
    eighteen = texts if len(places) == len(texts) else texts.take(pa.array(places))
    matrix = _byte_matrix(eighteen)
    latest = (on - _EPOCH).days if on else np.iinfo(np.int32).max
    for start in range(0, len(places), _BLOCK):
        _read_block(column, places[start : start + _BLOCK], matrix[start : start + _BLOCK], latest)
    _read_the_rest(column, texts, on)
    return column


def _empty_column(rows: int) -> IdentityColumn:
    """Return a column in which every row is still rejected and nobody has said why."""
    return IdentityColumn(
        digits=np.zeros(rows, np.int64),
        status=np.full(rows, REJECTED, np.uint8),
        repairs=np.zeros(rows, np.uint8),
        problem=np.zeros(rows, np.uint8),
        born_days=np.zeros(rows, np.int32),
        male=np.zeros(rows, np.bool_),
    )


def _byte_matrix(eighteen: pa.Array) -> npt.NDArray[np.uint8]:
    """Show the buffer of a column of eighteen-byte texts as one row of bytes each, without a copy."""
    rows = len(eighteen)
    if not rows:
        return np.empty((0, 18), np.uint8)
    _, offsets, data = eighteen.buffers()
    first = int(np.frombuffer(offsets, np.int64)[eighteen.offset])
    return np.frombuffer(data, np.uint8, count=rows * 18, offset=first).reshape(rows, 18)


def _read_block(column: IdentityColumn, places: Ints, matrix: npt.NDArray[np.uint8], latest: int) -> None:
    """Decide one block of eighteen-byte rows, leaving only those with other characters than they may have."""
    front, back = _words_at(matrix, 0), _words_at(matrix, 8)
    sequence = matrix[:, 16] - _ZERO
    check = matrix[:, 17] - _ZERO
    is_lower_x = check == _LOWER_X
    check[is_lower_x | (check == _UPPER_X)] = 10
    written = _all_digits(front) & _all_digits(back) & (sequence < 10) & (check <= 10)
    front_pairs, front_sum = _pairs_and_sum(front, 10)
    back_pairs, back_sum = _pairs_and_sum(back, 2)
    total = front_sum + back_sum + 2 * sequence.astype(np.uint64) + check
    checked = written & _RIGHT_TOTALS[np.minimum(total, len(_RIGHT_TOTALS) - 1)]
    born = _born_days(_lane(front_pairs, 3), back_pairs)
    placed = checked & _IS_PROVINCE.take(_lane(front_pairs, 0), mode="clip")
    right = placed & (born > _NEVER // 2) & (born <= latest)
    digits = (_number(front_pairs) * 10**9 + _number(back_pairs) * 10 + sequence).astype(np.int64)
    _put(column, places, right, digits, born, sequence)
    if not right.all():
        column.problem[places[written & ~checked]] = PROBLEM_CODES[Problem.CHECK_DIGIT]
        column.problem[places[checked & ~placed]] = PROBLEM_CODES[Problem.REGION]
        column.problem[places[placed & ~right]] = PROBLEM_CODES[Problem.BIRTH_DATE]
    lower = places[right & is_lower_x]
    column.status[lower] = REPAIRED
    column.repairs[lower] = REPAIR_BITS[Repair.LOWER_X]


def _put(
    column: IdentityColumn,
    places: Ints,
    right: Bools,
    digits: Ints,
    born: Days,
    sequence: npt.NDArray[np.uint8],
) -> None:
    """Write what was read of the rows that are right."""
    if not right.all():
        places, digits, born, sequence = places[right], digits[right], born[right], sequence[right]
    column.digits[places] = digits
    column.born_days[places] = born
    column.male[places] = (sequence & 1).view(np.bool_)
    column.status[places] = CLEAN


def _words_at(matrix: npt.NDArray[np.uint8], place: int) -> Words:
    """Take eight bytes of every row as one little-endian word, less the code of '0' in each byte."""
    words = np.ascontiguousarray(matrix[:, place : place + 8]).view("<u8").reshape(-1)
    return words - np.uint64(0x3030303030303030)


def _all_digits(words: Words) -> Bools:
    """Tell which words hold eight bytes of 0 to 9 (after the code of '0' is taken off)."""
    over = (words + np.uint64(0x7676767676767676)) | words
    plain: Bools = (over & np.uint64(0x8080808080808080)) == 0
    return plain


def _pairs_and_sum(words: Words, last_power: int) -> tuple[Words, Words]:
    """Return four two-digit numbers in 16-bit lanes, and the digits' share of the check total.

    The check weights are the powers of two modulo 11: digit 17-k weighs 2**k. `last_power` is k for
    the last of the eight digits.
    """
    lanes = np.uint64(0x00FF00FF00FF00FF)
    eight = np.uint64(8)
    lower, upper = words & lanes, (words >> eight) & lanes
    pairs = lower * np.uint64(10) + upper
    weighted = lower * np.uint64(2) + upper
    weights = sum(pow(2, last_power + 2 * lane, 11) << (16 * lane) for lane in range(4))
    return pairs, (weighted * np.uint64(weights)) >> np.uint64(48)


def _lane(pairs: Words, lane: int) -> npt.NDArray[np.uint16]:
    """Return one two-digit number of every row."""
    return pairs.view("<u2").reshape(-1, 4)[:, lane]


def _number(pairs: Words) -> Words:
    """Join four two-digit lanes into one eight-digit number."""
    low = np.uint64(0x0000FFFF0000FFFF)
    fours = (pairs & low) * np.uint64(100) + ((pairs >> np.uint64(16)) & low)
    return (fours & np.uint64(0xFFFFFFFF)) * np.uint64(10_000) + (fours >> np.uint64(32))


def _born_days(century: npt.NDArray[np.uint16], back_pairs: Words) -> Days:
    """Return the birth days counted from 1970, far below zero where the calendar has no such day."""
    year = century * np.uint16(100) + _lane(back_pairs, 0)
    month_day = _lane(back_pairs, 1) * np.uint16(100) + _lane(back_pairs, 2)
    days = _FIRST_OF_MARCH.take(year - (month_day < 300), mode="clip") + _DAY_AFTER_MARCH.take(
        month_day, mode="clip"
    )
    days[year < EARLIEST_BIRTH_YEAR] = _NEVER
    leap_days = np.flatnonzero(month_day == 229)
    days[leap_days[~_IS_LEAP[year[leap_days] % 10_000]]] = _NEVER
    return days


def _read_the_rest(column: IdentityColumn, texts: pa.Array, on: date | None) -> None:
    """Send every row that is still undecided through the scalar reader, a block at a time."""
    undecided = np.flatnonzero((column.status == REJECTED) & (column.problem == 0))
    for start in range(0, len(undecided), _BLOCK):
        places = undecided[start : start + _BLOCK]
        written = texts.take(pa.array(places)).to_pylist()
        known = {text: _as_row(read_number(text, on)) for text in set(written)}
        rows = [known[text] for text in written]
        digits, status, repairs, problem, born, male = zip(*rows, strict=True)
        column.digits[places] = digits
        column.status[places] = status
        column.repairs[places] = repairs
        column.problem[places] = problem
        column.born_days[places] = born
        column.male[places] = male


def _as_row(reading: Reading) -> tuple[int, int, int, int, int, bool]:
    """Say one scalar reading in the columns' terms."""
    if reading.number is None:
        return 0, REJECTED, 0, PROBLEM_CODES[reading.problem] if reading.problem else 0, 0, False
    bits = sum(REPAIR_BITS[repair] for repair in reading.repairs)
    born = born_on(reading.number).toordinal() - _EPOCH.toordinal()
    status = REPAIRED if reading.repairs else CLEAN
    return int(reading.number[:17]), status, bits, 0, born, int(reading.number[16]) % 2 == 1


def _right_totals() -> Bools:
    """Tell which check totals are right: those that leave 1 when divided by 11."""
    right: Bools = np.arange(4096) % 11 == 1
    return right


def _first_of_march() -> Days:
    """Return the day of 1 March of every year, so that a leap day is the last of its year."""
    firsts = np.arange("0000-03", "10000-03", 12, dtype="datetime64[M]")
    return firsts.astype("datetime64[D]").astype(np.int32)


def _day_after_march() -> Days:
    """Return for every MMDD how many days it lies after 1 March, far below zero where there is none."""
    days = np.full(10_000, _NEVER, np.int32)
    year = np.arange("2003-03-01", "2004-03-01", dtype="datetime64[D]")  # it ends with a leap day
    written = np.datetime_as_string(year)
    days[[int(day[5:7]) * 100 + int(day[8:10]) for day in written]] = np.arange(len(year))
    return days


def _is_leap() -> Bools:
    """Tell for every year whether it has a leap day."""
    years = np.arange(10_000)
    leap: Bools = (years % 4 == 0) & ((years % 100 != 0) | (years % 400 == 0))
    return leap


def _is_province() -> Bools:
    """Tell for every pair of digits whether a number may begin with it."""
    found = np.zeros(100, np.bool_)
    found[list(PROVINCES)] = True
    return found


_IS_PROVINCE = _is_province()
_RIGHT_TOTALS = _right_totals()
_FIRST_OF_MARCH = _first_of_march()
_DAY_AFTER_MARCH = _day_after_march()
_IS_LEAP = _is_leap()
