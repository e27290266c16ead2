"""Take off what people and spreadsheets write around a number, without changing a digit of it.

A label (身份证号：), hyphens and blanks between groups of digits, quotes and ="…", full-width digits and
characters that do not show: none of them is the number. Identity numbers, certificates and accounts share
this; what is left is judged by each of them.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

QUOTE_MARKS = "'\"`‘’“”′＇＂´«»「」"
HYPHENS = re.compile("[-\u00ad\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63_·•・|/\\\\]+")
BLANK_LOOKING = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0\ufffc"
FULL_WIDTH_NUMBER = re.compile("[０-９Ａ-Ｚａ-ｚ]")
ANY_DIGIT = re.compile(r"\d")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE_KINDS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_WORDS = (
    "中华人民共和国|公民|居民|本人|个人|有效|第?二代|成员|人员|户主|残疾人|身份证件|身份证明|身份证|身份|残疾证|证件|残疾"
    "|社会保障卡|社保卡|一卡通|银行卡|银行|存折|收款|发放|开户|账户|帐户|账号|帐号|卡号"
    "|中国|工商|农业|建设|交通|招商|邮政|储蓄|邮储|农村|信用社|信用|商业|农商|工行|农行|中行|建行|交行|邮政储蓄"
    "|号码|编号|证号|证|号|码|账|帐|卡"
    "|GMSFHM|GMSFZH|SFZJHM|SFZHM|SFZH|SFZ|ZJHM|ZJH|CJZHM|CJZH|CJRZH|YHKH|YHZH|ID|NUMBER|CARD|NO|CN"
)
_LABEL = re.compile(rf"(?:(?:{_WORDS})[.:;,\s]*|[:;,.#№【】\[\]()]+)+", re.IGNORECASE)
_REMARK_BEHIND = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】)+$")


class Repair(StrEnum):
    """What was put right in the writing of a number, without changing a digit of it."""

    FULL_WIDTH = "FULL_WIDTH"
    SPACES = "SPACES"
    LOWER_X = "LOWER_X"
    UPGRADED_15 = "UPGRADED_15"
    QUOTE_MARK = "QUOTE_MARK"
    LABEL = "LABEL"
    HYPHENS = "HYPHENS"


def bare_number(text: str) -> tuple[str, set[Repair]]:
    """Return a number without what stands around and between its digits, and what of it was there.

    A text that only consists of a label is left with nothing; one that is something else stays it.
    """
    repairs: set[Repair] = set()
    narrow = text if text.isascii() else text.translate(_FULL_WIDTH)
    if FULL_WIDTH_NUMBER.search(text):
        repairs.add(Repair.FULL_WIDTH)
    tight = without_invisible("".join(narrow.split()))
    if tight != narrow:
        repairs.add(Repair.SPACES)
    bare = tight.strip(QUOTE_MARKS)
    if bare[:1] == "=" and bare[1:2] in set(QUOTE_MARKS):
        bare = bare[1:].strip(QUOTE_MARKS)
    if bare != tight:
        repairs.add(Repair.QUOTE_MARK)
    if not bare.isascii() or not bare.isalnum():
        bare = _without(_LABEL, bare, Repair.LABEL, repairs, at_front=True).strip(QUOTE_MARKS)
        bare = _without_remark(bare, repairs)
        return _without(HYPHENS, bare, Repair.HYPHENS, repairs), repairs
    if bare[:1].isalpha():
        bare = _without(_LABEL, bare, Repair.LABEL, repairs, at_front=True)
    return bare, repairs


def without_invisible(text: str, keep: str = "") -> str:
    """Return a text without whatever shows as nothing: blanks, zero-width, control and direction marks.

    Plain spaces inside a printable text stay; `keep` are letters that stay whatever they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text if letter in keep or not _is_invisible(letter))


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) in _INVISIBLE_KINDS or letter in BLANK_LOOKING


def _without(
    pattern: re.Pattern[str], text: str, repair: Repair, repairs: set[Repair], *, at_front: bool = False
) -> str:
    """Return a text without what a pattern finds – at its front only, or anywhere – noting that it did."""
    found = pattern.match(text) if at_front else pattern.search(text)
    if found is None:
        return text
    rest = text[found.end() :] if at_front else pattern.sub("", text)
    if rest:
        repairs.add(repair)
    return rest


def _without_remark(text: str, repairs: set[Repair]) -> str:
    """Return a text without a remark in brackets behind it, unless digits stand in that."""
    found = _REMARK_BEHIND.search(text)
    if found is None or found.start() == 0 or ANY_DIGIT.search(found.group()):
        return text
    repairs.add(Repair.LABEL)
    return text[: found.start()]
