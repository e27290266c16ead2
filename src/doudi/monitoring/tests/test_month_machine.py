"""Whatever is published, compared, answered and closed in any order, no month says something false."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.monitoring.models import EntryStanding, LedgerEntry, Month
from doudi.monitoring.selectors.standings import standings_of
from doudi.monitoring.services.comparison import run_match
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import close_month, return_month, submit_month
from doudi.monitoring.states import EntryStatus, Outcome, Standing
from doudi.monitoring.tests.months import GAP, MONTHS, OUTCOMES, PEOPLE, World, month, who
from doudi.regions.models import Division
from doudi.work.models import Task
from doudi.work.states import LIVE
from tests.county import COUNTY, EAST, OTHER_VILLAGE, VILLAGE, hand_to


class Invariants(World):
    """What must hold of three months after whatever happened."""

    @invariant()
    def a_closed_month_never_changes(self) -> None:
        """Compare with what was sealed."""
        for period, places in self.sealed.items():
            assert self.places(period) == places
            assert Month.objects.get(period=str(period)).status == "CLOSED"

    @invariant()
    def nobody_is_left_out_without_an_officer_and_a_reason(self) -> None:
        """Whoever is excluded or watched in a month was answered for by somebody, in that month's rows."""
        for period in MONTHS:
            for place in self.places(period).values():
                if place.because != GAP:
                    assert place.standing != Standing.EXCLUDED
                elif place.standing in (Standing.EXCLUDED, Standing.WATCHED):
                    row = EntryStanding.objects.get(
                        entry__person=place.person, period=str(period), is_latest=True
                    )
                    assert row.status == EntryStatus.CONCLUDED
                    assert row.reason
                    assert row.by_id or row.cause == "CARRIED"

    @invariant()
    def what_waits_can_be_answered(self) -> None:
        """Whatever an open month still waits for is open in the ledger, so that somebody can answer it."""
        for period in set(MONTHS) - set(self.sealed):
            for row in standings_of(str(period)).filter(status=EntryStatus.OPEN).select_related("entry"):
                assert row.entry.status == EntryStatus.OPEN

    @invariant()
    def what_is_in_hand_is_in_hands(self) -> None:
        """Whoever counts as handed out is somebody's who is there, with a clock."""
        held = {post.pk for post in Post.objects.all() if post.is_held_on(date(2026, 11, 3))}
        for period in set(MONTHS) - set(self.sealed):
            for place in self.places(period).values():
                if place.is_waiting:
                    row = EntryStanding.objects.get(
                        entry__person=place.person, period=str(period), is_latest=True
                    )
                    assert row.owner_id in held
                    assert row.has_clock

    @invariant()
    def a_submitted_month_and_no_other_waits_for_its_review(self) -> None:
        """There is a live task for each month somebody submitted that nobody closed or sent back."""
        submitted = {f"{month.region}:{month.period}" for month in Month.objects.filter(status="SUBMITTED")}
        waiting = Task.objects.filter(kind="month_review", state__in=LIVE)
        assert set(waiting.values_list("subject_id", flat=True)) == submitted


class Months(Invariants):
    """What officers, departments and comparisons do to three months, in any order."""

    @rule(period=month)
    def publish(self, period: Period) -> None:
        """A file of any department comes in."""
        self.files.setdefault(period, set()).add(next(self.names))

    @rule(period=month)
    def withdraw(self, period: Period) -> None:
        """A file is taken back."""
        if len(self.files.get(period, ())) > 1:
            self.files[period].remove(max(self.files[period]))

    @rule(period=month, found=st.sets(who), place=st.sampled_from([VILLAGE, OTHER_VILLAGE]))
    def compare(self, period: Period, found: set[int], place: str) -> None:
        """A comparison finds some of them, here or where they have moved; no other month changes for it."""
        others = {each: self.places(each) for each in MONTHS if each != period}
        with self.engine(found, place):
            try:
                run_match(region=COUNTY, period=period, by=SYSTEM, at=self.now())
            except Refusal:
                assert period in self.sealed or not self.published(COUNTY, period)
        assert {each: self.places(each) for each in MONTHS if each != period} == others

    @rule(first=month, then=month, found=st.sets(who, min_size=1), still=st.sets(who))
    def compare_two_months(self, first: Period, then: Period, found: set[int], still: set[int]) -> None:
        """What one month found, the next one finds only in part."""
        self.publish(first)
        self.compare(first, found, VILLAGE)
        self.compare(then, found & still, VILLAGE)

    @rule(order=who, outcome=st.sampled_from(OUTCOMES))
    def conclude(self, order: int, outcome: Outcome) -> None:
        """An officer answers."""
        entry = LedgerEntry.objects.filter(person=self.persons[order]).first()
        if entry is None:
            return
        review = date(2027, 4, 1) if outcome == Outcome.WATCH else None
        try:
            conclude_entry(
                entry,
                outcome=outcome,
                reason="入户核实过",
                by=self.officer(),
                at=self.now(),
                next_review_on=review,
            )
        except Refusal:
            entry.refresh_from_db()
            assert entry.status != EntryStatus.OPEN

    @rule(order=who)
    def hand_out(self, order: int) -> None:
        """Somebody who is there is named."""
        entry = LedgerEntry.objects.filter(person=self.persons[order], status=EntryStatus.OPEN).first()
        owner = self.county.people["county"].posts.get()
        if entry is not None:
            hand_to(entry, owner=owner, due_on=date(2026, 11, 20), by=self.officer(), at=self.now())

    @rule()
    def leave(self) -> None:
        """The eastern officer leaves."""
        Post.objects.filter(user=self.officer()).update(valid_to=date(2026, 11, 3))

    @rule()
    def come_back(self) -> None:
        """The eastern officer is posted again."""
        if not Post.objects.filter(user=self.officer(), valid_to__isnull=True).exists():
            place = Division.objects.get(code=EAST)
            appoint(
                self.officer(),
                role=Role.TOWNSHIP_OFFICER,
                division=place,
                by=SYSTEM,
                at=self.now(),
                on=date(2026, 11, 3),
            )

    @rule(period=month)
    def submit(self, period: Period) -> None:
        """The first person submits what they see."""
        with self.files_stand():
            try:
                submit_month(COUNTY, period, by=self.county.people["county"], at=self.now())
            except Refusal:
                return
        assert all(place.standing != Standing.UNACCOUNTED for place in self.places(period).values())
        self.seen[period] = self.rests_on(period)

    @rule(period=month, outcome=st.sampled_from(OUTCOMES))
    def work_off(self, period: Period, outcome: Outcome) -> None:
        """A good month: compared, everyone answered for, submitted."""
        self.come_back()
        self.publish(period)
        self.compare(period, set(PEOPLE), VILLAGE)
        for order in PEOPLE:
            self.conclude(order, outcome)
        self.submit(period)

    @rule(period=month)
    def send_back(self, period: Period) -> None:
        """The second person sends it back."""
        try:
            return_month(COUNTY, period, by=self.county.people["review"], at=self.now(), reason="请再核对")
        except Refusal:
            return
        self.seen.pop(period, None)

    @rule(period=month)
    def close(self, period: Period) -> None:
        """The second person closes only what the first submitted."""
        with self.files_stand():
            try:
                close_month(COUNTY, period, by=self.county.people["review"], at=self.now())
            except Refusal:
                return
        assert self.seen[period] == self.rests_on(period)
        self.sealed[period] = self.places(period)
        event("closed")


@pytest.mark.django_db
@pytest.mark.both
def test_no_history_makes_a_month_say_something_false() -> None:
    examples = 6 if connection.vendor == "sqlite" else 4
    run_state_machine_as_test(
        Months,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
