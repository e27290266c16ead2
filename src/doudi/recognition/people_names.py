"""Read the names of a file's people: what is no part of one is told, what is no name is left out."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from doudi.kernel.names import DOT, ReadName, read_name
from doudi.kernel.tokens import TokenKey, name_tokens
from doudi.recognition.headings import level_value
from doudi.recognition.problems import Problems
from doudi.recognition.raw import RawFile

LONGEST_NAME = 60
PLAIN = r"^[\x{4e00}-\x{9fff}]{2,4}$"
LOST_LETTERS = frozenset("?？\ufffd□")
MASKED = re.compile(r"(?<=\w)[*＊○×]+(?=\w)|[*＊●○×]{2,}|(?<=[^\x00-\x7f])[xX]+")
ONE_LETTER_AND_STARS = re.compile(r"\s*\w?[*＊●○×]+\w?\s*")
NOBODY = frozenset(
    {"同上", "同前", "如上", "见上", "本人", "户主", "姓名", "某某", "佚名", "无名氏", "不明身份"}
)
WRITTEN_DAY = re.compile(r"[0-9〇○零一二三四五六七八九十]{2,}年|[0-9]{5,}")
"""A day, or a number that has no place in a name."""
DECEASED = re.compile(r"已?故$|亡|去世|逝|死")
CHANGED = re.compile(r"曾用名|更名|改名|原名|又名|现名|化名|旧名")
TELLS_APART = re.compile(r"(?<=[^\W\d])[0-9]{1,3}$")
"""Two people of one name are listed as 张三1 and 张三2."""
IN_A_NAME = frozenset({"L", "M", "Co", "Zs"})
ALSO_IN_A_NAME = frozenset(DOT + "-'’.〇")


def usable_name(written: str | None) -> ReadName | None:
    """Return a name's reading; None where what is written cannot be anybody's name."""
    if not written or len(written) > LONGEST_NAME * 4 or LOST_LETTERS & set(written):
        return None
    read = read_name(written)
    normal = read.normal
    masked = MASKED.search(written) or ONE_LETTER_AND_STARS.fullmatch(written)
    if masked or not normal or normal in NOBODY or len(normal) > LONGEST_NAME or WRITTEN_DAY.search(normal):
        return None
    return read if any(letter.isalpha() or _kind(letter) == "Co" for letter in normal) else None


def read_names(raw: RawFile, problems: Problems, key: TokenKey, blank: frozenset[str]) -> pa.Array:
    """Tell what is odd about the people's names; return what they are compared by, null where unusable."""
    if "name" not in raw.columns:
        return pa.nulls(raw.rows, pa.int64())
    texts = raw.columns["name"].texts
    plain = pc.fill_null(pc.match_substring_regex(texts, PLAIN), True)
    plain = pc.and_not(plain, pc.is_in(texts, value_set=pa.array(sorted(NOBODY), pa.string())))
    odd = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    encoded = texts.take(pa.array(odd)).dictionary_encode()
    told = [_told(text, blank) for text in encoded.dictionary.to_pylist()]
    places = encoded.indices.to_numpy()
    for code in sorted({code for codes in told for code in codes}):
        mine = np.array([code in codes for codes in told], bool)
        problems.add(odd[mine[places]], "name", code)
    unusable = np.zeros(raw.rows, bool)
    unusable[odd] = np.array(["NAME_UNUSABLE" in codes for codes in told], bool)[places]
    return name_tokens(key, pc.if_else(pa.array(unusable), pa.scalar(None, pa.string()), texts))


def _told(written: str, blank: frozenset[str]) -> tuple[str, ...]:
    """Return the codes of what is to be told of one name that is not just a few ideographs."""
    if level_value(written) in blank:
        return ()
    read = usable_name(written)
    if read is None:
        return ("NAME_UNUSABLE",)
    codes = [_of_remark(remark) for remark in read.remarks]
    if any(_kind(letter) in {"Cc", "Cf"} for letter in written.strip()):
        codes.append("NAME_HIDDEN_MARKS")
    if any(_is_strange(letter) for letter in TELLS_APART.sub("", read.normal)):
        codes.append("NAME_ODD")
    return tuple(dict.fromkeys(codes))


def _of_remark(remark: str) -> str:
    if DECEASED.search(remark):
        return "NAME_DECEASED"
    return "NAME_CHANGED" if CHANGED.search(remark) else "NAME_REMARK"


def _is_strange(letter: str) -> bool:
    kind = _kind(letter)
    return not (kind[0] in IN_A_NAME or kind in IN_A_NAME or letter in ALSO_IN_A_NAME)


def _kind(letter: str) -> str:
    return unicodedata.category(letter)
