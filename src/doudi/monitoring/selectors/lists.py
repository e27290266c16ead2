"""Declares the ledger as a list: what it may be asked, in which order, and what its workbook says more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from doudi.common import clock
from doudi.common.lists.declaring import (
    SCREEN,
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
    only,
    status_column,
)
from doudi.common.lists.ordering import ByCodePoint, by_code_point, by_rank
from doudi.common.scope import Scope
from doudi.kernel.masking import mask_number
from doudi.monitoring.catalogue import closing_rules, rules
from doudi.monitoring.models import LedgerEntry, WatchRecord
from doudi.monitoring.selectors.ledger import entries_within, found_in, overdue_on
from doudi.monitoring.selectors.lines import EntryLine, entry_lines
from doudi.monitoring.selectors.notices import watched_within
from doudi.monitoring.states import EntryStatus, Outcome, Severity, WatchKind
from doudi.regions.selectors import division_names
from doudi.regions.selectors.filtering import place_filter
from doudi.registry.selectors.finding import find_people
from doudi.registry.selectors.numbers import newest_numbers


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An entry as a line of the workbook: what the screen says, and the rest of its record."""

    said: EntryLine
    entry: LedgerEntry
    town: str
    village: str
    number: str


def _rows(reader: Reader) -> Rows:
    return entries_within(reader.scope)


def _lines(entries: Sequence[Any], reader: Reader) -> Sequence[EntryLine]:
    return entry_lines(entries, on=reader.today)


def _sheet_rows(entries: Rows) -> Rows:
    return entries.defer(None).select_related(
        "person", "household__head", "task__owner__user", "task__owner__division", "concluded_by"
    )


def _sheet_lines(entries: Sequence[Any], reader: Reader) -> list[SheetLine]:
    names = division_names(code for entry in entries for code in (entry.division[:9], entry.division))
    numbers = newest_numbers(entry.person_id for entry in entries if entry.person_id)
    lines = entry_lines(entries, on=reader.today)
    return [
        _sheet_line(entry, line, names, numbers.get(entry.person_id, ""))
        for entry, line in zip(entries, lines, strict=True)
    ]


def _sheet_line(entry: LedgerEntry, line: EntryLine, names: Mapping[str, str], number: str) -> SheetLine:
    return SheetLine(
        said=line,
        entry=entry,
        town=names.get(entry.division[:9], ""),
        village=names.get(entry.division, "") if len(entry.division) > 9 else "",
        number=mask_number(number) if number else "",
    )


def _rules(_reader: Reader) -> Choices:
    return [(rule.id, rule.title) for rule in rules()]


def _plain(name: str) -> Any:  # noqa: ANN401 - a narrowing of the kit
    return lambda entries, value, _reader: entries.filter(**{name: value})


def _closing(entries: Rows, reader: Reader) -> Rows:
    waiting = entries.filter(rule__in=closing_rules(), status=EntryStatus.OPEN)
    return waiting.filter(pk__in=found_in(reader.period))


def _find(entries: Rows, text: str, _reader: Reader) -> Rows:
    # the entries are within the scope already; whom they are about may live elsewhere by now
    people = find_people(text, scope=Scope.everything()).order_by().values("pk")
    return entries.filter(Q(person__in=people) | Q(household__head__in=people))


def _due(line: EntryLine) -> Cell:
    if line.due_on is None:
        return Cell("—")
    note = "暂定，节假日安排公布后确定" if line.is_provisional else ""
    return Cell(line.due_on.isoformat(), due=None if line.is_provisional else line.due_on, note=note)


def _situation(line: EntryLine) -> Cell:
    return Cell(line.sentence, marks=(Mark(line.doubt, "wait"),) if line.doubt else ())


def _due_text(line: SheetLine) -> str:
    due = line.entry.due_on
    return f"{due.isoformat()}{'（暂定）' if line.entry.is_provisional else ''}" if due else ""


def _concluded_at(line: SheetLine) -> str:
    at = line.entry.concluded_at
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _status(line: EntryLine) -> Cell:
    return Cell(marks=(Mark.of(line.status, line.status_label),), note=line.outcome_label)


def _subject(field: str) -> ByCodePoint:
    return ByCodePoint(Coalesce(F(f"person__{field}"), F(f"household__head__{field}")))


SUBJECT = (_subject("initials"), _subject("name"))
SEVERITY = (by_rank("severity", Severity.values),)
OWNER = (by_code_point("task__owner__user__name"),)
# what is concluded has no deadline any more, though its task keeps the day
DUE = (Case(When(status=EntryStatus.OPEN, then=F("task__due_on"))),)
STATUS = (by_rank("status", EntryStatus.values), by_rank("outcome", Outcome.values))

SCREEN_COLUMNS = only(
    SCREEN,
    Column("subject", "对象", lambda line: line.name, sort=SUBJECT, css="d-nowrap"),
    Column("place", "镇街 / 村居", lambda line: line.place, sort=("division",)),
    Column("rule", "规则", lambda line: line.rule_title, sort=(by_code_point("rule"),)),
    Column("situation", "情形", lambda line: line.sentence, _situation, css="is-wide"),
    status_column("severity", "等级", lambda line: (line.severity, line.severity_label), sort=SEVERITY),
    Column("owner", "责任人", lambda line: line.owner or "未指定", sort=OWNER),
    Column("due", "期限", lambda line: line.due_on, _due, sort=DUE, css="d-nowrap"),
    Column("status", "状态", lambda line: line.status_label, _status, sort=STATUS),
)
SHEET_COLUMNS = only(
    SHEET,
    Column("town", "乡镇（街道）", lambda line: line.town, width=16),
    Column("village", "村（居）", lambda line: line.village, width=20),
    Column("name", "姓名", lambda line: line.said.name, width=10),
    Column("number", "证件号码", lambda line: line.number, width=22),
    Column("grade", "预警等级", lambda line: line.said.severity_label, width=9),
    Column("title", "比对规则", lambda line: line.said.rule_title, width=26),
    Column("sentence", "情形", lambda line: line.said.sentence, width=44),
    Column("first", "首次命中", lambda line: line.entry.first_period, width=10),
    Column("last", "最近命中", lambda line: line.entry.last_period, width=10),
    Column("in_charge", "责任人", lambda line: line.said.owner, width=10),
    Column("due_on", "办理期限", _due_text, width=12),
    Column("standing", "状态", lambda line: line.said.status_label, width=10),
    Column("outcome", "结论", lambda line: line.said.outcome_label),
    Column("reason", "依据", lambda line: line.entry.reason, width=36),
    Column("concluded_by", "结论人", lambda line: getattr(line.entry.concluded_by, "name", ""), width=10),
    Column("concluded_at", "结论时间", _concluded_at, width=17),
)

LEDGER = Listing(
    code="ledger",
    title="监测台账",
    unit="条",
    page="monitoring:ledger",
    row_page="monitoring:entry",
    rows=_rows,
    lines=_lines,
    sheet_rows=_sheet_rows,
    sheet_lines=_sheet_lines,
    columns=(*SCREEN_COLUMNS, *SHEET_COLUMNS),
    order="due",
    filters=(
        Filter("rule", "规则", _rules, _plain("rule")),
        place_filter(),
        Filter("status", "状态", lambda _reader: EntryStatus.choices, _plain("status")),
        Filter("severity", "等级", lambda _reader: Severity.choices, _plain("severity")),
        Filter("outcome", "结论", lambda _reader: Outcome.choices, _plain("outcome")),
        flag("month", "本月命中", lambda entries, reader: entries.filter(pk__in=found_in(reader.period))),
        flag("overdue", "逾期", lambda entries, reader: entries.filter(overdue_on(reader.today))),
        flag("mine", "我负责", lambda entries, reader: entries.filter(task__owner__user=reader.user)),
        flag("closing", "月结前要办", _closing),
    ),
    search=Search("name", "查找", "姓名 / 首字母 / 证件号码 / 户编号 / 账号", _find),
    is_urgent=lambda line: line.is_overdue,
    export_page="monitoring:export",
    export="monitoring.export_ledger",
    action="monitoring.ledger_exported",
    sheet_title=lambda reader: f"{reader.region_name}监测比对台账",
)


@dataclass(frozen=True, slots=True)
class WatchLine:
    """Somebody on the watch register as one line."""

    record: WatchRecord
    place: str
    is_overdue: bool


def _watch_lines(records: Sequence[Any], reader: Reader) -> list[WatchLine]:
    names = division_names(code for each in records for code in _codes(each))
    return [
        WatchLine(
            record=each,
            place=" / ".join(names[code] for code in _codes(each) if code in names),
            is_overdue=each.next_review_on < reader.today,
        )
        for each in records
    ]


def _codes(record: WatchRecord) -> list[str]:
    return list(dict.fromkeys((record.division[:9], record.division)))


def _watched(line: WatchLine) -> Cell:
    entry = line.record.entry_id
    return Cell(line.record.person.name, address=reverse("monitoring:entry", args=(entry,)) if entry else "")


def _review(line: WatchLine) -> Cell:
    return Cell(line.record.next_review_on.isoformat(), due=line.record.next_review_on)


NAME = (by_code_point("person__initials"), by_code_point("person__name"))
KIND = (by_rank("kind", WatchKind.values),)

WATCHED = Listing(
    code="watched",
    title="备案监测",
    unit="人",
    page="monitoring:watch",
    rows=lambda reader: watched_within(reader.scope),
    lines=_watch_lines,
    columns=(
        Column("name", "姓名", lambda line: line.record.person.name, _watched, sort=NAME, css="d-nowrap"),
        Column("place", "镇街 / 村居", lambda line: line.place, sort=("division",), width=30),
        Column(
            "kind", "类型", lambda line: str(line.record.get_kind_display()), sort=(by_code_point("kind"),)
        ),
        Column("reason", "原因", lambda line: line.record.reason, css="is-wide", width=40),
        Column("since", "列入", lambda line: line.record.since, sort=("since",), css="d-nowrap"),
        Column(
            "review",
            "下次复核",
            lambda line: line.record.next_review_on,
            _review,
            sort=("next_review_on",),
            css="d-nowrap",
        ),
    ),
    order="review",
    filters=(
        Filter("kind", "类型", lambda _reader: WatchKind.choices, _plain("kind")),
        place_filter(),
        flag("late", "过了复核日", lambda rows, reader: rows.filter(next_review_on__lt=reader.today)),
    ),
    is_urgent=lambda line: line.is_overdue,
    export_page="monitoring:watch_export",
    export="monitoring.export_ledger",
    action="monitoring.watch_exported",
    sheet_title=lambda reader: f"{reader.region_name}备案与低收入监测名册",
)
