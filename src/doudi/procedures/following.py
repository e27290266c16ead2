"""Say where an application stands in its procedure, which ways lead on, and what must not happen yet.

Nothing here is kept: a place in a procedure follows from what was recorded, and is worked out anew each time.
A way on is open once the events it waits for have happened since its step was entered, so that no step of law
can be passed by; an event that has to wait for its days cannot happen before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from doudi.kernel.working_days import WorkingCalendar
from doudi.procedures.deadlines import Deadline, State, deadlines_of_bound
from doudi.procedures.happening import Event
from doudi.procedures.shapes import ClockKind, Differing, Procedure, Step


@dataclass(frozen=True, slots=True)
class Record:
    """One thing recorded of an application: a step entered, or an event that happened, and by whom.

    `by` names the natural person; nothing where the system did it.
    """

    name: str
    on: date
    is_entry: bool = False
    at: datetime | None = None
    by: str = ""
    clock: str = ""
    ground: str = ""

    @property
    def event(self) -> Event:
        """Return what clocks count from."""
        return Event(self.name, self.on, self.at, self.clock, self.ground)


@dataclass(frozen=True, slots=True)
class WayOn:
    """A step that may follow, and the events that have not happened yet and must before it."""

    step: Step
    missing: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Say whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands: its step, since when, and what happened there since."""

    step: Step
    since: date
    events: tuple[str, ...]
    ways: tuple[WayOn, ...]

    @property
    def is_over(self) -> bool:
        """Say whether nothing follows."""
        return not self.step.follow

    @property
    def next_step(self) -> Step | None:
        """Return the only step whose way waited for something and is open; nothing where one may choose."""
        opened = (way.step for way in self.ways if way.is_open)
        waited = [one for one in opened if self.step.ways.get(one.name)]
        return waited[0] if len(waited) == 1 else None


def first_step(procedure: Procedure) -> Step:
    """Return the step every application begins with."""
    return next(iter(procedure.steps.values()))


def place_of(procedure: Procedure, records: Sequence[Record]) -> Place:
    """Return where these records, in their order, leave an application; it begins at the first step."""
    entries = [number for number, one in enumerate(records) if one.is_entry]
    start = entries[-1] if entries else -1
    step = procedure.steps[records[start].name] if entries else first_step(procedure)
    events = tuple(one.name for one in records[start + 1 :] if one.name in step.marks)
    since = records[start].on if entries else min((one.on for one in records), default=date.min)
    ways = tuple(_way(procedure, step, name, events) for name in step.follow)
    return Place(step, since, events, ways)


def _way(procedure: Procedure, step: Step, name: str, events: Sequence[str]) -> WayOn:
    missing = tuple(one for one in step.ways.get(name, ()) if one not in events)
    return WayOn(procedure.steps[name], missing)


def events_of_records(records: Sequence[Record]) -> tuple[Event, ...]:
    """Return the events among records; entering a step is none."""
    return tuple(one.event for one in records if not one.is_entry)


def too_early(
    procedure: Procedure, records: Sequence[Record], happening: Record, calendar: WorkingCalendar
) -> Deadline | None:
    """Return the clock whose days are not over and that an event may not end before; nothing if none."""
    now = events_of_records([*records, happening])
    for one in deadlines_of_bound(procedure, on=happening.on, events=now, calendar=calendar):
        stops_it = one.stopped is not None and one.stopped == happening.event
        if one.clock.kind is ClockKind.WAIT and stops_it and happening.on < one.due.on:
            return one
    return None


def may_be_extended(deadline: Deadline, *, on: date) -> bool:
    """Say whether the law lets a clock be extended on a day: once, before it is over, by its last day."""
    is_live = deadline.state in (State.RUNNING, State.PAUSED)
    return is_live and bool(deadline.clock.extension) and not deadline.extended and on <= deadline.due.on


def grounds_of(deadline: Deadline) -> tuple[str, ...]:
    """Return the grounds a bound clock may be extended on; empty where its law lists none."""
    said = deadline.clock.extension.grounds.fixed if deadline.clock.extension else ()
    return tuple(str(one) for one in said) if isinstance(said, tuple) else ()


def must_differ(procedure: Procedure, records: Sequence[Record], step: str, by: str) -> Iterator[Differing]:
    """Yield the rules by which a person who did another step may not do this one."""
    done = _doers(procedure, records)
    for rule in procedure.differing:
        others = (done.get(one, frozenset()) for one in rule.steps if one != step)
        if step in rule.steps and any(by in people for people in others):
            yield rule


def _doers(procedure: Procedure, records: Sequence[Record]) -> Mapping[str, frozenset[str]]:
    """Return who did each step: whoever recorded an event of it while the application stood there."""
    found: dict[str, frozenset[str]] = {}
    step = first_step(procedure).name
    for one in records:
        if one.is_entry:
            step = one.name
        elif one.by and one.name in procedure.steps[step].marks:
            found[step] = found.get(step, frozenset()) | {one.by}
    return found
