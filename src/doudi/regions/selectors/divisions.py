"""Answers questions about divisions, organisations and working days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.divisions import parent_code
from doudi.kernel.working_days import WorkingCalendar
from doudi.regions.models import CalendarDay, Division
from doudi.regions.states import Level


class CalendarMissing(Refusal):
    """The calendar has no notice for a day that a statutory clock needs."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"工作日历没有 {day.isoformat()} 之后的放假安排，期限算不出来。"
            "请系统管理员用 load_calendar 装入当年国务院办公厅放假通知后重试。"
        )
        self.day = day


def divisions_below(code: str, *, level: Level | None = None) -> QuerySet[Division]:
    """Return a division and all below it, in code order; only those of one level when given."""
    below = Division.objects.filter(code__startswith=code).order_by("code")
    return below.filter(level=level) if level else below


def divisions_within(scope: Scope, *, level: Level) -> QuerySet[Division]:
    """Return the divisions of one level that a scope covers."""
    return Division.objects.filter(scope.q("code"), level=level).order_by("code")


def offices_below(code: str, *, on: date) -> QuerySet[Division]:
    """Return the divisions right below one that are in use on a day, in code order."""
    inside = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return Division.objects.filter(inside, parent_id=code, valid_from__lte=on).order_by("code")


def division_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of divisions by code; a code that is not there is left out."""
    return dict(Division.objects.filter(code__in=set(codes)).values_list("code", "name"))


def name_path(code: str, *, since: Level = Level.TOWNSHIP) -> str:
    """Return a division's name with the names above it up to a level: “新韶镇 / 陈江村村民委员会”."""
    codes = [code]
    while parent_code(codes[-1]):
        codes.append(parent_code(codes[-1]))
    levels = list(Level)
    shown = {
        division.code: division.name
        for division in Division.objects.filter(code__in=codes)
        if levels.index(Level(division.level)) >= levels.index(since) or division.code == code
    }
    return " / ".join(shown[part] for part in reversed(codes) if part in shown)


def nth_working_day(start: date, days: int) -> date:
    """Return the working day that is `days` working days after `start`, which itself does not count.

    Raises CalendarMissing where the calendar ends: a statutory clock is never guessed.
    """
    if days < 1:
        raise ValueError(days)
    coming = CalendarDay.objects.filter(day__gt=start).order_by("day").values_list("day", "is_working")
    counted, previous = 0, start
    for day, is_working in coming.iterator(chunk_size=64):
        if (day - previous).days != 1:
            break
        previous = day
        counted += is_working
        if counted == days:
            return day
    raise CalendarMissing(previous)


def working_days_between(start: date, end: date) -> int:
    """Return how many working days lie after `start`, up to and including `end`.

    Raises CalendarMissing, with the last day that is known, where the calendar ends before `end`.
    """
    days = CalendarDay.objects.filter(day__gt=start, day__lte=end).order_by("day")
    counted, previous = 0, start
    for day, is_working in days.values_list("day", "is_working"):
        if (day - previous).days != 1:
            break
        counted, previous = counted + is_working, day
    if previous < end:
        raise CalendarMissing(previous)
    return counted


def working_calendar(always_rest: frozenset[str] = frozenset()) -> WorkingCalendar:
    """Return the whole calendar as a value for pure rules; `always_rest` are days of the year (MM-DD)."""
    return WorkingCalendar(dict(CalendarDay.objects.values_list("day", "is_working")), always_rest)


def division_exists(code: str) -> bool:
    """Tell whether a division of this code is, or was, in the table."""
    return Division.objects.filter(code=code).exists()


def calendar_ends_on() -> date | None:
    """Return the last day the calendar of holidays knows; None while it is empty."""
    return CalendarDay.objects.order_by("-day").values_list("day", flat=True).first()
