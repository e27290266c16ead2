"""Read one resident identity number (公民身份号码, GB 11643) as clerks really type it.

A repair changes only how a number is written, never a digit of it. What cannot be repaired is
refused with one reason and kept for a person to resolve.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Literal

from doudi.kernel.writing import Repair, bare_number

Sex = Literal["MALE", "FEMALE"]

EARLIEST_BIRTH_YEAR = 1880
CHECK_CHARACTERS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_SUM_OF_ZEROS = ord("0") * sum(WEIGHTS)

# What clerks write where there is no number. Compared after spaces and quote marks are gone.
BLANK_WORDS = frozenset(
    {
        "",
        "无",
        "没有",
        "暂无",
        "暂缺",
        "缺",
        "缺失",
        "空",
        "空白",
        "不详",
        "不祥",
        "不明",
        "未知",
        "未填",
        "未填写",
        "未提供",
        "未登记",
    }
    | {
        "未办",
        "未办理",
        "未录入",
        "无证",
        "无证件",
        "无身份证",
        "无号码",
        "待补",
        "待补充",
        "待办",
        "待定",
        "待查",
        "待核",
        "待核实",
    }
    | {
        "待填",
        "待录入",
        "待报",
        "待上报",
        "遗失",
        "丢失",
        "略",
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "―",
        "_",
        "0",
    }
    | {
        ".",
        "。",
        "*",
        "?",
        "？",
        "x",
        "X",
        "null",
        "NULL",
        "Null",
        "none",
        "None",
        "NONE",
        "nan",
        "NaN",
        "NAN",
    }
    | {"n/a", "N/A", "#N/A", "NA", "na"}
)

_LOOKS_LIKE_X = frozenset("xХхΧχⅩⅹ×✕✖╳")
_TYPED_AS_NUMBER = re.compile(
    r"[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|[0-9]{15,}\.[0-9]*|[0-9]{3}(?:,[0-9]{3}){4},000)"
)
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[.,;:、]+(?=[0-9xX])")
_CLEAN_18 = re.compile(r"[0-9]{17}[0-9X]|[0-9]+")
_MASKED = re.compile(r"(?=.*[0-9])[0-9X]*(?:[*●○•…?#~]+|[xX]{2,})[0-9X*●○•…?#~]*")
# The first two digits of a number: a province; 81 to 83 and 91 to 98 stand for residence permits.
PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}
    | {71, 81, 82, 83, *range(91, 99)}
)


class Problem(StrEnum):
    """Why a text is not an identity number."""

    BLANK = "BLANK"
    LENGTH = "LENGTH"
    CHARACTERS = "CHARACTERS"
    CHECK_DIGIT = "CHECK_DIGIT"
    BIRTH_DATE = "BIRTH_DATE"
    TYPED_AS_NUMBER = "TYPED_AS_NUMBER"
    MASKED = "MASKED"
    REGION = "REGION"


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
    if _CLEAN_18.fullmatch(text):
        return text, set()
    bare, repairs = bare_number(text)
    if not _TYPED_AS_NUMBER.fullmatch(bare) and _BETWEEN_DIGITS.search(bare):
        bare = _BETWEEN_DIGITS.sub("", bare)
        repairs.add(Repair.HYPHENS)
    if len(bare) == 18 and bare[-1] in _LOOKS_LIKE_X:
        bare = bare[:-1] + "X"
        repairs.add(Repair.LOWER_X)
    return bare, repairs


def _problem_of_writing(written: str) -> Problem | None:
    """Say what is wrong with the characters, before what they mean."""
    if _TYPED_AS_NUMBER.fullmatch(written):
        return Problem.TYPED_AS_NUMBER  # a spreadsheet keeps 15 digits: the last three are lost
    if not _CLEAN_18.fullmatch(written):
        if _MASKED.fullmatch(written):
            return Problem.MASKED
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
    if int(number[:2]) not in PROVINCES:
        return Problem.REGION
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
