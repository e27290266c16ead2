"""Every clock of the procedures against dates counted by hand, and the laws of versions and events."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.kernel.counting import BeyondDates, Due
from doudi.procedures.checking import clocks_of, events_of
from doudi.procedures.deadlines import Deadline, State, deadlines_of
from doudi.procedures.happening import EXTENDED, Event, EventWrong, read_events
from doudi.procedures.inheriting import NoProcedureYet
from doudi.procedures.listing import Key, clock_rows
from doudi.procedures.tests.procedures import real_book, real_calendar, real_procedures

BY_HAND = Path(__file__).with_name("deadlines_by_hand.tsv")


@dataclass(frozen=True, slots=True)
class Line:
    """One line counted by hand: on a calendar, never by the program."""

    programme: str
    clock: str
    region: str
    accepted: str
    event: str
    start: str
    ground: str
    due: str
    unknown_years: str
    verified: str
    working: str


def by_hand() -> list[Line]:
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        return [Line(**row) for row in csv.DictReader(file, delimiter="\t")]


def asked(programme: str, region: str, on: date, *events: Event) -> tuple[Deadline, ...]:
    return deadlines_of(
        real_procedures(),
        real_book(),
        programme=programme,
        region=region,
        on=on,
        events=events,
        calendar=real_calendar(),
    )


def answer(line: Line) -> Deadline:
    """Return what the program says to a line."""
    start = date.fromisoformat(line.start[:10])
    programme = real_procedures().programme(line.programme)
    events = [Event(line.event, start)]
    if line.accepted and line.event != programme.bound_by:
        events.append(Event(programme.bound_by, date.fromisoformat(line.accepted)))
    if line.ground:
        events.append(Event(EXTENDED, start, clock=line.clock, ground=line.ground))
    found = [
        one
        for one in asked(line.programme, line.region, start, *events)
        if one.clock.name == line.clock and one.started.on == start
    ]
    assert len(found) == 1, [one.clock.name for one in found]
    return found[0]


@pytest.mark.parametrize(
    "line", by_hand(), ids=lambda one: f"{one.programme}-{one.clock}-{one.region}-{one.start}"
)
def test_the_program_counts_as_it_was_counted_by_hand(line: Line) -> None:
    found = answer(line)

    years = tuple(int(year) for year in line.unknown_years.split())
    assert (found.due.on, found.due.unknown_years) == (date.fromisoformat(line.due), years)
    assert found.amount.citation.verified == (line.verified == "yes")
    assert bool(line.ground) == (found.extended is not None)
    assert line.working


def covered(line: Line) -> Key:
    found = answer(line)
    amount = found.amount
    place = (line.programme, line.clock, amount.region)
    return (*place, amount.value, amount.citation.document, found.extended is not None)


def test_every_numbered_clock_has_a_line_counted_by_hand() -> None:
    numbered = {row.key for row in clock_rows(real_procedures(), real_book())}

    assert numbered - {covered(line) for line in by_hand()} == set()


def named(found: tuple[Deadline, ...], clock: str) -> Deadline:
    return next(one for one in found if one.clock.name == clock)


def test_an_application_keeps_the_version_of_its_acceptance() -> None:
    found = asked(
        "DIBAO",
        "61",
        date(2021, 7, 20),
        Event("ACCEPTED", date(2021, 6, 28)),
        Event("SURVEY_DONE", date(2021, 7, 9)),
        Event("SUBMITTED", date(2021, 7, 19)),
    )

    assert {one.clock.name for one in found} == {"survey_finish", "appraisal", "opinion"}
    assert {one.version for one in found} == {date(2020, 8, 25)}
    # 2021-07-20, 21, 22, 23, 26: five working days of 2012, not the ten of 2021
    assert named(found, "opinion").due.on == date(2021, 7, 26)


@given(st.dates(date(2013, 1, 1), date(2026, 12, 1)), st.integers(0, 900))
def test_the_version_of_acceptance_sticks(accepted: date, later: int) -> None:
    on = accepted + timedelta(days=later)

    found = asked("DIBAO", "61", on, Event("ACCEPTED", accepted), Event("REJECTED", on))

    expected = real_procedures().in_force("DIBAO", "61", accepted).version
    assert {one.version for one in found} == {expected}


def test_a_review_follows_the_version_of_its_own_day() -> None:
    accepted = Event("ACCEPTED", date(2015, 3, 2))

    found = asked("DIBAO", "61", date(2024, 1, 1), accepted, Event("REVIEWED_STABLE", date(2023, 5, 10)))

    assert named(found, "review_stable").due.on == date(2024, 5, 10)


def test_a_region_that_has_no_power_delegated_has_the_long_clock() -> None:
    accepted = Event("ACCEPTED", date(2026, 3, 2))

    county = {one.clock.name for one in asked("DIBAO", "61", date(2026, 3, 2), accepted)}
    township = {one.clock.name for one in asked("DIBAO", "350505", date(2026, 3, 2), accepted)}

    assert county - township == {"total"}
    assert township - county == {"total_delegated"}


@pytest.mark.parametrize(
    ("on", "told", "state"),
    [
        (date(2026, 4, 14), None, State.RUNNING),
        (date(2026, 4, 15), None, State.OVERDUE),
        (date(2026, 4, 20), date(2026, 4, 14), State.IN_TIME),
        (date(2026, 4, 20), date(2026, 4, 15), State.LATE),
    ],
)
def test_how_a_clock_stands(on: date, told: date | None, state: State) -> None:
    events = [Event("ACCEPTED", date(2026, 3, 2)), *([Event("CONFIRMED", told)] if told else [])]

    assert named(asked("DIBAO", "61", on, *events), "total").state is state


def test_a_publicity_cut_short_is_told() -> None:
    begun, ended = Event("PUBLICITY_BEGUN", date(2026, 3, 2)), Event("PUBLICITY_ENDED", date(2026, 3, 8))

    found = named(asked("DIBAO", "61", date(2026, 3, 8), begun, ended), "publicity")

    assert (found.due.on, found.state) == (date(2026, 3, 9), State.TOO_EARLY)


@pytest.mark.parametrize(
    ("day", "ground"),
    [(date(2026, 4, 15), "OBJECTION"), (date(2026, 4, 10), "SPECIAL"), (date(2026, 4, 10), "")],
)
def test_an_extension_too_late_or_without_a_ground_of_the_law_does_not_count(day: date, ground: str) -> None:
    asked_for = Event(EXTENDED, day, clock="total", ground=ground)

    found = named(asked("DIBAO", "61", day, Event("ACCEPTED", date(2026, 3, 2)), asked_for), "total")

    assert (found.due, found.extended, found.refused_extension) == (Due(date(2026, 4, 14)), None, asked_for)


def test_a_second_publicity_starts_its_clock_again() -> None:
    first, second = Event("PUBLICITY_BEGUN", date(2026, 3, 2)), Event("PUBLICITY_BEGUN", date(2026, 3, 20))
    ended = Event("PUBLICITY_ENDED", date(2026, 3, 9))

    found = [
        (one.due.on, one.state)
        for one in asked("DIBAO", "61", date(2026, 3, 20), first, ended, second)
        if one.clock.name == "publicity"
    ]

    assert found == [(date(2026, 3, 9), State.IN_TIME), (date(2026, 3, 27), State.RUNNING)]


def test_past_the_calendar_the_day_is_provisional_and_says_until_when_it_is_known() -> None:
    found = named(asked("DIBAO", "61", date(2026, 12, 20), Event("ACCEPTED", date(2026, 12, 20))), "total")

    assert found.due.unknown_years == (2027,)
    assert found.fixed_by == date(2026, 12, 31)


def test_appraisal_and_publicity_do_not_count_where_the_region_says_so() -> None:
    # 30 days from 2022-03-01 would be 03-31; 03-10 and 11 and 03-20 to 26 stood still: nine days more
    found = asked(
        "DIBAO",
        "50",
        date(2022, 4, 1),
        Event("ACCEPTED", date(2022, 3, 1)),
        Event("APPRAISAL_STARTED", date(2022, 3, 10)),
        Event("APPRAISED", date(2022, 3, 12)),
        Event("PUBLICITY_BEGUN", date(2022, 3, 20)),
        Event("PUBLICITY_ENDED", date(2022, 3, 27)),
    )

    assert named(found, "total").due.on == date(2022, 4, 9)


def test_a_pause_that_has_not_ended_is_told_and_lasts_through_today() -> None:
    found = asked(
        "DIBAO",
        "50",
        date(2022, 3, 22),
        Event("ACCEPTED", date(2022, 3, 1)),
        Event("PUBLICITY_BEGUN", date(2022, 3, 20)),
    )

    # 03-20, 21 and 22 stand still so far
    assert (named(found, "total").state, named(found, "total").due.on) == (State.PAUSED, date(2022, 4, 3))


def test_an_extension_belongs_to_the_start_it_follows() -> None:
    accepted = [Event("ACCEPTED", date(2026, 3, 2)), Event("ACCEPTED", date(2026, 6, 1))]
    asked_for = Event(EXTENDED, date(2026, 6, 5), clock="total", ground="OBJECTION")

    found = [
        one
        for one in asked("DIBAO", "61", date(2026, 6, 5), *accepted, asked_for)
        if one.clock.name == "total"
    ]

    assert [(one.extended, one.refused_extension) for one in found] == [(None, None), (asked_for, None)]


DAYS = st.one_of(
    st.dates().map(date.isoformat),
    st.dates(date(2019, 1, 1), date(2027, 6, 30)).map(date.isoformat),
    st.sampled_from(["", "2026-02-30", "20260302", "9999-12-31", "0001-01-01"]),
)
MOMENTS = st.sampled_from(["2026-03-01T09:30", "0001-01-01T00:00+14:00", "9999-12-31T23:59-11:00", "noon"])


@st.composite
def said_of_a_case(draw: st.DrawFn) -> tuple[str, list[dict[str, object]]]:
    """Draw a programme and events, most of them its own and some that nobody should write."""
    code = draw(st.sampled_from(sorted(real_procedures().programmes)))
    programme = real_procedures().programme(code)
    own = st.sampled_from(sorted(events_of(programme)))
    one = st.fixed_dictionaries(
        {"event": own, "on": DAYS},
        optional={"at": MOMENTS},
    )
    clocks = st.sampled_from([*clocks_of(programme), "nothing"])
    grounds = st.sampled_from(["OBJECTION", "SPECIAL", "RAIN"])
    extended = st.fixed_dictionaries(
        {"event": st.just(EXTENDED), "on": DAYS, "clock": clocks}, optional={"ground": grounds}
    )
    strange = st.sampled_from([{"event": "\ud800", "on": "2026-03-01"}, {"\ud800": 1}, {}, {"event": 1}])
    return code, draw(st.lists(st.one_of(one, one, one, extended, strange), max_size=6))


@settings(max_examples=400, deadline=None)
@given(
    said_of_a_case(),
    st.sampled_from(["00", "61", "350505", "371521", "50"]),
    st.one_of(st.dates(date(2026, 1, 1)), st.just(date.max)),
)
def test_whatever_is_said_is_answered_or_refused(
    said: tuple[str, list[dict[str, object]]], region: str, on: date
) -> None:
    programme, procedures = said[0], real_procedures()
    told = ""
    try:
        events = read_events(said[1], procedures.programme(programme), procedures.vocabulary, on=on)
        found = asked(programme, region, on, *events)
    except (EventWrong, NoProcedureYet, BeyondDates) as refused:
        told, found = str(refused), ()

    assert told == told.encode("utf-8").decode("utf-8")  # a terminal can print the refusal
    assert all(one.amount.citation.document or one.amount.citation.note for one in found)
