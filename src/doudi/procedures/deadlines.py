"""Answer which clocks run in a case and when each ends: `deadlines_of`, and by a bound procedure.

A clock of an application follows the version that stood on the day of acceptance; one that starts anew each
time (a review, a payment) follows the version of its own start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from doudi.kernel.counting import Count, Due, Pause, Unit, due_of
from doudi.kernel.working_days import WorkingCalendar
from doudi.policy.book import Book
from doudi.policy.chosen import Parameters
from doudi.policy.values import Table
from doudi.procedures.happening import EXTENDED, Event, in_order
from doudi.procedures.inheriting import NoProcedureYet, Procedures
from doudi.procedures.shapes import (
    Binding,
    Citation,
    Clock,
    ClockKind,
    Condition,
    Procedure,
    Programme,
    Source,
)

__all__ = ["Deadline", "State", "deadlines_of", "deadlines_of_bound", "resolved"]


class State(StrEnum):
    """How a clock stands on the day asked for."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    IN_TIME = "IN_TIME"
    LATE = "LATE"
    OVERDUE = "OVERDUE"
    TOO_EARLY = "TOO_EARLY"
    REACHED = "REACHED"


STATE_LABELS: Mapping[State, str] = {
    State.RUNNING: "计时中",
    State.PAUSED: "暂停中",
    State.IN_TIME: "按时完成",
    State.LATE: "逾期完成",
    State.OVERDUE: "已逾期",
    State.TOO_EARLY: "未满即止",
    State.REACHED: "已到日",
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value as it holds for a region and a day, with its source."""

    value: object
    citation: Citation
    region: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock of one case: what started it, how much it counts, when it ends and how it stands."""

    clock: Clock
    version: date
    started: Event
    amount: Resolved
    due: Due
    state: State
    stopped: Event | None = None
    extended: Event | None = None
    refused_extension: Event | None = None
    fixed_by: date | None = None


@dataclass(frozen=True)
class _Case:
    """What is asked: the day, what happened."""

    on: date
    events: tuple[Event, ...]
    calendar: WorkingCalendar


def deadlines_of(
    procedures: Procedures,
    book: Book,
    *,
    programme: str,
    region: str,
    on: date,
    events: Sequence[Event],
    calendar: WorkingCalendar,
) -> tuple[Deadline, ...]:
    """Return the clocks that events have started, by due day.

    Raises NoSuchProgramme, NoProcedureYet where no version stood on the day of acceptance, and BeyondDates.
    """
    case = _Case(on, in_order(events), calendar)
    day = bound_day(procedures.programme(programme), events, on)
    bound = procedures.in_force(programme, region, day)
    of_starts = _clocks_of_starts(case, procedures, book, (programme, region))
    return _by_due_day([*_clocks_of_application(case, bound, book.parameters(region, day)), *of_starts])


def deadlines_of_bound(
    bound: Procedure, *, on: date, events: Sequence[Event], calendar: WorkingCalendar
) -> tuple[Deadline, ...]:
    """Return the clocks of one application by the procedure it is bound to (see `bound`), by due day.

    Clocks that start anew each time follow the law of their own start and are not among them.
    """
    case = _Case(on, in_order(events), calendar)
    return _by_due_day(_clocks_of_application(case, bound, Parameters(bound.region, on, {})))


def _by_due_day(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    return tuple(sorted(found, key=lambda one: (one.due.on, one.started.on, one.clock.name)))


def bound_day(programme: Programme, events: Sequence[Event], on: date) -> date:
    """Return the day whose version an application follows: its acceptance, else the day asked for."""
    return min((event.on for event in events if event.name == programme.bound_by), default=on)


def _clocks_of_application(case: _Case, bound: Procedure, parameters: Parameters) -> Iterator[Deadline]:
    for event in case.events:
        for clock in _started(bound, event, Binding.APPLICATION, parameters):
            yield _deadline(case, bound, clock, event, parameters)


def _clocks_of_starts(
    case: _Case, procedures: Procedures, book: Book, whose: tuple[str, str]
) -> Iterator[Deadline]:
    programme, region = whose
    for event in case.events:
        try:
            then = procedures.in_force(programme, region, event.on)
        except NoProcedureYet:
            continue
        parameters = book.parameters(region, event.on)
        for clock in _started(then, event, Binding.START, parameters):
            yield _deadline(case, then, clock, event, parameters)


def _started(procedure: Procedure, event: Event, binding: Binding, parameters: Parameters) -> Iterator[Clock]:
    """Yield the clocks an event starts; one whose parameter nobody has set does not stand on that day."""
    for clock in procedure.clocks.values():
        if clock.binding is not binding or event.name not in clock.starts or not stands(clock, parameters):
            continue
        if not _over(clock, event, parameters):
            yield clock


def _over(clock: Clock, event: Event, parameters: Parameters) -> bool:
    """Tell whether a clock that runs until a fixed date was over before its event."""
    until = resolved(clock.amount, parameters, "").value
    return isinstance(until, date) and until < event.on


def stands(clock: Clock, parameters: Parameters) -> bool:
    """Tell whether a clock stands under a region's values."""
    return meets(clock.when, parameters) and (not clock.amount.key or clock.amount.key in parameters)


def meets(conditions: Sequence[Condition], parameters: Parameters) -> bool:
    """Tell whether every condition holds; one on a value nobody has set does not."""
    return all(one.key in parameters and parameters[one.key].value == one.value for one in conditions)


def resolved(source: Source, parameters: Parameters, set_by: str) -> Resolved:
    """Return what a source is worth for a region and a day; KeyError for a parameter nobody has set."""
    if source.citation is not None:
        return Resolved(source.fixed, source.citation, set_by)
    one = parameters[source.key]
    value = one.value.cells[(source.cell,)] if isinstance(one.value, Table) else one.value
    return Resolved(value, Citation(one.document, one.article, one.verified, one.note), one.region)


def _deadline(
    case: _Case, procedure: Procedure, clock: Clock, started: Event, parameters: Parameters
) -> Deadline:
    set_by = procedure.set_by[clock.name]
    pauses = tuple(_pauses(case, clock))
    stopped = _stop(case, clock, started)
    amount = resolved(clock.amount, parameters, set_by)
    due = _due(case, clock, amount, started, pauses)
    extended, refused = _extension(case, clock, parameters, due, started)
    if extended is not None and clock.extension is not None:
        amount = resolved(clock.extension.amount, parameters, set_by)
        due = _due(case, clock, amount, started, pauses)
    return Deadline(
        clock=clock,
        version=procedure.version,
        started=started,
        amount=amount,
        due=due,
        state=_state(case, clock, due, stopped, pauses),
        stopped=stopped,
        extended=extended,
        refused_extension=refused,
        fixed_by=case.calendar.known_until(due.on) if due.provisional else None,
    )


def _due(case: _Case, clock: Clock, amount: Resolved, started: Event, pauses: Sequence[Pause]) -> Due:
    return due_of(Count(clock.unit, amount.value, clock.months), started.start, case.calendar, pauses)


def _pauses(case: _Case, clock: Clock) -> Iterator[Pause]:
    """Yield the days a clock stood still; a pause that has not ended lasts through the day asked for."""
    for interval in clock.pauses:
        for event in case.events:
            if event.name == interval.begins:
                ends = _first(case, (interval.ends,), event)
                yield Pause(event.on, ends.on if ends else _day_after(case.on))


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _stop(case: _Case, clock: Clock, started: Event) -> Event | None:
    return _first(case, clock.stops, started)


def _first(case: _Case, names: Sequence[str], after: Event) -> Event | None:
    """Return the first event of these names on a day or after it, never the event itself."""
    later = (one for one in case.events if one.name in names and one is not after and _not_before(one, after))
    return next(later, None)


def _not_before(one: Event, other: Event) -> bool:
    if one.at and other.at:
        return one.at >= other.at
    return one.on >= other.on


def _extension(
    case: _Case, clock: Clock, parameters: Parameters, due: Due, started: Event
) -> tuple[Event | None, Event | None]:
    """Return the extension that counts, and the one that does not: too late, or on no ground of the law."""
    restarted = [one.on for one in case.events if one.name in clock.starts and one.on > started.on]
    until = min(restarted, default=date.max)
    asked = [
        one
        for one in case.events
        if one.name == EXTENDED and one.clock == clock.name and started.on <= one.on <= until
    ]
    for event in asked:
        if clock.extension is not None and event.on <= due.on and _grounded(clock, parameters, event):
            return event, None
    return None, asked[0] if asked else None


def _grounded(clock: Clock, parameters: Parameters, event: Event) -> bool:
    if clock.extension is None:
        return False
    grounds = clock.extension.grounds
    if grounds.citation is None and grounds.key not in parameters:
        return bool(event.ground)
    allowed = resolved(grounds, parameters, "").value
    return isinstance(allowed, tuple) and event.ground in allowed


def _state(case: _Case, clock: Clock, due: Due, stopped: Event | None, pauses: Sequence[Pause]) -> State:
    if clock.kind is ClockKind.WAIT and stopped is not None:
        return State.IN_TIME if stopped.on >= due.on else State.TOO_EARLY
    if stopped is not None:
        return State.IN_TIME if _in_time(clock, stopped, due) else State.LATE
    if any(pause.covers(case.on) for pause in pauses):
        return State.PAUSED
    if clock.kind in (ClockKind.WAIT, ClockKind.EFFECT):
        return State.REACHED if case.on >= due.on else State.RUNNING
    if clock.kind is ClockKind.VALIDITY:
        return State.REACHED if case.on > due.on else State.RUNNING
    return State.OVERDUE if case.on > due.on else State.RUNNING


def _in_time(clock: Clock, stopped: Event, due: Due) -> bool:
    if clock.unit is Unit.HOURS and due.at is not None and stopped.at is not None:
        return stopped.at <= due.at
    return stopped.on <= due.on
