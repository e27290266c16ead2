"""Whatever happens to tasks in any order, clocks, owners, ladders and shares are what a plain model says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.services import end_post
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.kernel.counting import Unit
from doudi.kernel.shares import Share
from doudi.regions.models import CalendarDay
from doudi.work.models import Escalation, Task
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.inbox import nobodys
from doudi.work.selectors.keeping import timeliness
from doudi.work.selectors.owners import posts_present
from doudi.work.services.leaving import hand_over_left
from doudi.work.services.moves import Act
from doudi.work.services.pauses import ask_for_pause, decide_pause
from doudi.work.services.tasks import begin, finish, hand_out, open_tasks, redate, take_back
from doudi.work.services.watching import escalate_late, fix_due_days
from doudi.work.states import MoveKind, state_of
from doudi.work.tests.tasks import new_task
from tests.county import COUNTY, EAST, build_county

ONE = timedelta(days=1)
ABOVE_EAST = (COUNTY, "4402")
which, amounts, MOST = st.integers(0, 2), st.integers(1, 12), 3


@dataclass(frozen=True)
class Said:
    """What the plain model says of a task after a move."""

    kind: str
    clock: tuple[str, date, int]
    state: str = "OPEN"
    owner: int | None = None


@dataclass
class Plain:
    """A task as the plain model has it: its moves, its paused days by clock, when it was done."""

    moves: list[Said]
    paused: dict[tuple[str, date, int], set[date]] = field(default_factory=dict)
    done_on: date | None = None
    is_final: bool = False

    @property
    def now(self) -> Said:
        """Return where it stands."""
        return self.moves[-1]

    def move(self, kind: str, **changed: object) -> None:
        """Add a move."""
        self.moves.append(replace(self.now, kind=kind, **changed))  # type: ignore[arg-type]  # fields of Said


class World(RuleBasedStateMachine):
    """Tasks of a township on both sides of the end of the calendar, and the plain model of them."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.county = build_county()
        self.today = date(2026, 12, 17)
        self.worked = dict(CalendarDay.objects.values_list("day", "is_working"))
        self.plain: dict[int, Plain] = {}
        self.told: set[tuple[int, date, str]] = set()
        self.above = self.county.people["county"].posts.get()
        self.posts = [self.county.people["east"].posts.get()]
        self.hired = 0

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def act(self) -> Act:
        """Return an act of the county's officer at ten on the day."""
        return Act(datetime.combine(self.today, time(2), UTC), self.county.people["county"])

    def is_worked(self, day: date) -> bool:
        """Say whether a day is worked, or supposed to be."""
        return self.worked.get(day, day.weekday() < 5 and (day.month, day.day) != (1, 1))

    def due(self, plain: Plain, clock: tuple[str, date, int]) -> tuple[date, bool]:
        """Count a clock day by day; say whether a day on the way was only supposed."""
        unit, day, left = clock
        paused = plain.paused.get(clock, set())
        if unit == "DATE":
            left, paused = sum(self.is_worked(each) for each in paused), set()
        guessed = False
        while left:
            day += ONE
            if day not in paused:
                guessed |= day not in self.worked
                left -= self.is_worked(day)
        return day, guessed

    def chosen(self, number: int) -> tuple[Task, Plain] | None:
        """Return one of the tasks there are."""
        if not self.plain:
            return None
        key = sorted(self.plain)[number % len(self.plain)]
        return Task.objects.get(pk=key), self.plain[key]

    def present(self) -> list[Post]:
        """Return the township's posts that are held today."""
        return [post for post in self.posts if post.is_held_on(self.today)]

    def settle(self, plain: Plain) -> None:
        """Note whether the due day rests on announced days only."""
        plain.is_final = not self.due(plain, plain.now.clock)[1]


class Invariants(World):
    """What must hold after whatever happened."""

    @invariant()
    def tasks_are_what_their_moves_say(self) -> None:
        """Owner, clock, state and day are the model's, and the state follows from the rows."""
        for task in Task.objects.prefetch_related("moves"):
            plain = self.plain[task.pk]
            due, guessed = self.due(plain, plain.now.clock)
            seen = (task.state, task.owner_id, task.due_on, task.is_provisional, task.done_on)
            assert seen == (plain.now.state, plain.now.owner, due, guessed, plain.done_on)
            moves = sorted(task.moves.all(), key=lambda move: move.pk)
            assert [move.kind for move in moves] == [said.kind for said in plain.moves]
            assert state_of(MoveKind(move.kind) for move in moves) == task.state

    @invariant()
    def every_open_task_has_somebody_there_or_counts_as_nobodys(self) -> None:
        """A task counts as nobody's exactly when no post that is held and present has it."""
        there = set(posts_present(self.today).values_list("pk", flat=True))
        nobody = set(Task.objects.filter(nobodys(self.today)).values_list("pk", flat=True))
        assert nobody == {key for key, plain in self.plain.items() if plain.now.owner not in there}

    @invariant()
    def each_level_is_told_once(self) -> None:
        """Who was told of which due day is what the model says."""
        assert (
            list(Escalation.objects.values_list("task", "due_on", "told").distinct().order_by())
            or not self.told
        )
        assert set(Escalation.objects.values_list("task", "due_on", "told")) == self.told
        assert Escalation.objects.count() == len(self.told)

    @invariant()
    def the_share_in_time_is_right(self) -> None:
        """Done in time over done and overdue; what waits for the calendar is late for nobody."""
        in_time = late = overdue = 0
        for plain in self.plain.values():
            due, guessed = self.due(plain, plain.now.clock)
            done = plain.done_on
            in_time += done is not None and done <= due
            late += done is not None and done > due and not guessed
            overdue += done is None and due < self.today and not guessed
        for kept in timeliness(Task.objects.all(), on=self.today):
            assert (kept.in_time, kept.late, kept.overdue) == (in_time, late, overdue)
            assert kept.share == Share(in_time, in_time + late + overdue)


class Hands(Invariants):
    """What people do with tasks, and who comes and leaves."""

    @rule(number=which, ahead=st.none() | st.integers(0, 30))
    def give(self, number: int, ahead: int | None) -> None:
        """The county hands a task out, with another day or without."""
        found = self.chosen(number)
        if found is None or not self.present():
            return
        task, plain = found
        owner, day = self.present()[-1], None if ahead is None else self.today + timedelta(days=ahead)
        try:
            hand_out(task, owner=owner, act=self.act(), due_on=day)
        except Refusal:
            assert plain.now.state == "FINISHED"
            return
        kept = day is None or day == self.due(plain, plain.now.clock)[0]
        clock = plain.now.clock if kept or day is None else ("DATE", day, 0)
        plain.move("HANDED_OUT", owner=owner.pk, clock=clock)
        self.settle(plain)

    @rule(number=which)
    def start(self, number: int) -> None:
        """Somebody begins."""
        if found := self.chosen(number):
            begin(found[0], act=self.act())
            if found[1].now.state == "OPEN":
                found[1].move("STARTED", state="STARTED")

    @rule(number=which)
    def end(self, number: int) -> None:
        """Somebody finishes, or answers anew."""
        if found := self.chosen(number):
            finish(found[0], result="DONE", act=self.act())
            found[1].done_on = found[1].done_on or self.today
            found[1].move("FINISHED", state="FINISHED")

    @rule(number=which)
    def undo(self, number: int) -> None:
        """The county takes back what it did last."""
        if not (found := self.chosen(number)):
            return
        task, plain = found
        try:
            take_back(task, act=self.act())
        except Refusal:
            assert plain.now.kind not in ("HANDED_OUT", "FINISHED")
            return
        assert plain.now.kind in ("HANDED_OUT", "FINISHED")
        before = plain.moves[-2]
        plain.moves.append(replace(before, kind="UNDONE"))
        plain.done_on = plain.done_on if before.state == "FINISHED" else None
        self.settle(plain)

    @precondition(lambda self: self.hired < 4)
    @rule()
    def hire(self) -> None:
        """The township gets another officer."""
        self.hired += 1
        user = self.county.hire(Role.TOWNSHIP_OFFICER, EAST, username=f"east-{self.hired}")
        self.posts.append(user.posts.get())

    @rule()
    def leave(self) -> None:
        """The officer who came first leaves, and hands over to whoever is there, or to the county."""
        if not self.present():
            return
        gone = self.present()[0]
        with override_settings(APP_CLOCK=f"frozen:{self.today}T10:00+08:00"):
            end_post(gone, by=SYSTEM, at=self.act().at, on=self.today, reason="调离")
        gone.refresh_from_db()
        assert hand_over_left(COUNTY, on=self.today, act=Act(self.act().at)) == 0, "handed over at once"
        heir = min(self.present(), key=lambda post: (post.valid_from, post.pk), default=self.above)
        left = {None, *(post.pk for post in self.posts if not post.is_held_on(self.today))}
        for plain in self.plain.values():
            if plain.now.state != "FINISHED" and plain.now.owner in left:
                plain.move("HANDED_OVER", owner=heir.pk)


class Tasks(Hands):
    """What happens to clocks."""

    @initialize()
    def begin_with_one(self) -> None:
        """There is something to be done."""
        self.open_task(5)

    @rule(number=which, ahead=st.integers(0, 30))
    def think_again(self, number: int, ahead: int) -> None:
        """The county hands a task out and takes that back at once."""
        self.give(number, ahead)
        self.undo(number)

    @rule(number=which, days=st.integers(1, 3))
    def end_late(self, number: int, days: int) -> None:
        """Somebody finishes only after the due day."""
        if found := self.chosen(number):
            due = self.due(found[1], found[1].now.clock)[0]
            self.today = max(self.today, due + timedelta(days=days))
            self.end(number)

    @precondition(lambda self: len(self.plain) < MOST)
    @rule(days=amounts)
    def open(self, days: int) -> None:
        """A module opens a task in the hands of whoever is there."""
        self.open_task(days)

    def open_task(self, days: int) -> None:
        """Open a task and note it in the model."""
        owner = self.present()[0] if self.present() else None
        wanted = new_task(str(len(self.plain)), owner=owner, days=days, on=self.today)
        (task,) = open_tasks([wanted], self.act())
        said = Said("OPENED", ("WORKING_DAYS", self.today, days), owner=owner.pk if owner else None)
        self.plain[task.pk] = Plain([said])
        self.settle(self.plain[task.pk])

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        """Days pass, and on the morning after them the patrol comes, twice as once."""
        self.today += timedelta(days=days)
        self.patrol()
        self.patrol()

    @rule(number=which, days=st.integers(1, 10), granted=st.booleans())
    def pause(self, number: int, days: int, granted: bool) -> None:
        """The township wishes to stop a clock; another person decides."""
        if not (found := self.chosen(number)):
            return
        task, plain = found
        people, at = self.county.people, self.act().at
        until, due = self.today + timedelta(days=days), self.due(plain, plain.now.clock)[0]
        try:
            asked = ask_for_pause(task, until=until, reason="等残联答复", by=people["east"], at=at)
        except Refusal:
            assert plain.now.state == "FINISHED" or due < self.today
            return
        decide_pause(asked, granted=granted, by=people["review"], at=at)
        if granted:
            stood = {self.today + timedelta(days=n) for n in range(1, days + 1)}
            plain.paused.setdefault(plain.now.clock, set()).update(stood)
            plain.move("PAUSED")
            self.settle(plain)

    @rule(number=which, days=amounts, may_be=st.sampled_from(("earlier", "later")))
    def regrade(self, number: int, days: int, may_be: str) -> None:
        """A grade changes, and with it the clock."""
        found = self.chosen(number)
        if found is None or found[1].now.state == "FINISHED":
            return
        task, plain = found
        redate(task, Clock(self.today, days, Unit.WORKING_DAYS), act=self.act(), may_be=may_be)
        clock = ("WORKING_DAYS", self.today, days)
        old, new = self.due(plain, plain.now.clock)[0], self.due(plain, clock)[0]
        if new != old and (new < old) == (may_be == "earlier"):
            plain.move("REDATED", clock=clock)
            self.settle(plain)

    @rule(days=st.integers(20, 60))
    def announce(self, days: int) -> None:
        """A notice says what the next days are: every ninth of a month rests."""
        first = max(self.worked) + ONE
        fresh = {
            day: self.is_worked(day) and day.day != 9
            for day in (first + timedelta(days=n) for n in range(days))
        }
        before = {key: (self.due(plain, plain.now.clock)[0]) for key, plain in self.plain.items()}
        self.worked |= fresh
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, is_working=worked, source="放假通知") for day, worked in fresh.items()
        )
        fix_due_days(COUNTY, Act(self.act().at))
        for key, plain in self.plain.items():
            due, guessed = self.due(plain, plain.now.clock)
            if not plain.is_final and (due != before[key] or not guessed):
                plain.move("FIXED")
                self.settle(plain)

    def patrol(self) -> None:
        """The levels above are told of what is late, each once a due day."""
        escalate_late(COUNTY, on=self.today, act=Act(self.act().at))
        for key, plain in self.plain.items():
            due = self.due(plain, plain.now.clock)[0]
            if plain.now.state == "FINISHED" or not plain.is_final or plain.now.owner is None:
                continue
            way = (due + timedelta(days=n) for n in range(1, (self.today - due).days + 1))
            late = sum(self.worked.get(day, False) for day in way)
            above = ABOVE_EAST[1:] if plain.now.owner == self.above.pk else ABOVE_EAST
            rungs = zip(above, (1, 3), strict=False)
            self.told |= {(key, due, told) for told, days in rungs if late >= days}


@pytest.mark.django_db
@pytest.mark.both
def test_no_history_makes_a_task_say_something_false() -> None:
    examples = 20 if connection.vendor == "sqlite" else 8
    run_state_machine_as_test(
        Tasks,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
