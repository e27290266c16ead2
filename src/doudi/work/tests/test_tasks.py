"""Tasks move as their table says, keep every move, and go back only by whoever moved them last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from doudi.accounts.models import Post
from doudi.audit.models import Entry
from doudi.kernel.counting import Unit
from doudi.regions.models import CalendarDay
from doudi.work.models import Absence, Escalation, Pause, Task
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.keeping import timeliness
from doudi.work.selectors.owners import Owners, posts_present
from doudi.work.services.moves import Act
from doudi.work.services.pauses import (
    PauseAlreadyAsked,
    PauseAlreadyDecided,
    PauseDecidedByAsker,
    PauseNotPossible,
    ask_for_pause,
    decide_pause,
)
from doudi.work.services.tasks import (
    NothingToTakeBack,
    PostElsewhere,
    TaskOver,
    begin,
    end_tasks,
    finish,
    hand_out,
    open_tasks,
    redate,
    take_back,
)
from doudi.work.services.watching import escalate_late, fix_due_days
from doudi.work.states import STATE_AFTER, TASK_MOVES, MoveKind, TaskMoveNotAllowed, TaskState, state_of
from doudi.work.tests.tasks import AT, a_task, new_task
from tests.county import COUNTY, EAST, VILLAGE, County, build_county

LATER = AT + timedelta(hours=1)


@pytest.fixture
def county(db: None) -> County:
    """Give a county with officers and a calendar that ends on 29 December 2026."""
    return build_county()


@pytest.fixture
def east(county: County) -> Post:
    """Give the post of the township's officer."""
    return county.people["east"].posts.get()


def kinds(task: Task) -> list[str]:
    """Return what happened to a task, oldest first."""
    return list(task.moves.order_by("pk").values_list("kind", flat=True))


def test_a_task_opened_has_an_owner_a_due_day_and_its_first_move(east: Post) -> None:
    task = a_task(owner=east)
    assert (task.state, task.due_on, task.is_provisional) == ("OPEN", date(2026, 11, 16), False)
    assert kinds(task) == ["OPENED"]


def test_a_subject_has_one_live_task_of_a_kind(county: County) -> None:
    a_task()
    with pytest.raises(IntegrityError):
        a_task()


def test_a_task_over_makes_room_for_the_next_one(county: County) -> None:
    finish(a_task(), result="DONE", act=Act(AT))
    assert a_task().state == "OPEN"


def test_handing_out_names_the_owner_and_may_set_another_day(county: County, east: Post) -> None:
    by = county.people["county"]
    task = hand_out(a_task(), owner=east, act=Act(AT, by), due_on=date(2026, 11, 30))
    assert (task.owner, task.due_on, task.unit) == (east, date(2026, 11, 30), "DATE")
    assert Entry.objects.filter(action="work.handed_out", subject_id=str(task.pk)).count() == 1


def test_a_post_elsewhere_gets_nothing(county: County) -> None:
    with pytest.raises(PostElsewhere):
        hand_out(a_task(), owner=county.people["west"].posts.get(), act=Act(AT, county.people["county"]))


def test_what_is_over_is_not_handed_out(county: County, east: Post) -> None:
    task = finish(a_task(), result="DONE", act=Act(AT))
    with pytest.raises(TaskOver):
        hand_out(task, owner=east, act=Act(AT, county.people["county"]))


def test_whoever_handed_out_takes_it_back_with_the_clock_there_was(county: County, east: Post) -> None:
    by = county.people["county"]
    task = a_task(on=date(2026, 12, 18))
    assert task.is_provisional
    hand_out(task, owner=east, act=Act(AT, by), due_on=date(2026, 12, 21))

    back = take_back(task, act=Act(LATER, by))

    assert (back.owner, back.due_on, back.is_provisional) == (None, date(2027, 1, 4), True)
    assert (back.unit, back.amount) == ("WORKING_DAYS", 10)


def test_a_result_taken_back_leaves_the_task_where_it_was(county: County, east: Post) -> None:
    by = county.people["east"]
    task = begin(a_task(owner=east), act=Act(AT, by))
    finish(task, result="DONE", act=Act(AT, by))
    back = take_back(task, act=Act(LATER, by))
    assert (back.state, back.result, back.done_on) == ("STARTED", "", None)
    assert kinds(back) == ["OPENED", "STARTED", "FINISHED", "UNDONE"]


def test_only_ones_own_last_move_is_taken_back(county: County, east: Post) -> None:
    mine, other = county.people["county"], county.people["review"]
    task = hand_out(a_task(), owner=east, act=Act(AT, mine))
    with pytest.raises(NothingToTakeBack):
        take_back(task, act=Act(LATER, other))
    begin(task, act=Act(LATER, county.people["east"]))
    with pytest.raises(NothingToTakeBack):
        take_back(task, act=Act(LATER, mine))
    with pytest.raises(NothingToTakeBack):
        take_back(a_task("8"), act=Act(LATER))


def test_an_answer_given_anew_keeps_the_day_it_was_done(county: County) -> None:
    by = county.people["east"]
    task = finish(a_task(), result="ONE", act=Act(AT, by))
    again = finish(task, result="OTHER", act=Act(AT + timedelta(days=3), by))
    assert (again.result, again.done_on) == ("OTHER", AT.date())
    assert take_back(again, act=Act(AT + timedelta(days=3), by)).result == "ONE"


def test_a_cancelled_task_is_not_finished(county: County) -> None:
    task = a_task()
    end_tasks([task], MoveKind.CANCELLED, Act(AT), result="", recorded_as="monitoring.month_compared")
    with pytest.raises(TaskMoveNotAllowed):
        finish(task, result="DONE", act=Act(AT))


@pytest.mark.parametrize(("may_be", "due"), [("any", 4), ("earlier", 4), ("later", 16)])
def test_another_clock_counts_where_it_may(county: County, may_be: str, due: int) -> None:
    task = redate(a_task(), Clock(AT.date(), 2, Unit.WORKING_DAYS), act=Act(AT), may_be=may_be)
    assert task.due_on == date(2026, 11, due)


def test_a_pause_counts_only_when_another_person_grants_it_and_once(county: County, east: Post) -> None:
    task, asker, other = a_task(owner=east), county.people["east"], county.people["review"]
    pause = ask_for_pause(task, until=date(2026, 11, 6), reason="等残联答复", by=asker, at=AT)
    with pytest.raises(PauseAlreadyAsked):
        ask_for_pause(task, until=date(2026, 11, 9), reason="再等", by=asker, at=AT)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 16)
    with pytest.raises(PauseDecidedByAsker):
        decide_pause(pause, granted=True, by=asker, at=AT)

    decide_pause(pause, granted=True, by=other, at=AT)

    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 20)
    for granted in (True, False):
        with pytest.raises(PauseAlreadyDecided):
            decide_pause(pause, granted=granted, by=other, at=AT)
    assert Pause.objects.get().status == "GRANTED"


def test_a_day_set_after_a_pause_is_the_day_that_was_set(county: County, east: Post) -> None:
    task, mine = a_task(owner=east), county.people["county"]
    pause = ask_for_pause(task, until=date(2026, 11, 6), reason="等答复", by=county.people["east"], at=AT)
    decide_pause(pause, granted=True, by=mine, at=AT)
    task = hand_out(task, owner=east, act=Act(AT, mine), due_on=date(2026, 11, 11))
    assert task.due_on == date(2026, 11, 11)
    again = ask_for_pause(task, until=date(2026, 11, 4), reason="再等", by=county.people["east"], at=AT)
    decide_pause(again, granted=True, by=mine, at=AT)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 13)


def test_a_clock_that_has_run_out_is_not_stopped_afterwards(county: County) -> None:
    late = AT + timedelta(days=20)
    with pytest.raises(PauseNotPossible):
        ask_for_pause(a_task(), until=date(2026, 12, 1), reason="补申请", by=county.people["east"], at=late)


def test_provisional_days_are_fixed_once_by_the_notice_the_finished_too(county: County) -> None:
    open_one, done = a_task(on=date(2026, 12, 18)), a_task("8", on=date(2026, 12, 18))
    finish(done, result="DONE", act=Act(AT))
    assert fix_due_days(COUNTY, Act(LATER)) == 0
    first = date(2026, 12, 30)
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=day.weekday() < 5 and day.day not in (1, 4), source="放假通知")
        for day in (first + timedelta(days=n) for n in range(30))
    )

    assert fix_due_days(COUNTY, Act(LATER)) == 2
    assert fix_due_days(COUNTY, Act(LATER)) == 0

    for task in (open_one, done):
        task.refresh_from_db()
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 5), False)
        assert kinds(task)[-1] == "FIXED"


def test_each_level_hears_of_a_late_task_once_a_due_day(county: County, east: Post) -> None:
    task = a_task(owner=east)
    a_task("8", owner=east, on=date(2026, 12, 18))
    a_task("9")
    assert escalate_late(COUNTY, on=date(2026, 11, 16), act=Act(AT)) == 0
    assert escalate_late(COUNTY, on=date(2026, 11, 17), act=Act(AT)) == 1
    assert escalate_late(COUNTY, on=date(2026, 11, 17), act=Act(AT)) == 0
    assert escalate_late(COUNTY, on=date(2027, 3, 1), act=Act(AT)) == 1
    told = Escalation.objects.order_by("pk").values_list("task", "told")
    assert list(told) == [(task.pk, COUNTY), (task.pk, "4402")]
    hand_out(task, owner=east, act=Act(AT, county.people["county"]), due_on=date(2026, 11, 18))
    assert escalate_late(COUNTY, on=date(2026, 11, 19), act=Act(AT)) == 1


def test_who_is_away_counts_as_nobody(county: County, east: Post) -> None:
    today = AT.date()
    assert Owners(today).of("TOWNSHIP", VILLAGE) == east
    Absence.objects.create(
        post=east, begins_on=today, ends_on=today + timedelta(days=1),
        recorded_by=county.people["county"], recorded_at=AT,
    )  # fmt: skip
    above = county.people["county"].posts.get()
    assert Owners(today).of("TOWNSHIP", VILLAGE) == Owners(today).of("VILLAGE", VILLAGE) == above
    assert not posts_present(today).filter(pk=east.pk).exists()
    assert Owners(today + timedelta(days=1)).of("TOWNSHIP", VILLAGE) == east


def test_what_is_not_due_speaks_neither_for_a_township_nor_against_it(county: County) -> None:
    tasks = open_tasks([new_task(str(n), days=n) for n in range(1, 6)], Act(AT))
    provisional = a_task("p", on=date(2026, 12, 18))
    for task in tasks[:2]:
        finish(task, result="DONE", act=Act(AT + timedelta(days=1)))
    finish(tasks[2], result="DONE", act=Act(AT + timedelta(days=9)))
    end_tasks([tasks[3]], MoveKind.CANCELLED, Act(AT), result="", recorded_as="monitoring.month_compared")
    finish(provisional, result="DONE", act=Act(AT + timedelta(days=90)))

    (kept,) = timeliness(Task.objects.all(), on=date(2026, 11, 10))

    assert (kept.division, kept.handed, kept.in_time, kept.late) == (EAST, 6, 2, 1)
    assert (kept.waiting, kept.overdue, kept.share.text) == (1, 1, "50%")


def test_every_state_is_reached_and_what_is_over_is_left_only_by_taking_back() -> None:
    reached = {TaskState.OPEN}
    for _ in TaskState:
        reached |= {after for state in reached for after in TASK_MOVES[state]}
    assert reached == set(TaskState) == set(STATE_AFTER.values())
    assert not TASK_MOVES[TaskState.CANCELLED]


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ("OPENED", "OPEN"),
        ("OPENED HANDED_OUT STARTED PAUSED", "STARTED"),
        ("OPENED FINISHED UNDONE", "OPEN"),
        ("OPENED STARTED FINISHED UNDONE FINISHED FINISHED UNDONE", "FINISHED"),
        ("OPENED STARTED HANDED_OUT UNDONE", "STARTED"),
    ],
)
def test_the_state_follows_from_the_moves(moves: str, state: str) -> None:
    assert state_of(MoveKind(each) for each in moves.split()) == state
