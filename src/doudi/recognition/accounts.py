"""Read bank accounts: what was typed only to fill the cell is told and never joins anything."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.kernel.identity import read_number
from doudi.kernel.tokens import TokenKey, digest_tokens
from doudi.kernel.writing import bare_number
from doudi.reading.cells import Kind
from doudi.recognition.problems import Problems
from doudi.recognition.raw import RawColumn

PLAIN = re.compile(r"[0-9]+")
SHORTEST, LONGEST = 8, 30
PHONE = re.compile(r"(?:86)?1[3-9][0-9]{9}")
FLOATED = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|[0-9]{15,}\.[0-9]*")
MASKED = re.compile(r"(?=.*[0-9])[0-9]*[*●○?#xX]+[0-9*●○?#xX]*")
COUNTED = "0123456789" * 5
BLANKS = frozenset({"", "0", "无", "暂无", "没有", "NULL", "NONE", "NAN", "N/A", "NA", "#N/A"})
"""What says that there is no account; other words in its place are told."""
MOST_EXACT_DIGITS = 15
MOST_NOUGHTS = 9
LONGEST_END = 6


def read_accounts(name: str, found: RawColumn, problems: Problems, key: TokenKey) -> dict[str, pa.Array]:
    """Return an account column's token halves; what is no account gets none, and is told."""
    encoded = found.texts.dictionary_encode()
    read = [_read(text) for text in encoded.dictionary.to_pylist()]
    accounts = pa.array([account for account, _ in read], pa.string()).take(encoded.indices)
    told = pa.array([code for _, code in read], pa.string()).take(encoded.indices)
    lost = _digits_lost(found)
    codes = pc.if_else(pa.array(lost), pa.scalar("ACCOUNT_AS_NUMBER"), told)
    for code in sorted({code for code in pc.unique(codes).to_pylist() if code}):
        problems.add(np.flatnonzero(pc.fill_null(pc.equal(codes, code), False)), name, code)
    high, low = digest_tokens(
        key, "account", pc.if_else(pa.array(lost), pa.scalar(None, pa.string()), accounts)
    )
    return {f"{name}_high": high, f"{name}_low": low}


def _digits_lost(found: RawColumn) -> NDArray[np.bool_]:
    """Tell which cells hold a number of more digits than a spreadsheet keeps."""
    long = pc.fill_null(pc.greater(pc.utf8_length(found.texts), MOST_EXACT_DIGITS), False)
    return np.asarray((found.kinds == Kind.NUMBER) & long.to_numpy(zero_copy_only=False))


def account_end(text: str | None) -> str:
    """Return the last digits of an account as written; '' where it is none."""
    account = _read(text)[0] if text else None
    return account[-LONGEST_END:] if account else ""


def _read(text: str) -> tuple[str | None, str]:
    """Return an account's digits, or None, and what is to be told of it, or ''."""
    bare, repairs = (text, set()) if PLAIN.fullmatch(text) else bare_number(text)
    if bare.upper() in BLANKS:
        return None, ""
    if problem := _problem(bare):
        return None, problem
    return bare, "ACCOUNT_REPAIRED" if repairs else ""


def _problem(bare: str) -> str:
    """Say why a text is no account, '' where it is one."""
    if FLOATED.fullmatch(bare):
        return "ACCOUNT_AS_NUMBER"
    if len(bare) == 18 and read_number(bare).number:
        return "IDENTITY_AS_ACCOUNT"
    if MASKED.fullmatch(bare):
        return "ACCOUNT_MASKED"
    if PHONE.fullmatch(bare):
        return "PHONE_AS_ACCOUNT"
    if not PLAIN.fullmatch(bare) or not SHORTEST <= len(bare) <= LONGEST or is_filler(bare):
        return "NOT_AN_ACCOUNT"
    return ""


def is_filler(digits: str) -> bool:
    """Tell digits typed only to fill a cell: one repeated, a group repeated, counted up or down, noughts."""
    if (digits + digits).find(digits, 1) < len(digits):
        return True
    if len(digits) - len(digits.rstrip("0")) >= MOST_NOUGHTS:
        return True
    return digits in COUNTED or digits[::-1] in COUNTED
