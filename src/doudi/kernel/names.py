"""Read people's names as lists write them, and give each one form to compare and search by.

The same person's name is written in many ways: full width, one of twenty dots, a rare character from a
private-use area, a remark in brackets behind it. What is shown stays as it was written; what is compared
is the key.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pyarrow as pa

DOT = "·"
_DOTS = (
    "\u00b7\u0387\u02d9\u16eb\u2022\u2024\u2027\u2218\u2219\u22c5\u25aa\u25ab\u25cf\u25e6\u26ab\u2981\u2b24"
    "\u2e30\u2e31\u2e33\u3002\u30fb\ua78f\ufe52\uff0e\uff61\uff65."
)
_ANY_DOTS = re.compile(f"[ ]*[{re.escape(_DOTS)}]+[ ]*")
_BRACKETED = re.compile(
    r"\(([^()]*)\)?|\[([^\[\]]*)\]?|[{<《〈【〔「]([^{}<>《》〈〉【】〔〕「」]*)[}>》〉】〕」]?"
)
_MARKS = "*★☆※#＃△▲◆◇■□√×、,;:!?！？，；：。+&^~_=|/\\'\"‘’“”`·-—"
_GROUP = re.compile(r"(?:(?:第[0-9一二三四五六七八九十]+|[0-9]+)(?:组|队|社))$")
_ONLY_A_NAME = re.compile("[\u4e00-\u7b2b\u7b2d-\u9fff]{2,4}")  # 第 may begin the number of a group
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Of the characters that GBK kept in the private-use area, those that Python's table still leaves there;
# GB 18030-2022 names them all.
_STILL_PRIVATE = {
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
    0xE7C7: 0x1E3F,
}
_FIRST_PRIVATE, _LAST_PRIVATE = 0xE815, 0xE864


def _gbk_private() -> dict[int, int]:
    """Return private-use → real code point for the 80 characters GBK had at FE50 to FEA0."""
    table = dict(_STILL_PRIVATE)
    for place, private in enumerate(range(_FIRST_PRIVATE, _LAST_PRIVATE + 1)):
        trail = 0x50 + place
        character = bytes((0xFE, trail + (trail >= 0x7F))).decode("gb18030")
        if private not in table:
            table[private] = ord(character)
    return table


_PRIVATE = _gbk_private()


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as written, in its normal form, with the remarks and marks that stood beside it."""

    written: str
    normal: str
    remarks: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return what is compared: the normal form without dots and spaces, in capitals."""
        return self.normal.replace(DOT, "").replace(" ", "").upper()


def read_name(written: str) -> ReadName:
    """Return a name's normal form, and apart from it what is no part of a name.

    `normal` is empty when nothing but remarks and marks was written.
    """
    remarks: list[str] = []
    bare: str | None = None
    normal = written
    while normal != bare:  # taking one thing off may lay bare the next
        bare = normal
        normal, found = _taken_off(bare)
        remarks += found
    return ReadName(written, normal, tuple(dict.fromkeys(remark for remark in remarks if remark)))


def _taken_off(written: str) -> tuple[str, list[str]]:
    """Return a name without remarks and marks, drawn together and in one width, and what was taken off."""
    remarks: list[str] = []

    def take(found: re.Match[str]) -> str:
        remarks.append(next((group for group in found.groups() if group), "").strip())
        return ""

    bare, marks = _without_marks(_BRACKETED.sub(take, _plain(written)))
    normal = _ANY_DOTS.sub(DOT, bare).strip(DOT + " ")
    return re.sub(r"\s+", " ", _BETWEEN_IDEOGRAPHS.sub("", normal)), [*remarks, *marks]


def name_key(written: str) -> str:
    """Return what a name is compared and searched by; '' of nothing."""
    return read_name(written).key


def name_keys(names: pa.Array) -> pa.Array:
    """Return the keys of a column of names, null where there is none."""
    coded = names.dictionary_encode()
    keys = [_key_of(text) for text in coded.dictionary.to_pylist()]
    return pa.array(keys, pa.string()).take(coded.indices)


def _key_of(text: str | None) -> str | None:
    """Return a name's key, at once where the name is nothing but a few ideographs."""
    if text is None or _ONLY_A_NAME.fullmatch(text):
        return text
    return name_key(text) or None


def _plain(written: str) -> str:
    """Return text without invisible characters, in one width, rare characters at their real code points."""
    text = "".join(chr(_PRIVATE.get(ord(letter), ord(letter))) for letter in written)
    text = "".join(" " if letter in "\t\r\n" else letter for letter in text)
    kept = "".join(letter for letter in text if unicodedata.category(letter) not in _INVISIBLE)
    return unicodedata.normalize("NFKC", _VARIATION.sub("", kept)).strip()


def _without_marks(text: str) -> tuple[str, list[str]]:
    """Return a name without the marks and group numbers around it, and those."""
    marks: list[str] = []
    while True:
        bare = text.strip()
        if found := _GROUP.search(bare):
            marks.append(found.group())
            text = bare[: found.start()]
            continue
        stripped = bare.strip(_MARKS + " ")
        if stripped == bare:
            return bare, marks
        marks += [mark for mark in bare.replace(stripped, " ", 1).split() if mark] if stripped else [bare]
        text = stripped
