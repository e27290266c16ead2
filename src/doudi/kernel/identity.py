"""Read one resident identity number (公民身份号码, GB 11643) as clerks really type it.

A repair changes only how a number is written, never a digit of it. What cannot be repaired is
refused with one reason and kept for a person to resolve.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Literal

Sex = Literal["MALE", "FEMALE"]

EARLIEST_BIRTH_YEAR = 1880
CHECK_CHARACTERS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_SUM_OF_ZEROS = ord("0") * sum(WEIGHTS)

# What clerks write where there is no number. Compared after spaces and quote marks are gone.
BLANK_WORDS = frozenset(
    {"", "无", "没有", "暂无", "暂缺", "缺", "空", "不详", "未知", "未填", "未办", "无证", "待补", "待办"}
    | {"/", "//", "\\", "-", "--", "---", "—", "——", "―", "_", "0", ".", "。", "*", "?", "？", "x", "X"}
    | {"null", "NULL", "Null", "none", "None", "NONE", "nan", "NaN", "NAN", "n/a", "N/A", "#N/A", "NA"}
)

# Whatever shows as nothing: spaces, tabs, line ends, zero-width and control marks.
_INVISIBLE = dict.fromkeys(
    code
    for code in (*range(0x3001), 0xFEFF)
    if chr(code).isspace() or unicodedata.category(chr(code)) in {"Cf", "Cc"}
)
_FULL_WIDTH = {0xFF10 + n: str(n) for n in range(10)} | {0xFF38: "X", 0xFF58: "x"}
_QUOTE_MARKS = "'\"`‘’“”′＇＂´"
_TYPED_AS_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE]\+?[0-9]+|[0-9]{15,}\.[0-9]*)")
_CLEAN_18 = re.compile(r"[0-9]{17}[0-9X]|[0-9]+")


class Problem(StrEnum):
    """Why a text is not an identity number."""

    BLANK = "BLANK"
    LENGTH = "LENGTH"
    CHARACTERS = "CHARACTERS"
    CHECK_DIGIT = "CHECK_DIGIT"
    BIRTH_DATE = "BIRTH_DATE"
    TYPED_AS_NUMBER = "TYPED_AS_NUMBER"


class Repair(StrEnum):
    """What was put right in the writing of a number, without changing a digit of it."""

    FULL_WIDTH = "FULL_WIDTH"
    SPACES = "SPACES"
    LOWER_X = "LOWER_X"
    UPGRADED_15 = "UPGRADED_15"
    QUOTE_MARK = "QUOTE_MARK"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one text: a number, perhaps repaired, or the problem that stands in the way."""

    number: str | None
    repairs: tuple[Repair, ...] = ()
    problem: Problem | None = None


def check_digit(first17: str) -> str:
    """Return the eighteenth character that belongs to these seventeen digits."""
    return CHECK_CHARACTERS[(sum(map(mul, first17.encode(), WEIGHTS)) - _SUM_OF_ZEROS) % 11]


def born_on(number: str) -> date:
    """Return the birth date inside an eighteen-character number; ValueError when there is none."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> Sex:
    """Return the sex inside an eighteen-character number: the seventeenth digit is odd for men."""
    return "MALE" if int(number[16]) % 2 else "FEMALE"


def read_number(text: str | None, on: date | None = None) -> Reading:
    """Read one identity number; `on` refuses people born after that day."""
    if text is None:
        return Reading(None, problem=Problem.BLANK)
    written, repairs = _rewrite(text)
    if written in BLANK_WORDS:
        return Reading(None, problem=Problem.BLANK)
    if problem := _problem_of_writing(written):
        return Reading(None, problem=problem)
    if len(written) == 15:
        written, repairs = _upgrade(written), repairs | {Repair.UPGRADED_15}
    if problem := _problem_of_meaning(written, on):
        return Reading(None, problem=problem)
    return Reading(written, tuple(repair for repair in Repair if repair in repairs))


def _rewrite(text: str) -> tuple[str, set[Repair]]:
    """Take out what clerks and spreadsheets add to a number, and say which of it was there."""
    repairs: set[Repair] = set()
    if _CLEAN_18.fullmatch(text):
        return text, repairs
    narrow = text if text.isascii() else text.translate(_FULL_WIDTH)
    if narrow != text:
        repairs.add(Repair.FULL_WIDTH)
    tight = "".join(narrow.split())
    if not tight.isprintable():
        tight = tight.translate(_INVISIBLE)
    if tight != narrow:
        repairs.add(Repair.SPACES)
    bare = tight.strip(_QUOTE_MARKS)
    if bare != tight:
        repairs.add(Repair.QUOTE_MARK)
    if len(bare) == 18 and bare[-1] == "x":
        bare = bare[:-1] + "X"
        repairs.add(Repair.LOWER_X)
    return bare, repairs


def _problem_of_writing(written: str) -> Problem | None:
    """Say what is wrong with the characters, before what they mean."""
    if _TYPED_AS_NUMBER.fullmatch(written):
        return Problem.TYPED_AS_NUMBER  # a spreadsheet keeps 15 digits: the last three are lost
    if not _CLEAN_18.fullmatch(written):
        is_digits_then_x = written[-1] in "xX" and written[:-1].isascii() and written[:-1].isdigit()
        return Problem.LENGTH if is_digits_then_x and len(written) != 15 else Problem.CHARACTERS
    if len(written) not in (15, 18):
        return Problem.LENGTH
    if len(written) == 15 and len(set(written)) == 1:
        return Problem.CHARACTERS  # 111111111111111 would pass as a birth in November 1911
    return None


def _problem_of_meaning(number: str, on: date | None) -> Problem | None:
    """Say what is wrong with an eighteen-character number that is written well."""
    if number[17] != check_digit(number[:17]):
        return Problem.CHECK_DIGIT
    try:
        born = born_on(number)
    except ValueError:
        return Problem.BIRTH_DATE
    if born.year < EARLIEST_BIRTH_YEAR or (on is not None and born > on):
        return Problem.BIRTH_DATE
    return None


def _upgrade(fifteen: str) -> str:
    """Write a fifteen-digit number as eighteen (十五位升十八位): the century is always the twentieth."""
    first17 = fifteen[:6] + "19" + fifteen[6:]
    return first17 + check_digit(first17)
