"""Declares the list of applications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from doudi.casework.catalogue import applied_for, title_of
from doudi.casework.models import Application
from doudi.casework.selectors.applications import applications_within, who
from doudi.casework.selectors.progress import procedure_of
from doudi.casework.states import SUBJECT, Outcome
from doudi.common.lists.declaring import (
    SHEET,
    Cell,
    Choices,
    Column,
    Filter,
    Listing,
    Mark,
    Reader,
    Rows,
    Search,
    flag,
)
from doudi.common.lists.ordering import ByCodePoint, by_code_point, by_rank
from doudi.common.scope import Scope
from doudi.regions.selectors import division_names
from doudi.regions.selectors.filtering import place_filter
from doudi.registry.selectors.finding import find_people
from doudi.work.models import Task
from doudi.work.states import LIVE

UNDER_WAY = "OPEN"
TONES = {UNDER_WAY: "busy", Outcome.CONFIRMED: "ok", Outcome.REJECTED: "bad"}


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application as one line."""

    application: Application
    name: str
    title: str
    place: str
    step: str
    owner: str
    due_on: date | None
    outcome: str
    is_late: bool


def _rows(reader: Reader) -> Rows:
    return applications_within(reader.scope)


def _lines(listed: Sequence[Any], reader: Reader) -> list[ApplicationLine]:
    names = division_names(code for each in listed for code in (each.division[:9], each.division))
    owners = _owners([each.pk for each in listed])
    return [_line(each, names, owners.get(str(each.pk), ""), reader.today) for each in listed]


def _owners(keys: Sequence[int]) -> dict[str, str]:
    live = Task.objects.filter(
        subject_kind=SUBJECT, subject_id__in=[str(key) for key in keys], state__in=LIVE
    )
    return {
        task.subject_id: task.owner.user.name if task.owner else "等有权的同事决定" if task.permission else ""
        for task in live.select_related("owner__user")
    }


def _line(each: Application, names: Mapping[str, str], owner: str, today: date) -> ApplicationLine:
    standing = each.standing
    steps = procedure_of(each.procedure).steps
    parts = dict.fromkeys((each.division[:9], each.division))
    return ApplicationLine(
        application=each,
        name=who(each),
        title=title_of(each.programme),
        place=" / ".join(names[code] for code in parts if code in names),
        step=steps[standing.step].label if standing.step in steps else "",
        owner=owner,
        due_on=standing.due_on if not standing.outcome else None,
        outcome=standing.outcome or UNDER_WAY,
        is_late=not standing.outcome and standing.due_on is not None and standing.due_on < today,
    )


def _status(line: ApplicationLine) -> Cell:
    return Cell(marks=(Mark(_outcome(line), TONES.get(line.outcome, "wait")),))


def _outcome(line: ApplicationLine) -> str:
    return "办理中" if line.outcome == UNDER_WAY else str(Outcome(line.outcome).label)


def _due(line: ApplicationLine) -> Cell:
    return Cell(line.due_on.isoformat(), due=line.due_on) if line.due_on else Cell("—")


def _programmes(_reader: Reader) -> Choices:
    return [(code, one.title) for code, one in applied_for().items()]


def _outcomes(_reader: Reader) -> Choices:
    return [(each.value or UNDER_WAY, each.label) for each in Outcome]


def _of_outcome(rows: Rows, value: str, _reader: Reader) -> Rows:
    return rows.filter(standing__outcome="" if value == UNDER_WAY else value)


def _find(rows: Rows, text: str, _reader: Reader) -> Rows:
    people = find_people(text, scope=Scope.everything()).order_by().values("pk")
    return rows.filter(Q(person__in=people) | Q(filing__applicant__in=people) | Q(number=text.strip()))


def _late(rows: Rows, reader: Reader) -> Rows:
    return rows.filter(standing__outcome="", standing__due_on__lt=reader.today)


def _mine(rows: Rows, reader: Reader) -> Rows:
    keys = Task.objects.filter(subject_kind=SUBJECT, owner__user=reader.user, state__in=LIVE)
    return rows.filter(pk__in=[int(key) for key in keys.values_list("subject_id", flat=True)])


APPLICANT = (
    ByCodePoint(F("filing__applicant__initials")),
    ByCodePoint(F("filing__applicant__name")),
)

APPLICATIONS = Listing(
    code="applications",
    title="申请",
    unit="件",
    page="casework:applications",
    row_page="casework:application",
    rows=_rows,
    lines=_lines,
    columns=(
        Column("name", "申请对象", lambda line: line.name, sort=APPLICANT, css="d-nowrap"),
        Column("programme", "项目", lambda line: line.title, sort=(by_code_point("programme"),), width=24),
        Column("place", "镇街 / 村居", lambda line: line.place, sort=("division",), width=30),
        Column("step", "环节", lambda line: line.step, sort=(by_code_point("standing__step"),), width=20),
        Column("owner", "在谁手里", lambda line: line.owner or "—"),
        Column("due", "期限", lambda line: line.due_on, _due, sort=("standing__due_on",), css="d-nowrap"),
        Column("filed", "申请日", lambda line: line.application.filing.filed_on, sort=("filing__filed_on",)),
        Column("status", "状态", _outcome, _status, sort=(by_rank("standing__outcome", Outcome.values),)),
        Column("number", "受理编号", lambda line: line.application.number, on=SHEET, width=20),
    ),
    order="due",
    filters=(
        Filter("programme", "项目", _programmes, lambda rows, value, _r: rows.filter(programme=value)),
        place_filter(),
        Filter("status", "状态", _outcomes, _of_outcome),
        flag("late", "逾期", _late),
        flag("mine", "在我手里", _mine),
    ),
    search=Search("name", "查找", "姓名 / 首字母 / 证件号码 / 受理编号", _find),
    is_urgent=lambda line: line.is_late,
    export_page="casework:export",
    export="casework.export",
    action="casework.exported",
    sheet_title=lambda reader: f"{reader.region_name}申请办理台账",
)
