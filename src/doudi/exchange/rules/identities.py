"""Read and key a file's identity numbers; a disability certificate's number serves where one is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.exchange.reading.cells import Kind
from doudi.exchange.rules.problems import Problems
from doudi.exchange.rules.raw import RawColumn, RawFile
from doudi.kernel.identity_columns import REJECTED, REPAIRED, IdentityColumn, problem_of, read_column
from doudi.kernel.tokens import TokenKey, tokens_of

FROM_CERTIFICATE = 1 << 5
CERTIFICATE = r"^[0-9]{17}[0-9X][1-7][1-4](?:B?[0-9]{1,2})?$"
NOT_IN_NUMBER = r"[\s'\"‘’`\-]"


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


def read_identities(raw: RawFile, problems: Problems, key: TokenKey, on: date) -> Identities:
    """Read every row's number; note what is wrong with it; make the tokens of the rest."""
    column = raw.columns.get("id_number") or _absent(raw.rows)
    certificates = _certificates(raw)
    texts = _with_kind(column)
    read = read_column(texts, on)
    status, repairs = read.status.copy(), read.repairs.copy()
    if certificates.null_count < len(certificates):
        read, status, repairs = _from_certificates(column, texts, certificates, read, problems, on)
    _note(read, status, raw, problems)
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
        certificates=certificates,
    )


def _absent(rows: int) -> RawColumn:
    return RawColumn(pa.nulls(rows, pa.string()), np.zeros(rows, np.uint8), np.ones(rows, np.int64))


def _with_kind(column: RawColumn) -> pa.Array:
    """Return the texts, with long numbers that a spreadsheet kept as floats made plain as such."""
    number = pa.array(column.kinds == Kind.NUMBER)
    long = pc.fill_null(pc.match_substring_regex(column.texts, r"^[0-9]{16,}$"), False)
    marked = pc.binary_join_element_wise(column.texts, pa.scalar(".0"), "")
    return pc.if_else(pc.and_(number, long), marked, column.texts)


def _certificates(raw: RawFile) -> pa.Array:
    """Return the certificates' numbers in plain form, null where the form is not a certificate's."""
    column = raw.columns.get("certificate_number")
    if column is None:
        return pa.nulls(raw.rows, pa.string())
    plain = pc.utf8_upper(pc.replace_substring_regex(column.texts, NOT_IN_NUMBER, ""))
    return pc.if_else(pc.match_substring_regex(plain, CERTIFICATE), plain, pa.scalar(None, pa.string()))


def _from_certificates(
    column: RawColumn,
    texts: pa.Array,
    certificates: pa.Array,
    read: IdentityColumn,
    problems: Problems,
    on: date,
) -> tuple[IdentityColumn, NDArray[np.uint8], NDArray[np.uint8]]:
    """Take the first eighteen characters of a certificate's number where there is no identity number."""
    first = pc.utf8_slice_codeunits(certificates, 0, 18)
    held = certificates.is_valid().to_numpy(zero_copy_only=False)
    missing = ~column.filled & held
    chosen = read_column(pc.if_else(pa.array(missing), first, texts), on)
    own = read_column(first, on)
    differ = held & ~missing & chosen.accepted & own.accepted & (chosen.digits != own.digits)
    problems.add(np.flatnonzero(differ), "certificate_number", "CERTIFICATE_MISMATCH")
    status, repairs = chosen.status.copy(), chosen.repairs.copy()
    taken = missing & chosen.accepted
    status[taken], repairs[taken] = REPAIRED, repairs[taken] | FROM_CERTIFICATE
    return chosen, status, repairs


def _note(read: IdentityColumn, status: NDArray[np.uint8], raw: RawFile, problems: Problems) -> None:
    name = (
        "id_number"
        if "id_number" in raw.columns or "certificate_number" not in raw.columns
        else "certificate_number"
    )
    rejected = status == REJECTED
    for code in np.unique(read.problem[rejected]).tolist():
        problem = problem_of(code)
        problems.add(
            np.flatnonzero(rejected & (read.problem == code)), name, problem.value if problem else "BLANK"
        )


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
