"""Find a table's header: one, two or three rows whose cells are headings we know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doudi.recognition.headings import (
    bare_heading,
    level_heading,
    parts_of,
    plain_heading,
    without_brackets,
)
from doudi.recognition.sources import Catalogue, Column, Source, Type

SEARCHED_ROWS = 60
DEEPEST = 3
FEWEST_HEADINGS = 2
TOLD_BY_THEIR_ENDS = frozenset({Type.TEXT, Type.DATE, Type.MONTH, Type.CODE, Type.ACCOUNT, Type.CERTIFICATE})
OF_OWN = (
    (re.compile(r"(?:公民|居民|有效)?(?:身份证件|身份证|身份|证件|证照)(?:号码|号|编号)?$"), "id_number"),
    (re.compile(r"(?:姓名|名字)$"), "name"),
)
NO_AMOUNT = re.compile(r"年|季|户|全家|家庭|补发|扣|[月次人天]数|是否|有无|日期|比例|等级|类别|状态|原因")
SAID_OF_ANYTHING = frozenset({"日期", "类别", "状态", "原因", "名称", "方式", "编号"})
"""What is left of 住院日期 without the list's own name; it may be 结算日期 as well."""
OF_A_DAY = "日期"
SHORTEST = 2
FEWEST_UNKNOWN = 3
A_NUMBER = re.compile(r"['’‘]?\d{17}[\dXx]\s*")
OF_A_NUMBER = re.compile(r"身份|证件|证号")
DIGITS_OF_DATA = re.compile(r"\d{8,}")
MEMBERS = re.compile(r".{0,8}(?:成员|子女|家属)\s*[\d一二三四五六七八九十]{1,2}")
THE_HEAD = "户主"
GROUP_TAIL = re.compile(r"(?:的)?(?:基本)?(?:信息|情况|资料)$")
WORDS_AND_CODE = re.compile(r"(.*[\u4e00-\u9fff][)]?)\(?([A-Z][A-Z\d]{2,20})\)?")
CODE_CELL = re.compile(r"[A-Za-z][A-Za-z_]{1,20}\d{0,6}")
FEWEST_CODES, MOSTLY_CODES = 3, 0.8
UNIT_CELL = re.compile(r"^[(（].{1,12}[)）]$")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands and what it says of each column, most telling wording first."""

    first: int
    last: int
    shown: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]

    @property
    def depth(self) -> int:
        """Return how many rows the header has."""
        return self.last - self.first + 1


class Headings:
    """What leveled headings mean in each source; made once for a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.by_source: Mapping[str, Mapping[str, Column]] = {
            code: _with_plain(source.by_heading) for code, source in catalogue.sources.items()
        }
        self.weak_by_source: Mapping[str, Mapping[str, tuple[Column, ...]]] = {
            code: source.by_weak_heading for code, source in catalogue.sources.items()
        }
        self.known = catalogue.known_headings
        alike = sorted(catalogue.words.alike, key=lambda word: (-len(word), word))
        self._alike = re.compile("|".join(map(re.escape, alike)) or r"(?!)")
        self.bare_by_source: Mapping[str, Mapping[str, tuple[Column, ...]]] = {
            source.code: self._bare_headings(source) for source in catalogue.sources.values()
        }

    def _bare_headings(self, source: Source) -> dict[str, tuple[Column, ...]]:
        """Return the columns by their headings' bare wordings; what may mean something else comes last."""
        found: dict[str, tuple[Column, ...]] = {}
        known = self.by_source[source.code].items()
        strong = [(heading, column) for heading, column in known if heading not in column.weak]
        for heading, column in strong:
            bare = self._bare_of(source, heading, column)
            for spelled in {self.meant(heading), *bare, *map(_in_any_order, bare)}:
                found[spelled] = tuple(dict.fromkeys((*found.get(spelled, ()), column)))
        for heading, column in known:
            if heading in column.weak:
                for wording in self._bare_of(source, heading, column):
                    found.setdefault(wording, (column,))
        return found

    def _bare_of(self, source: Source, heading: str, column: Column) -> set[str]:
        """Return a heading's bare wordings: where days stand below, 首次办证 is 首次办证日期."""
        bare = self.bare(source, heading)
        short = bare.removesuffix(OF_A_DAY)
        is_dated = column.type in {Type.DATE, Type.MONTH} and len(short) >= SHORTEST
        return ({bare, short} if is_dated else {bare}) - SAID_OF_ANYTHING

    def bare(self, source: Source, wording: str) -> str:
        """Return a wording without what may as well be left out of it, the list's own name among that."""
        words = self.catalogue.words
        before = (*words.before, *map(plain_heading, map(level_heading, source.speaks)))
        return bare_heading(self.meant(wording), before, words.after)

    def meant(self, wording: str) -> str:
        """Return a wording with words that mean the same written alike: 亡故日 is 死亡日期."""
        alike = self.catalogue.words.alike
        return self._alike.sub(lambda found: alike[found.group(0)], plain_heading(wording))

    def column(self, source: Source, wordings: Sequence[str]) -> tuple[Column | None, int]:
        """Return the column that the first telling wording names, and which wording that was."""
        known = self.by_source[source.code]
        for place, wording in enumerate(wordings):
            if wording in known:
                return known[wording], place
        return None, -1

    def like(self, source: Source, wordings: Sequence[str]) -> tuple[tuple[Column, ...], str]:
        """Return what a heading nobody wrote down may be, told by the words that carry its meaning."""
        if not self.is_ignored(wordings):
            known = self.bare_by_source[source.code]
            for wording in wordings:
                bare = self.bare(source, wording)
                if (
                    columns := known.get(self.meant(wording))
                    or known.get(bare)
                    or known.get(_in_any_order(bare))
                ):
                    return columns, wording
        return (), ""

    def ending(self, source: Source, wording: str) -> tuple[Column, ...]:
        """Return what the end of a heading names, what stands before saying only which: 最近结算日期.

        Of money, people and places what stands before says whose it is; those are never told so.
        """
        known, plain = self.by_source[source.code], plain_heading(wording)
        for at in range(1, len(plain) - 1):
            column = known.get(plain[at:])
            if column is None or column.type not in TOLD_BY_THEIR_ENDS or plain[at:] in column.weak:
                continue
            is_long = len(plain) - at >= (2 if column.type == Type.TEXT else 4)
            return (column,) if is_long and not self._says_another(plain[:at]) else ()
        return ()

    def by_key(self, source: Source, wording: str) -> tuple[Column, ...]:
        """Return the columns whose own word stands in a heading, no word beside it making it another."""
        plain = plain_heading(wording)
        return tuple(
            column
            for column in source.columns
            if any(key in plain and not self._says_another(plain.replace(key, "")) for key in column.keys)
            and not (column.type == Type.MONEY and NO_AMOUNT.search(plain))
        )

    def of_own(self, source: Source, wording: str) -> tuple[Column, ...]:
        """Return the person's own number or name where a heading is one of a word for them: 成员证件号码."""
        for ending, name in OF_OWN:
            if (found := ending.search(wording)) and wording[: found.start()] in self.catalogue.words.own:
                return tuple(column for column in source.columns if column.name == name)
        return ()

    def _says_another(self, rest: str) -> bool:
        return any(word in rest for word in self.catalogue.words.other)

    def is_ignored(self, wordings: Sequence[str]) -> bool:
        """Say whether a column is one we know and do not need."""
        return any(wording in self.catalogue.ignored for wording in wordings)

    def is_general(self, wording: str) -> bool:
        """Say whether a heading has nothing but words that any list may have: 月补助金额, 实发金额."""
        rest = wording
        for word in self.catalogue.words.general:
            rest = rest.replace(word, "")
        return not rest

    def most_columns(self, header: Header) -> int:
        """Return how many different columns of one source the header names, for the source with most."""
        best = 0
        for source in self.catalogue.sources.values():
            found = {self.column(source, wordings)[0] for wordings in header.wordings if wordings}
            best = max(best, len(found - {None}))
        return best

    def groups(self, row: Sequence[str]) -> int:
        """Return how many cells of a row above the headings say whose the columns below are."""
        groups = {*self.catalogue.words.others, THE_HEAD}
        return sum(level_heading(cell) in groups or bool(MEMBERS.fullmatch(cell)) for cell in row)

    def knows(self, header: Header) -> int:
        """Return how many columns of the header have a wording that any source knows."""
        return sum(any(wording in self.known for wording in wordings) for wordings in header.wordings)


FEWEST_TO_TURN = 4
ABOVE_PEOPLE = 1000
"""What stands above the first person goes before any header below, whose own rows would leave them out."""


def _in_any_order(bare: str) -> str:
    """Return the characters of a wording in one order: 待遇领取开始 and 开始领取待遇 say the same."""
    return "".join(sorted(bare)) if len(bare) >= FEWEST_TO_TURN else bare


def find_header(
    rows: Sequence[Sequence[str]], headings: Headings, merges: Sequence[Sequence[int]] = ()
) -> Header | None:
    """Return the header among the first rows: a row that names two columns, else one above numbers.

    `merges` are merged cells as first row, first column, last row, last column, counted like `rows`.
    """
    best: tuple[float, Header] | None = None
    people = next((at for at, row in enumerate(rows) if any(A_NUMBER.fullmatch(cell) for cell in row)), -1)
    for first in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, min(DEEPEST, len(rows) - first) + 1):
            if not _may_head(rows[first + depth - 1], depth):
                break
            if depth > 1 and _is_a_title(rows[first], merges, first):
                break
            header = _header(rows, first, depth)
            mapped = headings.most_columns(header)
            if mapped < FEWEST_HEADINGS:
                continue
            score = mapped * 10 + headings.knows(header) - depth * 2 - first * 0.01 - _doubles(header) * 3
            score += headings.groups(rows[first]) * 4 if depth > 1 else 0
            score += ABOVE_PEOPLE if header.last < people else 0
            if best is None or score > best[0]:
                best = (score, header)
    found = _with_parts(rows, best[1]) if best else _above_numbers(rows)
    return _extended(rows, found, merges) if found else None


def _is_a_title(row: Sequence[str], merges: Sequence[Sequence[int]], at: int) -> bool:
    """Say whether a row above the headings is no group of theirs: one cell in front, over all or by itself.

    一、集中供养人员 and 宁厂镇 stand over a part of the list, and a line of sums belongs to the part before.
    """
    filled = [place for place, cell in enumerate(row) if cell]
    if any(SUMS.fullmatch(cell.replace(" ", "")) for cell in row if cell):
        return True
    if filled != [0]:
        return False
    down = any(top == at and left == 0 and bottom > top for top, left, bottom, _ in merges)
    return not down and not SEPARATE.search(row[0])


SUMS = re.compile(r".{0,12}(?:合计|小计|总计|共计)(?:[:：]?\d.*)?")
SEPARATE = re.compile(r"信息$|情况$")


def _with_parts(rows: Sequence[Sequence[str]], header: Header) -> Header:
    """Take in the row below that names the parts of groups, where the file lost its merged cells.

    生活补贴 with a blank to its right stands above 是否享受 and 金额; all cells of such a row lie so.
    """
    below = header.last + 1
    if header.depth >= DEEPEST or below >= len(rows):
        return header
    above, parts = rows[header.last], rows[below]
    filled = {place for place, cell in enumerate(parts) if cell}
    open_ = {place for place in filled if not above[place]}
    grouped = all(place in open_ or place + 1 in open_ for place in filled)
    if not open_ or not grouped or any(re.search(r"\d", parts[place]) for place in filled):
        return header
    return _header(rows, header.first, header.depth + 1)


def _above_numbers(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the row of headings right above the first person's number, though it names nothing we know.

    被走访人, 被走访人身份证: a list has a hundred words for whom it is about, and one for their number.
    """
    for at, row in enumerate(rows[: SEARCHED_ROWS + 1]):
        place = next((place for place, cell in enumerate(row) if A_NUMBER.fullmatch(cell)), -1)
        if place < 0:
            continue
        above = rows[at - 1] if at else ()
        filled = [cell for cell in above if cell]
        heads = len(filled) >= FEWEST_UNKNOWN and not any(DIGITS_OF_DATA.search(cell) for cell in filled)
        return _header(rows, at - 1, 1) if heads and OF_A_NUMBER.search(above[place]) else None
    return None


def _doubles(header: Header) -> int:
    """Return how many columns are called as another one is, which the row of groups above may tell apart."""
    first = [wordings[0] for wordings in header.wordings if wordings]
    return len(first) - len(set(first))


def _may_head(row: Sequence[str], depth: int) -> bool:
    """Say whether a row could belong to a header: no long numbers, and its first row names two columns."""
    filled = [cell for cell in row if cell]
    return (
        bool(filled)
        and not any(DIGITS_OF_DATA.search(cell) for cell in filled)
        and (len(filled) > 1 or (depth > 1 and not row[0]))
    )


def _header(rows: Sequence[Sequence[str]], first: int, depth: int) -> Header:
    levels = [_carried(rows[first + step], rows[first + step + 1 : first + depth]) for step in range(depth)]
    shown, wordings = [], []
    for parts in zip(*levels, strict=True):
        told = [part for part in parts if part]
        shown.append("／".join(dict.fromkeys(" ".join(part.split()) for part in told)))
        wordings.append(_wordings(told))
    return Header(first, first + depth - 1, tuple(shown), tuple(wordings))


def _carried(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Return a header row in which a blank takes the text to its left where something stands below it."""
    carried, last = [], ""
    for place, cell in enumerate(row):
        last = cell or last
        under = any(place < len(lower) and lower[place] for lower in below)
        carried.append(cell or (last if under else ""))
    return carried


def _wordings(told: Sequence[str]) -> tuple[str, ...]:
    leveled = [level_heading(part) for part in told]
    joined = ["".join(leveled[start:]) for start in range(len(leveled))]
    grouped = ["".join(GROUP_TAIL.sub("", part) for part in leveled[:-1]) + leveled[-1]] if leveled else []
    full = [*joined[:1], *grouped, *joined[1:], *reversed(leveled)]
    full += [half for part in leveled for half in _halves(part)]
    spelled = [word for one in full for word in (one, without_brackets(one)) if word]
    spelled += [part for one in full for part in parts_of(without_brackets(one))]
    return tuple(dict.fromkeys([*spelled, *map(plain_heading, spelled)]))


def _halves(leveled: str) -> tuple[str, ...]:
    """Return a heading's words and the code behind them, where a system prints both: 姓名 AAC003."""
    match = WORDS_AND_CODE.fullmatch(leveled)
    return match.groups() if match else ()


def _with_plain(known: Mapping[str, Column]) -> dict[str, Column]:
    """Return columns by heading, those by headings written alike added where they mean one column only."""
    meant: dict[str, set[str]] = {}
    for heading, column in known.items():
        meant.setdefault(plain_heading(heading), set()).add(column.name)
    plain = {
        plain_heading(heading): column
        for heading, column in known.items()
        if len(meant[plain_heading(heading)]) == 1
    }
    return plain | dict(known)


def _extended(rows: Sequence[Sequence[str]], header: Header, merges: Sequence[Sequence[int]]) -> Header:
    """Take in rows below that still belong to the header: vertical merges, units, column numbers."""
    last = header.last
    for top, _, bottom, _ in merges:
        if header.first <= top <= header.last < bottom <= header.first + DEEPEST:
            last = max(last, bottom)
    while last + 1 < len(rows) and is_header_tail(rows[last + 1]):
        last += 1
    return Header(header.first, last, header.shown, header.wordings)


def is_header_tail(row: Sequence[str]) -> bool:
    """Say whether a row holds only units, a system's codes or the columns' running numbers, as forms do."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2:
        return False
    if sum(bool(CODE_CELL.fullmatch(cell)) for cell in filled) >= max(
        FEWEST_CODES, MOSTLY_CODES * len(filled)
    ):
        return True
    if all(UNIT_CELL.fullmatch(cell) for cell in filled):
        return True
    numbers = [int(cell) for cell in filled if cell.isascii() and cell.isdigit() and len(cell) < 3]
    letters = [cell for cell in filled if cell in "甲乙丙丁戊己"]
    consecutive = numbers == list(range(1, len(numbers) + 1))
    return len(numbers) >= 3 and consecutive and len(numbers) + len(letters) == len(filled)
