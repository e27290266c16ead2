"""Reads how documents are named: one key for every way to write a number, document and article apart."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = str.maketrans(
    {"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕", "<": "〔", ">": "〕"}
)
_DROPPED = re.compile(r"[\s《》“”\"'、,，.·]+")
_NUMBER = re.compile(r"[^、，；]{0,30}?[〔\[(（][0-9]{4}[〕\])）][0-9]+号")
_ARTICLE = re.compile(r"(第[一二三四五六七八九十百零〇0-9]+[条章节]|[一二三四五六七八九十]+[、（(]).*$")


def number_key(text: str) -> str:
    """Return one name for all ways to write a number: 阳民发[2020]4号 is 阳民发〔2020〕4号."""
    flat = unicodedata.normalize("NFKC", text)
    key = _DROPPED.sub("", flat).translate(_BRACKETS).upper()
    return unicodedata.normalize("NFKC", key)  # what stood apart before may now belong together


def split_citation(text: str) -> tuple[str, str]:
    """Return the document and the article of a citation written as one: 某办法第七条 → 某办法, 第七条."""
    numbered = _NUMBER.match(text.strip())
    if numbered is not None:
        return numbered.group().strip(), text.strip()[numbered.end() :].strip()
    found = _ARTICLE.search(text)
    if found is None or found.start() == 0:
        return text.strip(), ""
    return text[: found.start()].strip(" 《》"), text[found.start() :].strip()
