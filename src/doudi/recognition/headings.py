"""Level headings and coded values so that a clerk's spelling of one is the catalogue's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NOISE = re.compile(r"[\s*＊★☆:：.．。·_\-—–“”\"'‘’【】\[\]<>《》]+")
BRACKETS = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=65536)
def level_heading(text: str) -> str:
    """Return a heading as it is compared: half width, capitals, no spaces, stars or colons."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def without_brackets(leveled: str) -> str:
    """Return a leveled heading without what stands in brackets, such as a unit or a remark."""
    return BRACKETS.sub("", leveled)


ALIKE = (
    ("初次", "首次"),
    ("第一次", "首次"),
    ("年月日", "日期"),
    ("年月", "日期"),
    ("时间", "日期"),
    ("号码", "号"),
    ("居民身份证", "身份证"),
    ("公民身份证", "身份证"),
    ("公民身份号", "身份证号"),
    ("身份证件", "身份证"),
    ("类型", "类别"),
    ("种类", "类别"),
    ("帐", "账"),
    ("的", ""),
    ("本人", ""),
)


@lru_cache(maxsize=65536)
def plain_heading(leveled: str) -> str:
    """Return a leveled heading with words that mean the same written alike: 初次发证时间 is 首次发证日期."""
    for written, meant in ALIKE:
        leveled = leveled.replace(written, meant)
    return f"{leveled}号" if leveled.endswith("身份证") else leveled


@lru_cache(maxsize=65536)
def bare_heading(plain: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Return a plain heading without words that may as well be left out: 本月补助水平 is 补助.

    `before` and `after` are such words; two characters always remain.
    """
    for words, cut in ((before, str.removeprefix), (after, str.removesuffix)):
        while shorter := next((one for word in words if 2 <= len(one := cut(plain, word)) < len(plain)), ""):
            plain = shorter
    return plain


@lru_cache(maxsize=65536)
def level_value(text: str) -> str:
    """Return a coded value as it is compared: half width, capitals, no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
