"""Tell whose a column is: the row's own person's, the head's, a guardian's, one of several members'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doudi.recognition.header import Headings
from doudi.recognition.sources import Column, Source, Type

MEMBER = re.compile(
    r"(?:户内|家庭|共同生活(?:的)?(?:家庭)?|其他)?(?:家庭)?(?:成员|人员|家属|子女)"
    r"(?P<index>\d{1,2}|[一二三四五六七八九十]{1,2})(?:的)?(?P<rest>.*)"
)
INDEXED = re.compile(r"(?P<rest>.*?\D)(?P<index>[2-9]|1\d?|[一二三四五六七八九])")
NAME = "name"
NUMBER = "id_number"
RELATION = "relation"
HEAD = ("head_name", "head_number")
CORE = frozenset({NAME, NUMBER})


@dataclass(frozen=True, slots=True)
class Slot:
    """What a heading says of one of several people in a row: whose place it is, and what remains of it."""

    place: int
    whose: str
    rest: str


def is_anothers(source: Source, headings: Headings, wordings: Sequence[str]) -> bool:
    """Say whether a column is about somebody beside the row's person: a guardian, an agent, a helper.

    A source whose own headings speak of them (法定代表人 of a company) means them.
    """
    known, others = headings.by_source[source.code], headings.catalogue.words.others
    if not wordings or wordings[0] in known:
        return False
    first = wordings[0]
    if first in headings.catalogue.ignored:
        return True
    if any(wording in known and wording.startswith(tuple(others)) for wording in wordings):
        return False
    return any(first.startswith(word) and first != word for word in others) or names_kin(headings, wordings)


OF_A_PERSON = re.compile(
    r"(?:姓名|名字|身份证|身份号码?|证件|证照|号码|公民号|电话|手机|联系方式|性别|年龄|住址|地址|签字|签名|关系)"
    r"(?:号码?|件号码?|编号|信息)?(?:\(.*\))?$"
)
SEVERAL_PEOPLE = re.compile(r"[及和、或/]|本人")


def names_kin(headings: Headings, wordings: Sequence[str]) -> bool:
    """Say whether a heading of a person's data has a relative or an agent in it: 代领亲属身份证号.

    Where it names several people – 儿童及监护人信息 – the heading right above the cells decides.
    """
    kin = headings.catalogue.words.kin
    first = wordings[0]
    own = min((wording for wording in wordings if first.endswith(wording)), key=len, default=first)
    spoken = own if SEVERAL_PEOPLE.search(first) else first
    if SEVERAL_PEOPLE.search(spoken):
        return False
    return bool(OF_A_PERSON.search(own)) and any(word in spoken for word in kin)


def is_kin(headings: Headings, wordings: Sequence[str]) -> bool:
    """Say whether a heading is just a word for somebody beside the row's person: 代领亲属."""
    words = headings.catalogue.words
    ends = any(wordings[0].endswith(word) for word in (*words.kin, *words.others))
    return ends and not SEVERAL_PEOPLE.search(wordings[0])


def slots_of(source: Source, headings: Headings, header: Sequence[Sequence[str]]) -> dict[int, Slot]:
    """Return the columns of members numbered in the heading: 成员1姓名, 家庭成员二／身份证号, 姓名2."""
    known = headings.by_source[source.code]
    found: dict[int, Slot] = {}
    for place, wordings in enumerate(header):
        first = wordings[0] if wordings else ""
        match = MEMBER.fullmatch(first)
        if match and (match["rest"] in known or not match["rest"]):
            found[place] = Slot(place, f"成员{match['index']}", match["rest"] or "姓名")
    if found:
        return found
    for place, wordings in enumerate(header):
        first = wordings[0] if wordings else ""
        match = INDEXED.fullmatch(first)
        if match and first not in known and match["rest"] in known:
            found[place] = Slot(place, match["index"], match["rest"])
    return found if len({slot.whose for slot in found.values()}) > 1 else {}


def members_of(source: Source, headings: Headings, header: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    """Return for each further person of a row which file column is which of theirs; [] when rows name one."""
    slots = slots_of(source, headings, header)
    known = headings.by_source[source.code]
    members: dict[str, dict[str, int]] = {}
    for slot in slots.values():
        members.setdefault(slot.whose, {})[known[slot.rest].name] = slot.place
    found = list(members.values())
    if found:
        _give_repeated(known, header, found)
    return found if all(set(member) >= CORE for member in found) else []


def _give_repeated(
    known: Mapping[str, Column], header: Sequence[Sequence[str]], members: list[dict[str, int]]
) -> None:
    """Give each member the column of a heading that is repeated once for each: 与户主关系 after each name.

    Beside one member alone a heading that stands once is the household's; only a relation is the member's.
    """
    places: dict[str, list[int]] = {}
    for place, wordings in enumerate(header):
        if wordings and wordings[0] in known:
            places.setdefault(wordings[0], []).append(place)
    taken = {place for member in members for place in member.values()}
    for wording, found in places.items():
        free = [place for place in found if place not in taken and place > min(members[0].values())]
        column = known[wording].name
        is_repeated = len(found) > 1 or column == RELATION
        if is_repeated and len(free) == len(members) and not any(column in member for member in members):
            for member, place in zip(members, free, strict=True):
                member[column] = place


def side_by_side(header: Sequence[Sequence[str]], source: Source, headings: Headings) -> list[int]:
    """Return where each of several lists printed beside each other begins; [] for a plain table."""
    filled = [(place, wordings[0]) for place, wordings in enumerate(header) if wordings]
    words = [word for _, word in filled]
    for period in range(2, len(words) // 2 + 1):
        if len(words) % period == 0 and words == words[:period] * (len(words) // period):
            columns = {headings.column(source, [word])[0] for word in words[:period]}
            types = {column.type for column in columns if column}
            if {Type.NAME, Type.IDENTITY} <= types:
                return [filled[at][0] for at in range(0, len(words), period)]
    return []
