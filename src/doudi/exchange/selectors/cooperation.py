"""Answers what was agreed with departments, what came and went, and what is overdue (部门协作台账)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow.parquet as pq
from django.db.models import QuerySet

from doudi.common.clock import day_of
from doudi.common.scope import Scope
from doudi.exchange.catalogue import source_title
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch, Cooperation, CooperationChange
from doudi.exchange.selectors.records import records
from doudi.exchange.selectors.sharing import SHARED, people_of, shared_lines
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.tokens import Token
from doudi.regions.models import Organisation

ON, OFF, UNREAD = "在享", "不在享", "号码有误，未核"


@dataclass(frozen=True, slots=True)
class CooperationLine:
    """What was agreed, the newest list that came and answer that went, and in words what is overdue."""

    agreed: Cooperation
    title: str
    received_on: date | None
    returned_on: date | None
    overdue: Sequence[str]
    waiting: CooperationChange | None


def cooperations_within(scope: Scope) -> QuerySet[Cooperation]:
    """Return what was agreed with the departments of a scope."""
    return Cooperation.objects.filter(scope.q("office__division_id")).select_related("office")


def cooperations_of(office: Organisation | None) -> QuerySet[Cooperation]:
    """Return what was agreed with one department."""
    return Cooperation.objects.filter(office=office).select_related("office")


def cooperation_lines(agreed: Iterable[Cooperation], *, on: date) -> list[CooperationLine]:
    """Return the lines of the register."""
    return [_line(each, on) for each in agreed]


def _line(agreed: Cooperation, on: date) -> CooperationLine:
    newest = newest_list(agreed)
    answer = agreed.returns.first()
    received = day_of(newest.published_at) if newest and newest.published_at else None
    returned = day_of(answer.sent_at) if answer else None
    title, limit = source_title(agreed.source), timedelta(days=agreed.cycle_days)
    overdue = [
        sentence
        for day, sentence in (
            (received, f"超过 {agreed.cycle_days} 天没有收到{title}"),
            (returned, f"超过 {agreed.cycle_days} 天没有回送在享状态"),
        )
        if on - (day or agreed.begins_on) > limit
    ]
    waiting = agreed.changes.filter(confirmed_at__isnull=True).first()
    return CooperationLine(agreed, title, received, returned, overdue, waiting)


def newest_list(agreed: Cooperation) -> Batch | None:
    """Return the newest published list the department sent of what was agreed."""
    sent = Batch.objects.filter(
        source=agreed.source, sender=f"office:{agreed.office_id}", state=BatchState.PUBLISHED
    )
    return sent.order_by("-period", "-published_at").first()


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the answer to a department may tell."""

    region: str
    programmes: Sequence[str]
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A row of the department's list: whether its person is on aid, and the agreed fields of each list."""

    row: int
    name: str
    number: str
    state: str
    said: Sequence[dict[str, str]]


def return_lines(agreed: Cooperation, batch: Batch, fields: Sequence[str]) -> list[ReturnLine]:
    """Return the answer to a list: each of its rows, in its order, as it stands in the list's month."""
    names = ("row", "status", "token_high", "token_low")
    rows = pq.read_table(batch_folder(batch.pk).rows, columns=list(names)).to_pylist()
    people = {
        row["row"]: people_of(Token(row["token_high"], row["token_low"]))
        for row in rows
        if row["status"] < REJECTED and row["token_low"] is not None
    }
    terms = _Terms(agreed.office.division_id[:COUNTY_DIGITS], [str(each) for each in SHARED], fields)
    told: dict[int, list[dict[str, str]]] = {}
    wanted = {person for some in people.values() for person in some}
    for line in shared_lines(terms, Period.parse(batch.period)):
        if line.person in wanted:
            told.setdefault(line.person, []).append(dict(line.said))
    opened = records(str(batch.pk), [row["row"] for row in rows])
    return [_answered(number, opened[number], people.get(number), told) for number in sorted(opened)]


def _answered(
    row: int, record: object, people: Sequence[int] | None, told: dict[int, list[dict[str, str]]]
) -> ReturnLine:
    name, number = str(getattr(record, "name", "")), str(getattr(record, "number", ""))
    if people is None:
        return ReturnLine(row, name, number, UNREAD, ())
    said = [line for person in people for line in told.get(person, ())]
    return ReturnLine(row, name, number, ON if said else OFF, said)
