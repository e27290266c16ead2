"""Weigh what each file column could be: by its heading, its content, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from doudi.recognition.fit import LEAST_FIT, Content, fit
from doudi.recognition.header import Headings
from doudi.recognition.headings import level_heading
from doudi.recognition.persons import is_anothers, is_kin
from doudi.recognition.sources import Column, Source, Type
from doudi.recognition.table import IGNORED, UNKNOWN

WORDING_CONFIDENCE = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75)
WEAK = 0.6
ALIKE = 0.55
WELL = 0.75
TELLING = 0.001
"""By how much a column that only this source has goes before another one of as good a wording."""
BLANK = 0.5
GENERIC = re.compile(r"类别|类型|种类|方式|形式|状态|性质|身份|情况|等级|级别|是否|主要|对象|人员|与户主")
ANSWER = re.compile(r"\s*(?:[是否有无√×YN]|[未已不]?享受)\s*")
NAME_ENDINGS = ("姓名", "名字", "人")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing a column could be: by which wording, and how well its content fits.

    `only_answers` says that every cell is a yes or a no, as under 是否享受 beside an amount.
    """

    column: Column
    wording: str
    heading: float
    fit: float
    blank: bool
    only_answers: bool = False

    @property
    def score(self) -> float:
        """Return heading and content together; a column in which nothing stands counts half."""
        weight = self.heading * (0.5 + self.fit / 2) * (BLANK if self.blank else 1.0)
        return weight + TELLING * self.column.own


@dataclass(frozen=True, slots=True)
class Weighed:
    """A file column with everything it could be, and why it could not be more, in words and as `left_as`."""

    candidates: tuple[Candidate, ...]
    reason: str = ""
    left_as: str = ""

    def of(self, name: str) -> Candidate | None:
        """Return the candidate for one of the source's columns."""
        return next((one for one in self.candidates if one.column.name == name), None)


KNOWN_AND_LEFT = Weighed((), "已知、不取用", IGNORED)
NOBODY_KNOWS = Weighed((), "不认识，不取用", UNKNOWN)


def weigh(
    source: Source, headings: Headings, header: Sequence[Sequence[str]], contents: Sequence[Content]
) -> list[Weighed]:
    """Return what each column could be."""
    owners = owners_of(source, headings, header)
    return [
        _weigh_one(source, headings, wordings, content, owner)
        for wordings, content, owner in zip(header, contents, owners, strict=True)
    ]


def _weigh_one(
    source: Source, headings: Headings, wordings: Sequence[str], content: Content, owner: str
) -> Weighed:
    if not wordings:
        return Weighed(())
    if owner == ANOTHERS:
        ignored = headings.is_ignored(wordings)
        return KNOWN_AND_LEFT if ignored else Weighed((), "是另一个人的，不取用")
    named = _by_wording(source, headings, wordings, content) or _by_likeness(
        source, headings, wordings, content
    )
    if owner != OWN:
        named = [theirs for one in named if (theirs := _as_theirs(source, one, owner))]
    fitting = tuple(one for one in named if _may_be(source, one))
    if fitting:
        return Weighed(fitting)
    if named:
        return Weighed((), f"内容不像“{named[0].column.title}”，不取用")
    return KNOWN_AND_LEFT if headings.is_ignored(wordings) else NOBODY_KNOWS


def _may_be(source: Source, one: Candidate) -> bool:
    """Say whether the content allows a candidate: values nobody knows need a heading that is sure."""
    if one.blank:
        return True
    if one.column.type == Type.CODE:
        return one.fit >= LEAST_FIT or _is_sure(source, one)
    if one.column.type == Type.MONEY and one.only_answers:
        return False
    return one.fit > LEAST_FIT or one.heading > WEAK


def _is_sure(source: Source, one: Candidate) -> bool:
    """Say whether a heading can mean nothing else: it has a word of the column's title or of the source's."""
    speaks = any(word in one.wording for word in source.speaks)
    if one.wording in one.column.weak:
        return speaks and one.column.own
    if one.column.free_text or one.wording.isascii() or speaks:
        return True
    own = GENERIC.sub("", level_heading(one.column.title))
    pairs = {own[at : at + 2] for at in range(len(own) - 1)} or {own}
    return any(pair and pair in one.wording for pair in pairs)


def _by_wording(
    source: Source, headings: Headings, wordings: Sequence[str], content: Content
) -> list[Candidate]:
    known, weak = headings.by_source[source.code], headings.weak_by_source[source.code]
    found: dict[str, Candidate] = {}
    for place, wording in enumerate(wordings):
        confidence = WORDING_CONFIDENCE[min(place, len(WORDING_CONFIDENCE) - 1)]
        strong = [known[wording]] if wording in known and wording not in known[wording].weak else []
        for column in (*strong, *weak.get(wording, ())):
            if column.type == Type.MONEY and _counts(wordings, wording):
                continue
            if column.type in SOMEBODY and _is_of_the_group(headings, wordings, wording):
                continue
            share = confidence * (1.0 if column in strong else WEAK)
            one = Candidate(
                column, wording, share, fit(column, content), content.is_blank, _only_answers(content)
            )
            found.setdefault(column.name, one)
    return list(found.values())


def _is_of_the_group(headings: Headings, wordings: Sequence[str], wording: str) -> bool:
    """Say whether a wording is the group's alone, the heading below known and not needed: 户主／民族."""
    own = min((one for one in wordings if wordings[0].endswith(one)), key=len)
    return own in headings.catalogue.ignored and not wording.endswith(own)


SOMEBODY = frozenset({Type.NAME, Type.HOUSEHOLD, Type.IDENTITY})
COUNTED = re.compile(r"月数|人数|次数|户数|天数|是否|有无|日期|时间|年月|类别|等级|级别|档次|状态|比例|原因")


def _counts(wordings: Sequence[str], wording: str) -> bool:
    """Say whether a wording is a group's – 生活补贴 – and the heading below it is of no money: 月数."""
    own = min((one for one in wordings if wordings[0].endswith(one)), key=len)
    return bool(COUNTED.search(own)) and not wording.endswith(own)


def _only_answers(content: Content) -> bool:
    return all(ANSWER.fullmatch(text) for text in content.texts)


def _by_likeness(
    source: Source, headings: Headings, wordings: Sequence[str], content: Content
) -> list[Candidate]:
    """Return the column that a heading is like, where what stands below it fits well."""
    if content.is_blank:
        return []
    for columns, wording in _meant(source, headings, wordings, content):
        alike = [
            Candidate(column, wording, ALIKE, fit(column, content), blank=False)
            for column in columns
            if column.type != Type.MONEY or not _counts(wordings, wording)
        ]
        fitting = [one for one in alike if one.fit >= WELL]
        if len(fitting) == 1:
            return fitting
    return []


def _meant(
    source: Source, headings: Headings, wordings: Sequence[str], content: Content
) -> Iterator[tuple[tuple[Column, ...], str]]:
    """Yield what a heading nobody wrote down may be, the most telling way of reading it first."""
    yield headings.like(source, wordings)
    yield place_named(source, wordings, content)
    if headings.is_ignored(wordings):
        return
    for wording in wordings:
        yield headings.of_own(source, wording), wording
        yield headings.by_key(source, wording), wording
        yield headings.ending(source, wording), wording


PLACES = (
    (Type.DIVISION_VILLAGE, re.compile(r"(?:村|居|社区|嘎查){1,2}(?:委会|委)?(?:名称?|别)?"),
     re.compile(r".*(?:村|社区|居委会|村委会|居民委员会|村民委员会|嘎查)(?:\(.*\))?")),
    (Type.DIVISION_TOWN, re.compile(r"(?:乡|镇|街道|苏木){1,3}(?:办事处|办)?(?:名称?|别)?"),
     re.compile(r".*(?:镇|乡|街道|办事处|农场|苏木)")),
)  # fmt: skip
MOSTLY = 0.75
NO_PLACE = re.compile(r"是否|有无|脱贫|类|性质|城乡|城镇|乡村振兴|干部|户$")


def place_named(source: Source, wordings: Sequence[str], content: Content) -> tuple[tuple[Column, ...], str]:
    """Return the place a heading names whatever is done there – 排查村 – if its cells are such places."""
    for wording in wordings:
        if NO_PLACE.search(wording):
            continue
        for kind, ending, look in PLACES:
            if re.search(rf"(?:{ending.pattern})$", wording) and content.share(look) >= MOSTLY:
                return tuple(column for column in source.columns if column.type == kind), wording
    return (), ""


OWN, ANOTHERS = "own", "another's"
NOT_ANOTHERS = frozenset({"name", "former_name"})


def owners_of(source: Source, headings: Headings, header: Sequence[Sequence[str]]) -> list[str]:
    """Say of each column whose it is: the row's person's, or – by name – the head's, the guardian's.

    A bare 身份证号 is of whoever is named last before it – but only where the person has another one.
    """
    owners = [
        ANOTHERS if wordings and is_anothers(source, headings, wordings) else OWN for wordings in header
    ]
    numbers = [
        place
        for place, wordings in enumerate(header)
        if owners[place] == OWN and _named(headings, source, wordings) == NUMBER
    ]
    if numbers and any(
        wordings and _named(headings, source, wordings) == "name" and not HEADS.fullmatch(wordings[0])
        for wordings in header
    ):
        owners = _heads_left(source, header, owners)
    if len(numbers) < 2:
        return owners
    before = {place: _named_before(source, headings, header, place) for place in numbers}
    if OWN not in before.values():
        return owners
    for place in numbers:
        owners[place] = before[place]
    return owners


NUMBER = "id_number"
HEADS = re.compile(r"(?:所属|所在|家庭)?户主(?!关系).*")


def _heads_left(source: Source, header: Sequence[Sequence[str]], owners: list[str]) -> list[str]:
    """Leave the head's name and number where a list not kept by homes has them beside its person's."""
    if any(column.name == "head_number" for column in source.columns):
        return owners
    return [
        ANOTHERS if wordings and HEADS.fullmatch(wordings[0]) else owner
        for wordings, owner in zip(header, owners, strict=True)
    ]


def _named_before(source: Source, headings: Headings, header: Sequence[Sequence[str]], number: int) -> str:
    for place in range(number - 1, -1, -1):
        wordings = header[place]
        if not wordings:
            continue
        if is_anothers(source, headings, wordings) or is_kin(headings, wordings):
            if wordings[0].endswith(NAME_ENDINGS) or is_kin(headings, wordings):
                return ANOTHERS
            continue
        column, _ = headings.column(source, wordings)
        if column is not None and column.type == Type.NAME and column.name.endswith("name"):
            return OWN if column.name in NOT_ANOTHERS else column.name.removesuffix("_name")
    return OWN


def _named(headings: Headings, source: Source, wordings: Sequence[str]) -> str:
    column, _ = headings.column(source, wordings)
    return column.name if column else ""


def _as_theirs(source: Source, one: Candidate, owner: str) -> Candidate | None:
    """Return what a number of the head's or the guardian's is: their own column, if the source has it."""
    if one.column.name != NUMBER:
        return one
    column = next((column for column in source.columns if column.name == f"{owner}_number"), None)
    return replace(one, column=column) if column else None
