"""Officers split, join, move and settle between lists; what is held is still what a replay gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.registry.models import (
    Enrolment,
    Household,
    HouseholdAct,
    HouseholdMember,
    HouseholdNumber,
    IdentityQuestion,
    KnownName,
    Person,
)
from doudi.registry.rules.listing import Listing
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.families import (
    change_head,
    join_households,
    move_household,
    split_household,
    undo_act,
)
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import replay
from doudi.registry.services.settling import settle_question, undo_settlement
from doudi.registry.tests.factories import COUNTY, MONDAY, listed
from doudi.registry.tests.test_replay_machine import EAST, MONTHS, PLACES, SOURCES, WEST
from doudi.registry.tests.worlds import differences, held

NAMES = ("陈甲", "陈乙")
One = TypeVar("One", bound=Model)
WHY: dict[str, Any] = {"reason": "户口簿已核对", "at": MONDAY}
person = st.tuples(
    st.integers(1, 4),
    st.sampled_from(NAMES),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from([place for places in PLACES.values() for place in places]),
)
days = st.sampled_from([date(2026, month, day) for month in range(1, 7) for day in (1, 15)])


class Acts(RuleBasedStateMachine):
    """Lists with two names to a number, and officers who answer, split, join and move in between."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.officer = User.objects.create(username="machine", name="张经办", created_at=MONDAY)
        self.standing: list[str] = []
        self.published = 0

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def begin_with_two_families(self) -> None:
        """Publish a list of two families, a number under two names and a name under two numbers."""
        east, west = PLACES[EAST][0], PLACES[WEST][0]
        said = [
            (1, "陈甲", "1", east),
            (2, "陈甲", "1", east),
            (3, "陈乙", "1", east),
            (4, "陈丙", "2", west),
        ]
        self.publish("dibao", MONTHS[1], [*said, (4, "陈丁", "2", west)])

    @rule(
        source=st.sampled_from(sorted(SOURCES)),
        period=st.sampled_from(MONTHS),
        said=st.lists(person, max_size=5),
    )
    def publish(self, source: str, period: Period, said: Sequence[tuple[int, str, str, str]]) -> None:
        """Publish a list."""
        self.published += 1
        batch = f"00000000-0000-4000-8000-{self.published:012d}"
        lines = [
            listed(order, name, row=row, programme=SOURCES[source], division=place, household_number=home)
            for row, (order, name, home, place) in enumerate(said)
        ]
        apply_list(Listing(source, COUNTY, period, batch, lines), by=SYSTEM, at=MONDAY)
        self.standing.append(batch)

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Take any list back."""
        batch = data.draw(st.sampled_from([*self.standing, ""]))
        self.standing = [each for each in self.standing if each != batch]
        withdraw_list(batch or "00000000-0000-4000-8000-000000000000", by=SYSTEM, at=MONDAY)

    @rule(data=st.data(), answer=st.sampled_from(["SAME", "TWO", ""]))
    def settle(self, data: st.DataObject, answer: str) -> None:
        """Answer a question, or take an answer back."""
        question = self._one_of(IdentityQuestion, data)
        try:
            if answer:
                settle_question(question, answer=answer, by=self.officer, **WHY)
            else:
                undo_settlement(question, by=self.officer, **WHY)
        except (Refusal, IdentityQuestion.DoesNotExist):
            return

    @rule(data=st.data(), kind=st.sampled_from(["split", "join", "move", "head", "undo"]), on=days)
    def change(self, data: st.DataObject, kind: str, on: date) -> None:
        """Change a household, or take a change back."""
        told: dict[str, Any] = {"happened_on": on, "by": self.officer, **WHY}
        home = self._one_of(Household, data)
        living = HouseholdMember.objects.filter(household=home.pk, valid_to__isnull=True)
        someone = living.order_by("pk").values_list("person_id", flat=True).first() or 0
        acts: dict[str, Callable[[], object]] = {
            "split": lambda: split_household(home, people=[someone], **told),
            "join": lambda: join_households(home, other=self._one_of(Household, data), **told),
            "move": lambda: move_household(home, division="440204103", **told),
            "head": lambda: change_head(home, person=someone, **told),
            "undo": lambda: undo_act(self._one_of(HouseholdAct, data), by=self.officer, **WHY),
        }
        try:
            acts[kind]()
        except (Refusal, Household.DoesNotExist, HouseholdAct.DoesNotExist):
            return

    def _one_of(self, model: type[One], data: st.DataObject) -> One:
        keys = sorted(model._default_manager.values_list("pk", flat=True))
        chosen = data.draw(st.integers(0, max(len(keys) - 1, 0)))
        return model._default_manager.get(pk=keys[chosen]) if keys else model(pk=0)

    @invariant()
    def is_what_a_replay_from_nothing_gives(self) -> None:
        """Throw away everything derived, and derive it anew."""
        now = held()
        with transaction.atomic():
            for model in (HouseholdMember, HouseholdNumber, KnownName, Enrolment, Household):
                model.objects.all().delete()
            everyone = list(Person.objects.values_list("pk", flat=True))
            replay(everyone, Cause(MONDAY, "registry.list_published"))
            assert differences(now, held()) == {}
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_two_lists_of_a_month_that_give_one_row_two_names_leave_the_same_name_behind() -> None:
    state = Acts()
    try:
        state.begin_with_two_families()
        for source, month, said in [
            ("dibao", 1, [(4, "陈乙", "", "440204103"), (2, "陈甲", "", "440204102")]),
            ("dibao", 5, []),
            ("poverty_register", 4, [(2, "陈乙", "2", "440204102"), (1, "陈乙", "1", "440204102201")]),
            (
                "poverty_register",
                4,
                [(4, "陈甲", "2", "440204102200"), (2, "陈乙", "1", ""), (3, "陈乙", "1", "440204103")],
            ),
            ("dibao", 2, [(1, "陈乙", "1", "440204103")]),
            (
                "poverty_register",
                2,
                [
                    (2, "陈乙", "", "440204102201"),
                    (4, "陈乙", "", "440204102"),
                    (1, "陈甲", "", "440204"),
                    (4, "陈甲", "2", "440204103"),
                    (2, "陈甲", "2", "440204103"),
                ],
            ),
            ("poverty_register", 6, [(1, "陈乙", "1", "")]),
            ("poverty_register", 4, []),
            ("poverty_register", 6, [(2, "陈乙", "2", "440204102"), (4, "陈甲", "2", "440204103")]),
        ]:  # fmt: skip
            state.publish(source, Period(2026, month), said)
            state.is_what_a_replay_from_nothing_gives()
    finally:
        state.teardown()


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.slow
def test_acts_between_lists_leave_what_a_replay_from_nothing_gives() -> None:
    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=15 if connection.vendor == "sqlite" else 8,
            stateful_step_count=10,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
