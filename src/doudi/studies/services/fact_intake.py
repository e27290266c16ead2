"""Takes families' facts in from a workbook, and writes the empty one to be filled in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from doudi.accounts.models import User
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.common.workbooks import Workbook
from doudi.kernel.identity import born_on
from doudi.kernel.tokens import token_of
from doudi.policy.book import Book
from doudi.policy.facts import Fact
from doudi.reading.process import Sheet as ReadSheet
from doudi.reading.process import read_file
from doudi.reading.refusals import FileRefused
from doudi.registry.models import HouseholdMember
from doudi.registry.selectors import people_by_token
from doudi.rulebook.catalogue import book
from doudi.studies.rules.fact_rows import (
    HEAD_NUMBER,
    NAME,
    NUMBER,
    PERIOD_HINT,
    FamilyRows,
    Problem,
    ReadRows,
    blank_words,
    form_facts,
    heading_of,
    problems_of_families,
    read_rows,
    stated_family,
)
from doudi.studies.rules.trials import facts_used
from doudi.studies.services.facts import NewSheet, record_sheets, wrongs_in
from doudi.studies.states import FactSource

ROWS_PREPARED = 2000
MOST_ROWS = 20_000
LIST_CHARACTERS = 250  # a drop-down of Excel holds 255


class SheetRefused(Refusal):
    """The workbook cannot be read."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The account of a workbook: every row is taken or told why not."""

    rows: int
    taken: int
    families: int
    unchanged: int
    problems: Sequence[Problem]

    @property
    def rejected(self) -> int:
        """Rows that were not taken."""
        return self.rows - self.taken


def template(region: str, on: date, programmes: Sequence[str]) -> bytes:
    """Return the empty workbook: the facts these programmes ask for, with drop-downs."""
    rules = book()
    facts = form_facts(rules.facts, facts_used(rules, programmes, region, on))
    sink = io.BytesIO()
    workbook = Workbook(sink)
    must = workbook.add_format({"bold": True, "bg_color": "#FDE9D9", "border": 1, "text_wrap": True})
    head = workbook.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1, "text_wrap": True})
    text = workbook.text
    page = workbook.add_worksheet("家庭情况表")
    for place, title in enumerate((HEAD_NUMBER, NAME, NUMBER)):
        page.write_string(0, place, title, must)
        page.set_column(place, place, 20, text)
    for place, fact in enumerate(facts, start=3):
        page.write_string(0, place, heading_of(fact), must if fact.required else head)
        page.set_column(place, place, 14, text)
        _offer(page, place, fact)
    page.set_row(0, 48)
    page.freeze_panes(1, 3)
    _notes(workbook, facts)
    workbook.close()
    return sink.getvalue()


def _offer(page: Any, place: int, fact: Fact) -> None:  # noqa: ANN401 - the writer has no types
    """Offer the words a cell may hold."""
    words = (
        ["是", "否"]
        if fact.kind == "yes_no"
        else list(fact.enumeration.members.values())
        if fact.enumeration
        else []
    )
    if words and len(",".join(words)) <= LIST_CHARACTERS:
        page.data_validation(1, place, ROWS_PREPARED, place, {"validate": "list", "source": words})
    if fact.by_period:
        told = {"validate": "any", "input_title": "每月的金额", "input_message": PERIOD_HINT}
        page.data_validation(1, place, ROWS_PREPARED, place, told)


def _notes(workbook: Workbook, facts: Sequence[Fact]) -> None:
    """Say how the form is filled in, and of each column what an empty cell means."""
    page = workbook.add_worksheet("填表说明")
    page.set_column(0, 0, 50)
    page.set_column(1, 1, 40)
    for row, line in enumerate(
        (
            "一人一行；同一户的人，“户主身份证号码”都填户主的。",
            "“全家：”开头的列只在户主一行填。橙色标题的必填；其余空着是什么意思，下面逐列写明。",
            "还没问、没核到的写“不清楚”：不会当成没有，影响结果时先问。",
            "填了没有减成本的经营收入，成本也要填，没有成本填 0；成本留空的按“不知道”，要先问清。",
            f"金额填元，按月或按年看标题。标题写“元/月”的收入，{PERIOD_HINT}",
            "日期写成 2026-03-01；身份证号码设为文本。",
            "姓名只供您自己核对，不导入；号码只用来找到档案里的家庭。",
            "法定义务人的情况在“试算一户”里填，不在本表。",
        )
    ):
        page.write_string(row, 0, line)
    for place, fact in enumerate(facts, start=row + 2):
        page.write_string(place, 0, heading_of(fact))
        page.write_string(place, 1, blank_words(fact))


def take_in_workbook(
    data: bytes, name: str, *, scope: Scope, assessed_on: date, by: User, at: datetime
) -> TakenIn:
    """Record the facts of every family whose rows are all right; the others are told row by row."""
    try:
        sheets = read_file(data, name).sheets
    except FileRefused as refused:
        raise SheetRefused(str(refused), field="file") from None
    rules = book()
    read = _read(sheets, rules)
    found = _found(read, scope)
    wrong = {head: list(problems) for head, problems in problems_of_families(read).items()}
    good: list[NewSheet] = []
    taken = 0
    for head, family in read.families.items():
        if head not in wrong:
            wrong.update(_place(rules, family, found, assessed_on, good))
        taken += 0 if head in wrong else len(family.rows)
    new = record_sheets(good, source=FactSource.WORKBOOK, by=by, at=at)
    return TakenIn(read.rows, taken, len(good), len(good) - new, _told(read, wrong))


def _read(sheets: Sequence[ReadSheet], rules: Book) -> ReadRows:
    """Read the first sheet that has anything in it."""
    for sheet in sheets:
        if sheet.rows and not sheet.hidden:
            if sheet.rows > MOST_ROWS:
                raise SheetRefused(f"一次最多导入 {MOST_ROWS:,} 行。请按乡镇拆成几个文件。", field="file")
            columns = [sheet.cells.column(f"t{place}").to_pylist() for place in range(sheet.columns)]
            table = [[cell or "" for cell in row] for row in zip(*columns, strict=True)]
            return read_rows(table, sheet.first_row, rules.facts)
    raise SheetRefused("文件里没有任何有内容的行。请在表样里填好再传。", field="file")


@dataclass(frozen=True, slots=True)
class _Found:
    """The people of the numbers, and where they live now."""

    people: Mapping[str, int]
    homes: Mapping[int, HouseholdMember]


def _found(read: ReadRows, scope: Scope) -> _Found:
    numbers = {person.number for family in read.families.values() for person in family.rows if person.number}
    numbers |= {family.head for family in read.families.values() if family.head}
    tokens = {number: token_of(ring().token, number) for number in sorted(numbers)}
    people = people_by_token(tokens.values())
    known = {number: people[token].pk for number, token in tokens.items() if token in people}
    homes: dict[int, HouseholdMember] = {}
    ids = sorted(known.values())
    for start in range(0, len(ids), 500):
        members = HouseholdMember.objects.filter(
            scope.q("household__division"), person__in=ids[start : start + 500], valid_to__isnull=True
        ).select_related("household")
        homes.update({member.person_id: member for member in members})
    return _Found(known, homes)


def _place(
    rules: Book, family: FamilyRows, found: _Found, on: date, good: list[NewSheet]
) -> Mapping[str, list[Problem]]:
    """Add a family to the good ones, or return why not."""
    first = family.rows[0].row
    home = found.homes.get(found.people.get(family.head, 0))
    if home is None:
        return {family.head: [Problem(first, HEAD_NUMBER, "在您管的地区的家庭档案里没有找到这一户。")]}
    if all(person.number != family.head for person in family.rows):
        return {family.head: [Problem(first, NUMBER, "这户没有户主本人的一行。")]}
    for person in family.rows:
        person.facts.setdefault("born_on", born_on(person.number).isoformat())
    facts = dict(stated_family(family))
    wrongs = wrongs_in(rules, home.household.division, facts, on)
    if wrongs:
        return {family.head: [Problem(first, "整户", f"{one.place}：{one.reason}") for one in wrongs]}
    order = sorted(family.rows, key=lambda person: person.number != family.head)
    people = [found.people.get(person.number) for person in order]
    good.append(NewSheet(home.household_id, home.household.division, facts, people, on))
    return {}


def _told(read: ReadRows, wrong: Mapping[str, Sequence[Problem]]) -> Sequence[Problem]:
    """Return the problems in the order of the file; rows that are only beside a wrong one say so."""
    told = {(one.row, one.column): one for one in (*read.problems, *(p for ps in wrong.values() for p in ps))}
    rows = {one.row for one in told.values()}
    for head in wrong:
        for person in read.families[head].rows:
            if person.row not in rows:
                told[person.row, ""] = Problem(person.row, "整户", "同一户别的行有错，这户整户没有导入。")
    return sorted(told.values(), key=lambda one: one.row)
