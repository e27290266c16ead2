"""Sets what a family declared beside what the sources found, person by person and source by source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from doudi.policy.facts import Fact
from doudi.rulebook.catalogue import book
from doudi.studies.models import FactSheet
from doudi.verification.catalogue import sources
from doudi.verification.models import CheckDispute, CheckQuery, FinancialCheck
from doudi.verification.rules.sources import CheckSource, say_value
from doudi.verification.selectors.checks import queries_of, values_of

NOT_STATED, UNKNOWN = "没有填", "不知道"
FOUND, NOTHING, UNANSWERED = "FOUND", "NOTHING", "UNANSWERED"
SAID = {FOUND: "查到记录", NOTHING: "没有记录", UNANSWERED: "未核来源"}
TONES = {FOUND: "busy", NOTHING: "", UNANSWERED: "wait"}


@dataclass(frozen=True, slots=True)
class Beside:
    """One source about one person: what the family declared, what was found, or that nobody answered."""

    query: CheckQuery
    title: str
    department: str
    state: str
    declared: Sequence[tuple[str, str]] = field(repr=False)
    found: Sequence[str] = field(repr=False)
    as_of: str

    @property
    def said(self) -> str:
        """Return the state in words."""
        return SAID[self.state]

    @property
    def tone(self) -> str:
        """Return the colour of the state."""
        return TONES[self.state]

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has answered yet."""
        return self.state == UNANSWERED


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What the sources said of one person."""

    name: str
    lines: Sequence[Beside]


def set_beside(check: FinancialCheck) -> list[OfPerson]:
    """Return declared beside found for everybody a check asked about, in the order of asking."""
    declared = _declared(check)
    people: dict[int, tuple[str, list[Beside]]] = {}
    for query in queries_of(check):
        lines = people.setdefault(query.person_id, (query.person.name, []))[1]
        lines.append(_beside(query, declared, check.household.head_id))
    return [OfPerson(name, lines) for name, lines in people.values()]


def content_of(check: FinancialCheck) -> dict[str, Any]:
    """Return what a report of a check says now, as plain data."""
    people = [{"name": one.name, "lines": [_plain(line) for line in one.lines]} for one in set_beside(check)]
    return {"people": people, "disputes": list(_disputes(check))}


def unanswered_in(check: FinancialCheck) -> list[CheckQuery]:
    """Return the queries nobody answered."""
    return [query for query in queries_of(check) if not query.answers.all()]


def _beside(query: CheckQuery, declared: Mapping[int, Mapping[str, Any]], head: int | None) -> Beside:
    source, answers = sources()[query.source], list(query.answers.all())
    found = [_line(source, values_of(one.values)) for one in answers if one.is_found]
    return Beside(
        query=query,
        title=source.title,
        department=source.department,
        state=FOUND if found else NOTHING if answers else UNANSWERED,
        declared=list(_stated(source, declared.get(query.person_id), is_head=query.person_id == head)),
        found=found,
        as_of="、".join(dict.fromkeys(one.as_of.isoformat() for one in answers)),
    )


def _line(source: CheckSource, values: Mapping[str, str]) -> str:
    said = ((one.label, say_value(one, values.get(name, ""))) for name, one in source.fields.items())
    return "，".join(f"{label}：{value}" for label, value in said if value)


def _plain(line: Beside) -> dict[str, Any]:
    return {
        "source": line.title,
        "department": line.department,
        "state": line.said,
        "declared": [f"{label}：{value}" for label, value in line.declared],
        "found": list(line.found),
        "as_of": line.as_of,
    }


def _declared(check: FinancialCheck) -> Mapping[int, Mapping[str, Any]]:
    """Return what is on record of each person of a household, the household's own facts with its head's."""
    sheet = FactSheet.objects.filter(household=check.household, superseded_at__isnull=True).first()
    if sheet is None:
        return {}
    facts = json.loads(sheet.facts)
    people = {
        person: member
        for person, member in zip(sheet.people, facts.get("members", []), strict=False)
        if person is not None
    }
    own = {name: value for name, value in facts.items() if name != "members"}
    head = check.household.head_id
    return {person: {**(own if person == head else {}), **member} for person, member in people.items()}


def _stated(
    source: CheckSource, declared: Mapping[str, Any] | None, *, is_head: bool
) -> Iterator[tuple[str, str]]:
    for name in source.declared:
        fact = book().facts[name]
        if fact.entity == "household" and not is_head:
            continue  # said once, beside the head
        yield fact.label, _words(fact, declared, name)


def _words(fact: Fact, declared: Mapping[str, Any] | None, name: str) -> str:
    if declared is None or name not in declared:
        return NOT_STATED
    value = declared[name]
    if value is None:
        return UNKNOWN
    if fact.kind == "money" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d} {fact.unit}"
    if fact.enumeration is not None:
        return fact.enumeration.members.get(str(value), str(value))
    return f"{value} {fact.unit}".strip() if isinstance(value, int) else str(value)


def _disputes(check: FinancialCheck) -> Iterator[str]:
    for one in CheckDispute.objects.filter(report__check_of=check, finding__isnull=False).order_by("id"):
        verdict = "成立" if one.finding.is_upheld else "不成立"
        yield f"{one.said_on} 提出的异议经 {one.finding.found_on} 复查{verdict}：{one.finding.text}"
