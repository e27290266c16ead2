"""Read and key a file's identity numbers; a disability certificate's number serves where one is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.identity import Problem
from doudi.kernel.identity_columns import (
    PROBLEM_CODES,
    REJECTED,
    REPAIR_BITS,
    REPAIRED,
    IdentityColumn,
    problem_of,
    read_column,
)
from doudi.kernel.tokens import TokenKey, tokens_of
from doudi.reading.cells import Kind
from doudi.recognition.certificates import Certificates, read_certificates
from doudi.recognition.problems import Problems
from doudi.recognition.raw import RawColumn, RawFile

FROM_CERTIFICATE = 1 << 5
NUMBER, CERTIFICATE = "id_number", "certificate_number"


@dataclass(frozen=True, slots=True)
class Identities:
    """Who the rows are: status and repairs, halves of the token (null when rejected), birth and sex."""

    status: NDArray[np.uint8]
    repairs: NDArray[np.uint8]
    high: pa.Array
    low: pa.Array
    born_on: pa.Array
    sex: pa.Array
    numbers: pa.Array
    certificates: pa.Array

    @property
    def accepted(self) -> NDArray[np.bool_]:
        """Return which rows are somebody."""
        return np.asarray(self.status != REJECTED)

    def without(self, rows: NDArray[np.int64]) -> Identities:
        """Return the same people with some rows sent back: those are nobody any more."""
        if rows.size == 0:
            return self
        status = self.status.copy()
        status[rows] = REJECTED
        back = pa.array(status == REJECTED)
        none = pa.scalar(None, pa.int64())
        return replace(
            self,
            status=status,
            high=pc.if_else(back, none, self.high),
            low=pc.if_else(back, none, self.low),
        )


def read_identities(raw: RawFile, problems: Problems, key: TokenKey, on: date) -> Identities:
    """Read every row's number; note what is wrong with it; make the tokens of the rest."""
    column = raw.columns.get(NUMBER) or _absent(raw.rows)
    certificates = read_certificates(raw.columns.get(CERTIFICATE), raw.rows, on)
    texts = _with_kind(column)
    texts, cut = _out_of_certificates(texts)
    read = read_column(texts, on)
    status, repairs = read.status.copy(), read.repairs.copy()
    missing = read.problem == PROBLEM_CODES[Problem.BLANK]
    if certificates.held.any():
        read, status, repairs = _from_certificates(texts, certificates, missing, read, problems, on)
    _note(read, status, raw, certificates, missing, problems)
    _note_repairs(status, repairs, certificates, raw, problems)
    problems.add(np.flatnonzero(cut & (status != REJECTED)), NUMBER, "FROM_CERTIFICATE")
    accepted = status != REJECTED
    high, low = tokens_of(key, np.where(accepted, read.digits, 0))
    return Identities(
        status=status,
        repairs=repairs,
        high=pa.array(high, mask=~accepted),
        low=pa.array(low, mask=~accepted),
        born_on=pa.array(read.born_days, pa.int32(), mask=~accepted).cast(pa.date32()),
        sex=pc.if_else(pa.array(read.male, mask=~accepted), "MALE", "FEMALE"),
        numbers=_numbers(read.digits, accepted, column.texts),
        certificates=certificates.texts,
    )


def _absent(rows: int) -> RawColumn:
    return RawColumn(pa.nulls(rows, pa.string()), np.zeros(rows, np.uint8), np.ones(rows, np.int64))


def _with_kind(column: RawColumn) -> pa.Array:
    """Return the texts, with long numbers that a spreadsheet kept as floats made plain as such."""
    number = pa.array(column.kinds == Kind.NUMBER)
    long = pc.fill_null(pc.match_substring_regex(column.texts, r"^[0-9]{16,}$"), False)
    marked = pc.binary_join_element_wise(column.texts, pa.scalar(".0"), "")
    return pc.if_else(pc.and_(number, long), marked, column.texts)


IN_A_CERTIFICATE = r"^\s*[0-9]{17}[0-9Xx][1-7][1-4](?:[Bb]?[0-9]{1,2})?\s*$"


def _out_of_certificates(texts: pa.Array) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Return the number a certificate's number begins with where one stands in its place, and where."""
    found = pc.fill_null(pc.match_substring_regex(texts, IN_A_CERTIFICATE), False)
    first = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(texts), 0, 18)
    return pc.if_else(found, first, texts), np.asarray(found.to_numpy(zero_copy_only=False))


def _from_certificates(
    texts: pa.Array,
    certificates: Certificates,
    missing: NDArray[np.bool_],
    read: IdentityColumn,
    problems: Problems,
    on: date,
) -> tuple[IdentityColumn, NDArray[np.uint8], NDArray[np.uint8]]:
    """Take the first eighteen characters of a certificate's number where there is no identity number."""
    first = pc.utf8_slice_codeunits(certificates.texts, 0, 18)
    taken = missing & certificates.held
    chosen = read_column(pc.if_else(pa.array(taken), first, texts), on)
    own = read_column(first, on)
    differ = certificates.held & ~taken & chosen.accepted & (chosen.digits != own.digits)
    problems.add(np.flatnonzero(differ), CERTIFICATE, "CERTIFICATE_MISMATCH")
    status, repairs = chosen.status.copy(), chosen.repairs.copy()
    status[taken], repairs[taken] = REPAIRED, repairs[taken] | FROM_CERTIFICATE
    return chosen, status, repairs


def _note(
    read: IdentityColumn,
    status: NDArray[np.uint8],
    raw: RawFile,
    certificates: Certificates,
    missing: NDArray[np.bool_],
    problems: Problems,
) -> None:
    """Give each rejected row its reason: its number's, or its certificate's where it has no number."""
    name = NUMBER if NUMBER in raw.columns or CERTIFICATE not in raw.columns else CERTIFICATE
    rejected = status == REJECTED
    damaged = (certificates.problem != "") & (certificates.problem != Problem.BLANK.value)
    by_certificate = rejected & missing & damaged
    for code in sorted(set(certificates.problem[by_certificate].tolist())):
        problems.add(np.flatnonzero(by_certificate & (certificates.problem == code)), CERTIFICATE, code)
    problems.add(np.flatnonzero(~by_certificate & damaged), CERTIFICATE, "ODD_CERTIFICATE")
    rest = rejected & ~by_certificate
    for code in np.unique(read.problem[rest]).tolist():
        problem = problem_of(code) or Problem.BLANK
        problems.add(np.flatnonzero(rest & (read.problem == code)), name, problem.value)


def _note_repairs(
    status: NDArray[np.uint8],
    repairs: NDArray[np.uint8],
    certificates: Certificates,
    raw: RawFile,
    problems: Problems,
) -> None:
    """Say of each row what was put right in the writing of its numbers."""
    name = NUMBER if NUMBER in raw.columns else CERTIFICATE
    accepted = status != REJECTED
    for repair, bit in REPAIR_BITS.items():
        problems.add(np.flatnonzero(accepted & (repairs & bit > 0)), name, f"REPAIRED_{repair.value}")
    from_certificate = accepted & (repairs & FROM_CERTIFICATE > 0)
    problems.add(np.flatnonzero(from_certificate), CERTIFICATE, "FROM_CERTIFICATE")
    problems.add(np.flatnonzero(certificates.repaired), CERTIFICATE, "CERTIFICATE_REPAIRED")


def _numbers(digits: NDArray[np.int64], accepted: NDArray[np.bool_], written: pa.Array) -> pa.Array:
    """Return the numbers as eighteen characters; what was written where there is none."""
    weights = np.array([pow(2, 17 - place, 11) for place in range(17)], np.int64)
    places = 10 ** np.arange(16, -1, -1, dtype=np.int64)
    matrix = (digits[:, None] // places[None, :]) % 10
    check = (12 - (matrix * weights).sum(axis=1) % 11) % 11
    letters = np.empty((len(digits), 18), np.uint8)
    letters[:, :17] = matrix + ord("0")
    letters[:, 17] = np.where(check == 10, ord("X"), check + ord("0"))
    texts = pa.array(letters.reshape(-1).view("S18").tolist(), pa.binary()).cast(pa.string())
    return pc.if_else(pa.array(accepted), texts, written)
