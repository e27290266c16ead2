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


SEVERAL = re.compile(r"[/、|\\]|或者?")
TAILS = ("日期", "时间", "年月", "金额", "号码", "原因", "姓名")

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


ONE_DAY = re.compile(r".{2,}(?<![生节假次当每即期作休今单双])日")


@lru_cache(maxsize=65536)
def plain_heading(leveled: str) -> str:
    """Return a leveled heading with words that mean the same written alike: 初次发证时间 is 首次发证日期."""
    for written, meant in ALIKE:
        leveled = leveled.replace(written, meant)
    if leveled.startswith("何时") and len(leveled) > len("何时"):
        return f"{leveled.removeprefix('何时')}日期"
    if ONE_DAY.fullmatch(leveled):
        return f"{leveled}期"
    return f"{leveled}号" if leveled.endswith("身份证") else leveled


@lru_cache(maxsize=65536)
def parts_of(leveled: str) -> tuple[str, ...]:
    """Return what a heading says besides, where a stroke stands between two names of one thing.

    吊销/注销日期 is 吊销日期 or 注销日期: what ends the last name ends the others too.
    """
    parts = [part for part in SEVERAL.split(leveled) if len(part) > 1]
    if len(parts) < 2:
        return ()
    tail = next((tail for tail in TAILS if parts[-1].endswith(tail)), "")
    return tuple(part if not tail or part.endswith(tail) else part + tail for part in parts)


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
