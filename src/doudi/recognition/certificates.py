"""Read the numbers of disability certificates: an identity number, kind and level, and how often renewed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.identity import Problem, read_number
from doudi.kernel.writing import Repair, bare_number
from doudi.reading.cells import Kind
from doudi.recognition.raw import RawColumn

CERTIFICATE = re.compile(r"[0-9]{17}[0-9X][1-7][1-4](?:B?[0-9]{1,2})?")
MOST_EXACT_DIGITS = 15
OWN_REASON = frozenset({Problem.BLANK, Problem.TYPED_AS_NUMBER, Problem.MASKED})


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates in plain form or null, which of them were repaired, and what is wrong with the rest."""

    texts: pa.Array
    repaired: NDArray[np.bool_]
    problem: NDArray[np.object_]

    @property
    def held(self) -> NDArray[np.bool_]:
        """Return which rows hold a certificate's number."""
        return np.asarray(self.texts.is_valid().to_numpy(zero_copy_only=False))


def read_certificates(column: RawColumn | None, rows: int, on: date) -> Certificates:
    """Read a column of certificates' numbers, distinct text by distinct text."""
    if column is None:
        return Certificates(pa.nulls(rows, pa.string()), np.zeros(rows, bool), np.full(rows, "", object))
    number = pa.array(column.kinds == Kind.NUMBER)
    long = pc.fill_null(pc.greater(pc.utf8_length(column.texts), MOST_EXACT_DIGITS), False)
    marked = pc.binary_join_element_wise(column.texts, pa.scalar(".0"), "")
    encoded = pc.if_else(pc.and_(number, long), marked, column.texts).dictionary_encode()
    read = [_read(text, on) for text in encoded.dictionary.to_pylist()]
    indices = encoded.indices.fill_null(len(read))
    read.append((None, False, ""))
    places = indices.to_numpy(zero_copy_only=False)
    return Certificates(
        pa.array([plain for plain, _, _ in read], pa.string()).take(indices),
        np.array([repaired for _, repaired, _ in read], bool)[places],
        np.array([problem for _, _, problem in read], object)[places],
    )


def _read(text: str, on: date) -> tuple[str | None, bool, str]:
    """Return a certificate's number in plain form or None, whether it was repaired, and what is wrong."""
    bare, repairs = bare_number(text)
    plain = bare.upper()
    if CERTIFICATE.fullmatch(plain) and read_number(plain[:18], on).number:
        return plain, bool(repairs - {Repair.SPACES}) or plain != text.strip(), ""
    problem = read_number(text, on).problem
    return None, False, problem.value if problem in OWN_REASON else "BAD_CERTIFICATE"
