"""Whatever happens to people and proposals, each duty is somebody's or stands with nobody's, and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.services import end_post, place_post, set_active
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.regions.models import Organisation
from doudi.rulebook.models import PolicyDocument, PolicyDuty, Proposal
from doudi.rulebook.services.changes import submit_change, withdraw_change
from doudi.rulebook.services.decisions import approve_change, reject_change
from doudi.rulebook.services.documents import DocumentFacts, register_document
from doudi.rulebook.services.duties import advance_duty, set_duty
from doudi.rulebook.services.waiting import ask_those_who_decide_now
from doudi.rulebook.tests.rules import drafted, studied, value, write_rules
from doudi.work.models import Absence, Escalation, Task
from doudi.work.selectors.inbox import nobodys, seen_by, to_do_of
from doudi.work.services.deciding import tell_of_undecided
from doudi.work.services.leaving import hand_over_left, record_absence
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_out
from doudi.work.services.watching import escalate_late
from doudi.work.states import LIVE
from tests.county import COUNTY, build_county

AMOUNT, DAYS = "dibao.standard_urban", "dibao.total_days"
SECTION = "社会救助科"
who, which = st.integers(0, 9), st.integers(0, 5)
HIRED = ((Role.COUNTY_REVIEWER, COUNTY), (Role.SUPERVISOR, "4402"), (Role.COUNTY_OFFICER, COUNTY))


class World(RuleBasedStateMachine):
    """A county, the city above it, and the plain model: who is whom, who is away, what needs the city."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.county = build_county()
        self.today = date(2026, 11, 2)
        self.city = self.county.hire(Role.SUPERVISOR, "4402", username="city-zero")
        self.users = [self.county.people["county"], self.county.people["review"], self.city]
        self.same: dict[int, int] = {}
        self.from_above: set[int] = set()
        self.upper = register_document(DocumentFacts("上级", "上级", "市局", "4402"), by=SYSTEM, at=self.at)

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        """Return ten in the morning of the day."""
        return datetime.combine(self.today, time(2), UTC)

    def act(self, by: User | None = None) -> Act:
        """Return an act of somebody now."""
        return Act(self.at, by)

    def user(self, number: int) -> User:
        """Return one of the people, as they are now."""
        return User.objects.get(pk=self.users[number % len(self.users)].pk)

    def proposal(self, number: int) -> Proposal | None:
        """Return one of the changes that wait."""
        waiting = list(Proposal.objects.filter(status="PROPOSED").order_by("pk"))
        return waiting[number % len(waiting)] if waiting else None

    def duty(self, number: int) -> PolicyDuty | None:
        """Return one of the duties that are not done."""
        waiting = list(PolicyDuty.objects.exclude(status="ISSUED").order_by("pk"))
        return waiting[number % len(waiting)] if waiting else None

    def posts(self, user: User) -> Iterator[Post]:
        """Return the posts somebody holds today, as the plain model counts."""
        for post in Post.objects.filter(user=user):
            begun, over = post.valid_from <= self.today, post.valid_to and post.valid_to <= self.today
            if begun and not over and user.is_active:
                yield post

    def is_away(self, post: Post) -> bool:
        """Say whether the holder of a post is away."""
        days = Absence.objects.filter(post=post)
        return any(each.begins_on <= self.today < each.ends_on for each in days)

    def person(self, user: User) -> int:
        """Return which person an account is."""
        return self.same.get(user.pk, user.pk)

    def may_decide(self, user: User, proposal: Proposal, *, there: bool = False) -> bool:
        """Say whether somebody may decide on a change, as the plain model counts."""
        if self.person(user) == self.person(proposal.proposed_by):
            return False
        roles = (
            {Role.SUPERVISOR} if proposal.pk in self.from_above else {Role.SUPERVISOR, Role.COUNTY_REVIEWER}
        )
        return any(post.role in roles and not (there and self.is_away(post)) for post in self.posts(user))

    def try_to(self, act: Callable[[], object]) -> bool:
        """Say whether an act was taken; a refusal changes nothing."""
        try:
            act()
        except Refusal:
            return False
        return True


class Invariants(World):
    """What must hold after whatever happened."""

    @invariant()
    def a_live_task_is_somebodys_or_stands_with_nobodys(self) -> None:
        """It has a day; it is with whoever is there, or the city sees it among nobody's – and never both."""
        shown = seen_by(self.city, on=self.today) & Scope.of(["4402"]).q("division")
        listed = Task.objects.filter(shown, nobodys(self.today), state__in=LIVE)
        nobody = set(listed.values_list("pk", flat=True))
        for task in Task.objects.filter(state__in=LIVE):
            assert task.due_on is not None
            assert (task.pk in nobody) != self.is_somebodys(task)

    def is_somebodys(self, task: Task) -> bool:
        """Say whether somebody who is there has a task, as the plain model counts."""
        if task.kind == "rule_change":
            proposal = Proposal.objects.get(pk=task.subject_id)
            return any(
                self.may_decide(self.user(each), proposal, there=True) for each in range(len(self.users))
            )
        if task.owner:
            return task.owner in self.posts(task.owner.user) and not self.is_away(task.owner)
        return any(
            post.organisation_id == task.office_id and not self.is_away(post)
            for number in range(len(self.users))
            for post in self.posts(self.user(number))
        )

    @invariant()
    def no_task_outlives_its_decision_and_none_is_missing(self) -> None:
        """Exactly what waits has a live task."""
        live = Task.objects.filter(state__in=LIVE)
        proposed = {str(each.pk) for each in Proposal.objects.filter(status="PROPOSED")}
        wanted = {str(each.pk) for each in PolicyDuty.objects.exclude(status="ISSUED")}
        assert set(live.filter(kind="rule_change").values_list("subject_id", flat=True)) == proposed
        assert set(live.filter(kind="policy_duty").values_list("subject_id", flat=True)) == wanted

    @invariant()
    def what_is_to_do_for_somebody_is_what_they_may_decide(self) -> None:
        """Nobody sees an own proposal to decide on; everybody competent sees the others'."""
        waiting = {str(each.pk): each for each in Proposal.objects.filter(status="PROPOSED")}
        for number in range(len(self.users)):
            user = self.user(number)
            seen = to_do_of(user, on=self.today).filter(kind="rule_change")
            mine = {key for key, each in waiting.items() if self.may_decide(user, each)}
            assert set(seen.values_list("subject_id", flat=True)) == mine


class People(Invariants):
    """Who comes, goes, is away, and is somebody else's second account."""

    @precondition(lambda self: len(self.users) < 7)
    @rule(role=st.sampled_from(HIRED))
    def hire(self, role: tuple[Role, str]) -> None:
        """Somebody new comes."""
        self.users.append(self.county.hire(*role, username=f"new-{len(self.users)}"))

    @precondition(lambda self: len(self.users) < 7)
    @rule(number=who)
    def open_a_second_account(self, number: int) -> None:
        """Somebody gets a reviewer's account besides their own."""
        first = self.user(number)
        second = self.county.hire(Role.COUNTY_REVIEWER, COUNTY, username=f"again-{len(self.users)}")
        second.person_key = first.person_key
        second.save()
        self.same[second.pk] = self.person(first)
        self.users.append(second)

    @rule(number=who)
    def leave(self, number: int) -> None:
        """Somebody's post ends; what it had goes on."""
        for post in list(self.posts(self.user(number))):
            end_post(post, by=SYSTEM, at=self.at, on=self.today, reason="调离")
        hand_over_left(COUNTY, on=self.today, act=self.act())
        tell_of_undecided(COUNTY, on=self.today, act=self.act())

    @rule(number=who)
    def lock(self, number: int) -> None:
        """Somebody's account is closed, or opened again."""
        user = self.user(number)
        set_active(user, is_active=not user.is_active, by=SYSTEM, at=self.at, reason="核对")

    @rule(number=who, days=st.integers(1, 5))
    def go_away(self, number: int, days: int) -> None:
        """Somebody is away for some days."""
        for post in list(self.posts(self.user(number)))[:1]:
            until = self.today + timedelta(days=days)
            act = self.act(self.county.people["county"])
            record_absence(post, begins_on=self.today, ends_on=until, on=self.today, act=act)

    @rule(days=st.integers(1, 3), but=who)
    def all_but_one_go_away(self, days: int, but: int) -> None:
        """Everybody is away but one, who may be nobody's decider."""
        for number in range(len(self.users)):
            if number != but:
                self.go_away(number, days)

    @rule(number=who)
    def join_the_section(self, number: int) -> None:
        """Somebody of the county works in the section from now on, or no more."""
        section = Organisation.objects.filter(name=SECTION).first()
        for post in list(self.posts(self.user(number))):
            if section and post.division_id == COUNTY:
                there = None if post.organisation_id == section.pk else section
                place_post(post, there, by=SYSTEM, at=self.at)

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        """Days pass; the daily watch and the patrol come, twice as once."""
        self.today += timedelta(days=days)
        for _ in range(2):
            ask_those_who_decide_now(COUNTY, at=self.at)
            escalate_late(COUNTY, on=self.today, act=self.act())
            tell_of_undecided(COUNTY, on=self.today, act=self.act())
        for task in Task.objects.filter(state__in=LIVE, kind="rule_change"):
            told = Escalation.objects.filter(task=task, cause="NOBODY", due_on=task.due_on).count()
            assert told <= 2  # one a level it waited at
            assert told or self.is_somebodys(task)


class Duties(People):
    """What is proposed, decided, taken back and issued."""

    @initialize()
    def begin(self) -> None:
        """Something waits."""
        self.propose(0, 0)

    @rule(number=who, key=st.integers(0, 1))
    def propose(self, number: int, key: int) -> None:
        """Somebody proposes a change; it waits only once it is submitted."""
        by, begins = self.user(number), date(2027, 1, 1) + timedelta(days=Proposal.objects.count())
        with transaction.atomic():
            made = self.draft(by, (AMOUNT, DAYS)[key], begins)
            if made is None:
                return
            if not self.try_to(lambda: submit_change(made, by=by, at=self.at)):
                event("not submitted")

    def draft(self, by: User, key: str, begins: date) -> Proposal | None:
        """Return a draft with a study; None where the person may not propose or the days are taken."""
        written = (800 if key == AMOUNT else 8) + Proposal.objects.count()
        try:
            with transaction.atomic():
                return studied(drafted(by, value(written, key=key, begins=begins)), by)
        except Refusal:
            return None

    @rule(number=which, losing=st.booleans())
    def study(self, number: int, losing: bool) -> None:
        """A study says who loses; with many, the city has to decide."""
        if (proposal := self.proposal(number)) is None:
            return
        studied(proposal, proposal.proposed_by, leaving=900 if losing else 0)
        self.from_above.discard(proposal.pk)
        if losing and proposal.values.filter(key=AMOUNT).exists():
            self.from_above.add(proposal.pk)

    @rule(number=which, person=who, granted=st.booleans())
    def decide(self, number: int, person: int, granted: bool) -> None:
        """Somebody decides; it is taken only from whoever may."""
        if (proposal := self.proposal(number)) is None:
            return
        by = self.user(person)
        may = self.may_decide(by, proposal)
        if granted:
            taken = self.try_to(lambda: approve_change(proposal, by=by, at=self.at))
            assert may or not taken
        else:
            taken = self.try_to(lambda: reject_change(proposal, reason="依据不足", by=by, at=self.at))
            assert taken or not may
        event(f"decided: {taken}")

    @rule(number=which)
    def take_back(self, number: int) -> None:
        """Whoever proposed takes it back."""
        if proposal := self.proposal(number):
            withdraw_change(proposal, reason="再改改", by=proposal.proposed_by, at=self.at)

    @rule(number=which, owner=who)
    def hand_out_decision(self, number: int, owner: int) -> None:
        """Nobody can put a decision into one person's hands."""
        task, posts = Task.objects.filter(kind="rule_change").first(), list(self.posts(self.user(owner)))
        if task and posts:
            assert not self.try_to(lambda: hand_out(task, owner=posts[0], act=self.act()))

    @precondition(lambda self: PolicyDuty.objects.count() < 3)
    @rule(days=st.none() | st.integers(0, 20))
    def ask_for_a_document(self, days: int | None) -> None:
        """A superior document asks for one of the county's own."""
        due = None if days is None else self.today + timedelta(days=days)
        set_duty(
            COUNTY,
            theme=f"事项{PolicyDuty.objects.count()}",
            superior=self.upper,
            office=SECTION,
            due_on=due,
            points=[],
            by=self.county.people["county"],
            at=self.at,
        )

    @rule(number=which, owner=who)
    def hand_out_duty(self, number: int, owner: int) -> None:
        """The section's task is given to one person."""
        if (duty := self.duty(number)) is None:
            return
        task = Task.objects.get(kind="policy_duty", subject_id=str(duty.pk))
        for post in list(self.posts(self.user(owner)))[:1]:
            hand_out(task, owner=post, act=self.act(self.county.people["county"]))

    @rule(number=which)
    def advance(self, number: int) -> None:
        """A document of the county's own goes a step on."""
        if duty := self.duty(number):
            local = PolicyDocument.objects.get(number="上级")
            advance_duty(duty, on=self.today, local=local, by=self.county.people["county"], at=self.at)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.slow
def test_no_history_leaves_a_duty_without_somebody_or_shows_it_to_the_wrong_person(
    settings_of_django: Settings,
) -> None:
    examples = 8 if connection.vendor == "sqlite" else 4
    run_state_machine_as_test(
        Duties,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_django(settings: Settings, tmp_path: Path) -> Settings:
    """Point the installation at the small policy folder."""
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_POLICIES = write_rules(tmp_path / "policies", beside=settings.DOUDI_POLICIES)
    return settings
