"""The form in which a clerk states families' facts: one row a person, and how a row is read.

Rows of one household stand under the number of its head; what belongs to the household is said on any one
of its rows. Nothing of a family is taken unless every row of it is right. A blank cell says nothing: the fact
stands at its default, or is not known where it is asked for; “不清楚” says that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from doudi.kernel.dates import NotADate, day_of
from doudi.kernel.identity import read_number
from doudi.kernel.money import NotMoney, fen_of
from doudi.policy.facts import Fact, Facts
from doudi.studies.rules.family_form import over_months

HEAD_NUMBER, NAME, NUMBER = "户主身份证号码", "姓名", "本人身份证号码"
YES_WORDS, NO_WORDS = frozenset({"是", "有", "Y", "y", "1", "√"}), frozenset({"否", "无", "N", "n", "0", "×"})
UNKNOWN_WORDS = frozenset({"不清楚", "不知道", "不详", "待核", "?", "？"})
WHOLE_FAMILY = "全家："
PERIOD_HINT = "几个月合计的写成 4000/6个月，一年的写成 9000/一年。"
_SEVERAL_MONTHS = re.compile(r"([^/／]+)[/／]((?:0*([0-9]+)个?月)|半年|一?年)")

Cell = int | bool | str | Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; the row counts as in the file, from 1."""

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class PersonRow:
    """One person as told, with the number read."""

    row: int
    number: str
    facts: dict[str, Any]


@dataclass(slots=True)
class FamilyRows:
    """The rows of one household."""

    head: str
    rows: list[PersonRow] = field(default_factory=list)
    household: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ReadRows:
    """Everything read of a file: families, problems, how many rows there were."""

    families: dict[str, FamilyRows] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def heading_of(fact: Fact) -> str:
    """Return what a fact's column is called."""
    unit = "是/否" if fact.kind == "yes_no" else fact.unit
    start = WHOLE_FAMILY if fact.entity == "household" else ""
    return f"{start}{fact.label}" + (f"（{unit}）" if unit else "")


def form_facts(facts: Facts, used: frozenset[str]) -> list[Fact]:
    """Return the facts a form asks for, required ones first; obligors and the month are not told in it."""
    wanted = [one for entity in ("person", "household") for one in facts.of(entity) if one.name in used]
    return sorted(wanted, key=lambda one: (not one.required, one.entity != "person"))


def read_rows(table: Sequence[Sequence[str]], first_row: int, facts: Facts) -> ReadRows:
    """Read the rows of a sheet whose first filled row, the file's row `first_row`, has the headings."""
    read = ReadRows()
    columns = _columns(table[0] if table else (), facts, first_row, read)
    if not {HEAD_NUMBER, NUMBER} <= {name for name in columns.values() if isinstance(name, str)}:
        missing = f"缺“{HEAD_NUMBER}”或“{NUMBER}”一列。请用本页下载的表样，不要改标题。"
        read.problems.append(Problem(first_row, "标题", missing))
        return read
    for place, cells in enumerate(table[1:], start=first_row + 1):
        if any(cells):
            read.rows += 1
            _read_row(place, cells, columns, read)
    return read


def _columns(headings: Sequence[str], facts: Facts, row: int, read: ReadRows) -> dict[int, str | Fact]:
    known: dict[str, str | Fact] = {name: name for name in (HEAD_NUMBER, NAME, NUMBER)}
    known |= {heading_of(fact): fact for fact in facts.values() if fact.entity in ("household", "person")}
    columns: dict[int, str | Fact] = {}
    for place, heading in enumerate(headings):
        text = heading.strip().rstrip("*").strip()
        if text in known:
            columns[place] = known[text]
        elif text:
            read.problems.append(Problem(row, text[:30], "表样里没有这一列，没有导入。"))
    return columns


def _read_row(row: int, cells: Sequence[str], columns: Mapping[int, str | Fact], read: ReadRows) -> None:
    said = {_name(column): cells[place].strip() for place, column in columns.items() if place < len(cells)}
    head = _number(row, HEAD_NUMBER, said[HEAD_NUMBER] or said[NUMBER], read)
    number = _number(row, NUMBER, said[NUMBER], read)
    family = read.families.setdefault(head or f"?{row}", FamilyRows(head))
    person = PersonRow(row, number, {})
    family.rows.append(person)
    for column in columns.values():
        if isinstance(column, Fact) and said[column.name]:
            _take(row, column, said[column.name], family, person, read)


def _name(column: str | Fact) -> str:
    return column.name if isinstance(column, Fact) else column


def _take(row: int, fact: Fact, text: str, family: FamilyRows, person: PersonRow, read: ReadRows) -> None:
    try:
        value = value_of(fact, text)
    except ValueError as error:
        read.problems.append(Problem(row, heading_of(fact), str(error)))
        return
    if fact.entity == "person":
        person.facts[fact.name] = value
    elif family.household.setdefault(fact.name, value) != value:
        read.problems.append(Problem(row, heading_of(fact), "与这户前面的行填得不一样，请只在户主一行填。"))


def _number(row: int, column: str, text: str, read: ReadRows) -> str:
    found = read_number(text)
    if found.number is None:
        reason = "没有填。" if not text else "不是合格的身份证号码（位数、出生日期或校验位不对）。"
        read.problems.append(Problem(row, column, reason))
        return ""
    return found.number


def value_of(fact: Fact, text: str) -> Cell | None:
    """Return a cell as a stated value, None where nobody knows; or raise ValueError with what to write."""
    if text in UNKNOWN_WORDS:
        if fact.required:
            raise ValueError("必须填，不能写“不清楚”。")
        return None
    return _READERS[fact.kind](fact, text)


def blank_words(fact: Fact) -> str:
    """Say what an empty cell of a fact's column means."""
    if fact.required:
        return "必须填"
    if fact.asked:
        return "空着就是还不知道，会影响结果时先问"
    if fact.kind == "yes_no":
        return f"空着按“{'是' if fact.default else '否'}”算"
    if fact.enumeration is not None:
        return f"空着按“{fact.enumeration.members[str(fact.default)]}”算"
    return "空着按“没有”算" if not fact.default else f"空着按 {fact.default} {fact.unit}算"


def _money(fact: Fact, text: str) -> Cell:
    """Return fen a month, or with its months what 4000/6个月, 9000/半年 or 9000/一年 says."""
    bare, months = text, ""
    if fact.by_period and (found := _SEVERAL_MONTHS.fullmatch(text)):
        bare, months = found[1], {"半年": "6", "年": "12", "一年": "12"}.get(found[2]) or found[3]
    try:
        fen = fen_of(bare)
    except NotMoney:
        more = PERIOD_HINT if fact.by_period else ""
        raise ValueError(f"要填金额（元），最多两位小数。{more}") from None
    return over_months(_bounded(fact, fen, f"要在 0 到 {fact.most // 100:,} 元之间。"), months)


def _whole(fact: Fact, text: str) -> int:
    bare = text.removesuffix(fact.unit).strip()
    if not bare.isascii() or not bare.isdigit():
        raise ValueError("要填整数。")
    return _bounded(fact, int(bare), f"要在 0 到 {fact.most} 之间。")


def _bounded(fact: Fact, value: int, reason: str) -> int:
    if not 0 <= value <= fact.most:
        raise ValueError(reason)
    return value


def _truth(fact: Fact, text: str) -> bool:
    if text in YES_WORDS or text in NO_WORDS:
        return text in YES_WORDS
    raise ValueError("只能填“是”或“否”。")


def _code(fact: Fact, text: str) -> str:
    members = fact.enumeration.members if fact.enumeration else {}
    for code, label in members.items():
        if text in (code, label):
            return code
    raise ValueError(f"只能填：{'、'.join(members.values())}。")


def _day(fact: Fact, text: str) -> str:
    try:
        return day_of(text).isoformat()
    except NotADate:
        raise ValueError("要填日期，例如 2026-03-01。") from None


_READERS: Mapping[str, Callable[[Fact, str], Cell]] = {
    "money": _money,
    "number": _whole,
    "yes_no": _truth,
    "code": _code,
    "day": _day,
}


def problems_of_families(read: ReadRows) -> Mapping[str, Sequence[Problem]]:
    """Return, by family, the problems in its rows; a family with any is not taken."""
    rows = {person.row: head for head, family in read.families.items() for person in family.rows}
    found: dict[str, list[Problem]] = {}
    for problem in read.problems:
        if problem.row in rows:
            found.setdefault(rows[problem.row], []).append(problem)
    return found


def stated_family(family: FamilyRows) -> Iterator[tuple[str, Any]]:
    """Yield a family's facts as the engine takes them, the head first."""
    yield from family.household.items()
    rows = sorted(family.rows, key=lambda person: person.number != family.head)
    yield "members", [person.facts for person in rows]
