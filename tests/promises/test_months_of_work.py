"""Whatever two counties do over months in any order, no month, task or share says something false."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint, end_post
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.jobs import watch_day
from doudi.monitoring.rules.equation import Place, balance
from doudi.monitoring.services.comparison import run_match
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import close_month, return_month, submit_month
from doudi.monitoring.services.taking_back import take_back_conclusion
from doudi.regions.models import CalendarDay
from doudi.registry.models import Person
from doudi.work.jobs import hand_over_in
from doudi.work.models import Absence, Task, TaskMove
from doudi.work.selectors.inbox import nobodys
from doudi.work.selectors.keeping import timeliness
from doudi.work.selectors.tasks import tasks_within
from doudi.work.services.leaving import end_absence, record_absence
from doudi.work.services.moves import Act
from doudi.work.services.pauses import ask_for_pause, decide_pause
from doudi.work.services.tasks import hand_out
from doudi.work.services.watching import fix_due_days
from doudi.work.states import LIVE
from tests.county import COUNTY
from tests.promises.plain_months import CALENDAR_ENDS, Answer, Diary, wrong_places
from tests.promises.two_counties import GAP, MONTHS, PEOPLE, SECOND, World, of_county, villages_of

OUTCOMES = ("INELIGIBLE", "MISTAKEN", "ENROLLED_DIBAO", "WATCH", "REFERRED")
WITHIN = rule_named(GAP).within.days
counties, month, who = st.sampled_from((COUNTY, SECOND)), st.sampled_from(MONTHS), st.sampled_from(PEOPLE)
officers = st.sampled_from(("east", "county"))


class Kept(World):
    """The diary of the machine, and what must hold after whatever happened."""

    looked = 0

    def __init__(self) -> None:
        super().__init__()
        self.diary = Diary(self.lists)
        self.sealed: dict[tuple[str, Period], Mapping[int, Place]] = {}
        self.dated: set[int] = set()

    @contextmanager
    def in_one(self, county: str) -> Iterator[None]:
        """See that an act in one county moves nothing in the months of the other one."""
        before = self.all_places()
        yield
        after = self.all_places()
        others = {key for key in before if key[0] != county}
        assert {key: after[key] for key in others} == {key: before[key] for key in others}

    @invariant()
    def closed_months_never_change(self) -> None:
        """Compare each with what it said when it was closed."""
        for (county, period), places in self.sealed.items():
            assert self.places(county, period) == places

    @invariant()
    def every_place_is_borne_out_by_what_people_did(self) -> None:
        """Nobody is left out, in hand, watched or on aid whom the diary does not show as that."""
        for (county, period), places in self.all_places().items():
            if (county, period) in self.sealed:
                continue
            names = dict(Person.objects.filter(pk__in=places).values_list("pk", "name"))
            assert wrong_places(self.diary, county, period, places, names) == []
            Kept.looked += len(places)

    @invariant()
    def open_work_has_a_day_and_somebody_or_counts_as_nobodys(self) -> None:
        """The day is the diary's count; whoever is not there has nothing in hand."""
        nobody = set(Task.objects.filter(nobodys(self.today)).values_list("pk", flat=True))
        there = {post.pk for post in self.there()}
        for task in Task.objects.filter(state__in=LIVE, permission=""):
            assert (task.owner_id in there) != (task.pk in nobody)
            assert task.ledger_entry.status == "OPEN"
            if task.pk not in self.dated:
                assert (task.due_on, task.is_provisional) == self.diary.due(task.starts_on, WITHIN)

    @invariant()
    def the_share_in_time_is_what_the_diary_says(self) -> None:
        """Recount from the days on which officers answered; those a list answered keep the product's day."""
        for county in self.staff:
            in_time = late = 0
            for task in Task.objects.filter(division__startswith=county, state="FINISHED"):
                done = self.diary.done.get(task.pk, task.done_on)
                assert done is not None
                assert done == task.done_on
                in_time += done <= task.due_on
                late += done > task.due_on and not task.is_provisional
            kept = timeliness(tasks_within(Scope.of([county])), on=self.today)
            assert (sum(each.in_time for each in kept), sum(each.late for each in kept)) == (in_time, late)

    def there(self) -> list[Post]:
        """Return the posts somebody holds and is there for, asked one by one."""
        away = {a.post_id for a in Absence.objects.all() if a.begins_on <= self.today < a.ends_on}
        return [post for county in self.staff for post in self.posts(county) if self.holds(post, away)]

    def holds(self, post: Post, away: set[int]) -> bool:
        """Say whether a post is held today by somebody who is not away."""
        return post.pk not in away and (post.valid_to is None or post.valid_to > self.today)

    def is_green(self, county: str, period: Period) -> bool:
        """Say whether a month may be submitted, from the diary."""
        return self.diary.is_current(county, period) and not self.diary.unanswered(county, period)


class Lists(Kept):
    """What departments send and the engine makes of it."""

    @rule(
        county=counties,
        source=st.sampled_from(("poverty_register", "poverty_register", "dibao")),
        period=month,
        named=st.sets(who, min_size=1),
        village=st.integers(0, 1),
    )
    def publish(self, county: str, source: str, period: Period, named: set[int], village: int) -> None:
        """A department's list of a month comes in; people may live elsewhere than a month ago."""
        homes = sorted(villages_of(county))
        with self.in_one(county), suppress(Refusal):
            lives = dict.fromkeys(of_county(county, named), homes[village % len(homes)])
            self.send(county, source, period, lives)
            batch = self.lists[county, source, period].batch
            assert batch.rows_clean + batch.rows_repaired + batch.rows_rejected == len(named)

    @rule(county=counties, source=st.sampled_from(("poverty_register", "dibao")), period=month)
    def withdraw(self, county: str, source: str, period: Period) -> None:
        """A list is taken back."""
        with self.in_one(county), suppress(Refusal):
            self.take_back(county, source, period)

    @rule(county=counties, period=month)
    def compare(self, county: str, period: Period) -> None:
        """A month is compared; every row of every list that was read is accounted for."""
        with self.in_one(county):
            try:
                run = run_match(region=county, period=period, by=SYSTEM, at=self.now())
            except Refusal:
                assert (county, period) in self.sealed or not self.diary.files(county, period)
                return
        self.diary.compared[county, period] = self.diary.files(county, period)
        self.diary.seen_on_aid |= {(county, order) for order in self.diary.on_aid(county, period)}
        for row in run.accounting:
            assert row["matched"] + row["unmatched"] == row["accepted"] == row["rows_read"] - row["rejected"]


class Answers(Lists):
    """What officers do with what was found."""

    @rule(county=counties, order=who, outcome=st.sampled_from(OUTCOMES), by=officers, reason=st.booleans())
    def conclude(self, county: str, order: int, outcome: str, by: str, reason: bool) -> None:
        """An officer answers, with a reason or without one; without one nothing is answered."""
        (order,) = of_county(county, {order})
        entry, officer = self.entry_of(county, order), self.staff[county][by]
        if entry is None:
            return
        task, said = entry.task, "入户核实过" if reason else "无"
        with self.in_one(county):
            try:
                conclude_entry(
                    entry,
                    outcome=outcome,
                    reason=said,
                    by=officer,
                    at=self.now(),
                    next_review_on=self.today + timedelta(days=90) if outcome == "WATCH" else None,
                )
            except Refusal:
                return
        assert reason
        self.diary.answers.append(Answer(county, order, outcome, said, officer.pk, self.today))
        if task is not None:
            self.diary.done.setdefault(task.pk, self.today)

    @rule(county=counties, order=who, by=officers)
    def take_back_answer(self, county: str, order: int, by: str) -> None:
        """An officer takes an answer back; only whoever gave it can."""
        (order,) = of_county(county, {order})
        entry, officer = self.entry_of(county, order), self.staff[county][by]
        answer = self.diary.last_answer(county, order)
        if entry is None:
            return
        try:
            take_back_conclusion(entry, by=officer, at=self.now())
        except Refusal:
            return
        assert answer is not None
        assert answer.officer == officer.pk
        self.diary.answers.remove(answer)
        self.diary.taken_back.append(answer)
        self.diary.done.pop(entry.task_id or 0, None)

    @rule(county=counties, order=who, ahead=st.none() | st.integers(1, 40))
    def hand_to_somebody(self, county: str, order: int, ahead: int | None) -> None:
        """The county puts a task into the hands of whoever is there, until another day or not."""
        task = self.task_of(county, order)
        covering = [p for p in self.there() if task and task.division.startswith(p.division_id or "-")]
        if task is None or not covering:
            return
        day = None if ahead is None else self.today + timedelta(days=ahead)
        act = Act(self.now(), self.staff[county]["county"])
        with self.in_one(county), suppress(Refusal):
            hand_out(task, owner=covering[-1], act=act, due_on=day)
            self.dated |= set() if day is None else {task.pk}

    @rule(county=counties, order=who, days=st.integers(1, 20), granted=st.booleans())
    def pause(self, county: str, order: int, days: int, granted: bool) -> None:
        """Somebody asks to stop a clock; another person decides."""
        task, staff = self.task_of(county, order), self.staff[county]
        if task is None:
            return
        until = self.today + timedelta(days=days)
        with suppress(Refusal):
            asked = ask_for_pause(task, until=until, reason="等残联答复", by=staff["east"], at=self.now())
            decide_pause(asked, granted=granted, by=staff["review"], at=self.now())
            self.dated |= {task.pk} if granted else set()

    def task_of(self, county: str, order: int) -> Task | None:
        """Return the newest task about somebody."""
        entry = self.entry_of(county, *of_county(county, {order}))
        return entry.task if entry else None


class People(Answers):
    """Who comes, leaves and is away, and what the days bring."""

    @rule(county=counties, which=officers)
    def leave(self, county: str, which: str) -> None:
        """An officer's post ends today; what they had goes to whoever is there, up to the county."""
        held = [post for post in self.staff[county][which].posts.all() if self.holds(post, set())]
        for post in held:
            end_post(post, by=SYSTEM, at=self.now(), on=self.today, reason="调离")
        self.everything_open_is_in_post()

    @rule(county=counties, which=officers)
    def come_back(self, county: str, which: str) -> None:
        """An officer who left is posted again."""
        user = self.staff[county][which]
        last = user.posts.order_by("-pk")[0]
        if not self.holds(last, set()):
            appoint(
                user, role=Role(last.role), division=last.division, by=SYSTEM, at=self.now(), on=self.today
            )

    @rule(county=counties, which=officers, days=st.integers(1, 20))
    def be_away(self, county: str, which: str, days: int) -> None:
        """An officer is away for days."""
        post, until = self.staff[county][which].posts.order_by("-pk")[0], self.today + timedelta(days=days)
        act = Act(self.now(), self.staff[county]["review"])
        with suppress(Refusal):
            record_absence(post, begins_on=self.today, ends_on=until, on=self.today, act=act)

    @rule(county=counties)
    def be_back(self, county: str) -> None:
        """Whoever is away comes back early."""
        for absence in Absence.objects.filter(post__division__code__startswith=county):
            with suppress(Refusal):
                end_absence(absence, on=self.today, act=Act(self.now(), self.staff[county]["review"]))

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        """Days pass; the morning's jobs run, twice as once."""
        self.at += timedelta(days=days)
        for county in (*self.staff, *self.staff):
            hand_over_in(county)
            watch_day(county)
        moves = TaskMove.objects.count()
        for county in self.staff:
            hand_over_in(county)
            watch_day(county)
        assert TaskMove.objects.count() == moves
        self.everything_open_is_in_post()

    def everything_open_is_in_post(self) -> None:
        """Each open task is of a post that is held, as long as its county has one officer who is there."""
        there, held = {post.pk for post in self.there()}, set[int]()
        for county in self.staff:
            held |= {post.pk for post in self.posts(county) if self.holds(post, set())}
        county_is_there = {
            county: any(p.pk in there for p in self.posts(county) if p.role == "COUNTY_OFFICER")
            for county in self.staff
        }
        for task in Task.objects.filter(state__in=LIVE, permission=""):
            assert task.owner_id in held or not county_is_there[task.division[:6]]

    @rule()
    def announce(self) -> None:
        """The notice of the next year comes: a Saturday in January is worked."""
        if self.diary.announced:
            return
        self.diary.announced = True
        days = (CALENDAR_ENDS + timedelta(days=n) for n in range(1, 120))
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, is_working=self.diary.is_worked(day), source="放假通知") for day in days
        )
        for county in self.staff:
            fix_due_days(county, Act(self.now()))


class Months(People):
    """What the two people do who close a month."""

    @rule(county=counties, period=month, by=st.sampled_from(("county", "review")))
    def submit(self, county: str, period: Period, by: str) -> None:
        """A month is submitted: only where the diary says that everybody is accounted for."""
        try:
            submit_month(county, period, by=self.staff[county][by], at=self.now())
        except Refusal:
            return
        assert self.is_green(county, period)
        assert all(place.standing != "UNACCOUNTED" for place in self.places(county, period).values())
        event("submitted")

    @rule(county=counties, period=month)
    def send_back(self, county: str, period: Period) -> None:
        """The second person sends a month back."""
        with suppress(Refusal):
            return_month(county, period, by=self.staff[county]["review"], at=self.now(), reason="请再核对")

    @rule(county=counties, period=month, by=st.sampled_from(("county", "review")))
    def close(self, county: str, period: Period, by: str) -> None:
        """A month is closed: never by who submitted it, only green, and with everybody the diary knows."""
        try:
            closed = close_month(county, period, by=self.staff[county][by], at=self.now())
        except Refusal:
            return
        assert closed.submitted_by_id != closed.closed_by_id
        assert self.is_green(county, period)
        places = self.places(county, period)
        counted = balance(places.values())
        assert counted.is_settled
        assert counted.aided == len(self.diary.on_aid(county, period))
        self.sealed[county, period] = places
        event("closed")

    @rule(county=counties, period=month, outcome=st.sampled_from(OUTCOMES), named=st.sets(who, min_size=1))
    def work_off(self, county: str, period: Period, outcome: str, named: set[int]) -> None:
        """A good month: a list, a comparison, everybody answered for, submitted and closed by two."""
        self.publish(county, "poverty_register", period, named, 0)
        self.compare(county, period)
        for order in PEOPLE:
            self.conclude(county, order, outcome, "county", reason=True)
        self.submit(county, period, "county")
        self.close(county, period, "review")

    @initialize(named=st.sets(who, min_size=1))
    def begin(self, named: set[int]) -> None:
        """There is somebody to look for in both counties."""
        for county in self.staff:
            self.publish(county, "poverty_register", MONTHS[0], named, 0)
            self.compare(county, MONTHS[0])

    @rule()
    def turn_of_the_year(self) -> None:
        """The last days of December come: due days reach past the calendar."""
        self.at = max(self.at, datetime(2026, 12, 24, 1, 0, tzinfo=UTC))


def run(examples: int, steps: int) -> None:
    """Draw histories; others in every run when asked to explore."""
    explored = int(os.environ.get("DOUDI_EXPLORE") or 0)
    run_state_machine_as_test(
        Months,
        settings=settings(
            max_examples=explored or examples,
            stateful_step_count=steps,
            derandomize=not explored,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.both
def test_no_history_of_two_counties_makes_a_month_say_something_false() -> None:
    run(examples=2, steps=25)


@pytest.mark.django_db
@pytest.mark.slow
def test_no_longer_history_of_two_counties_makes_a_month_say_something_false() -> None:
    run(examples=6 if connection.vendor == "sqlite" else 3, steps=50)
