"""Whatever order facts come in, `export_state` answers the same, and the same as derived from nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from typing import Any, TypeVar

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
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

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.registry.models import Household, HouseholdAct, HouseholdMember, IdentityQuestion, Person
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
from doudi.registry.tests.retelling import Answers, forget_everything, forget_what_follows, told_again
from doudi.registry.tests.test_replay_machine import EAST, MONTHS, PLACES, SOURCES, WEST

NAMES = ("陈甲", "陈乙")
One = TypeVar("One", bound=Model)
Thing = TypeVar("Thing")
WHY: dict[str, Any] = {"reason": "户口簿已核对", "at": MONDAY}
KINDS = ("SAME_NUMBER", "OTHER_NUMBER", "FORMER_NUMBER")
person = st.fixed_dictionaries(
    {
        "order": st.integers(1, 3),
        "name": st.sampled_from(NAMES),
        "household": st.sampled_from(["", "1", "2"]),
        "place": st.integers(0, 1),
        "amount": st.sampled_from([100, 200, None]),
        "account": st.sampled_from([Token(1, 1), None]),
        "former": st.sampled_from([None, None, 1, 2]),
    }
)
# two of the months more often than the others, so that lists meet in one
months = st.sampled_from([MONTHS[1], MONTHS[1], MONTHS[2], MONTHS[2], *MONTHS])
days = st.sampled_from([date(2026, month, day) for month in range(1, 7) for day in (1, 15)])


def exported() -> dict[str, Any]:
    """Return what the command answers."""
    out = StringIO()
    call_command("export_state", "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return what only one of two answers has, part by part; nothing when they are the same."""
    return {
        part: [
            [row for row in one[part] if row not in other[part]],
            [row for row in other[part] if row not in one[part]],
        ]
        for part in one
        if one[part] != other[part] and part != "sentence"
    }


class Lists(RuleBasedStateMachine):
    """Lists of three sources, two townships and six months, published, corrected and taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.officer = User.objects.create(username="machine", name="张经办", created_at=MONDAY)
        self.made: list[Listing] = []
        self.standing: list[Listing] = []
        self.answers = Answers()

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def begin_with_doubts(self) -> None:
        """Publish a list on which a number has two names, a name two numbers, and a row a former number."""
        said = [
            (1, "陈甲", "1", None),
            (2, "陈甲", "1", None),
            (4, "陈丙", "2", None),
            (4, "陈丁", "2", None),
        ]
        rows = [
            {"order": order, "name": name, "household": home, "place": 0, "former": former}
            for order, name, home, former in [*said, (3, "陈戊", "", 4)]
        ]
        self.publish("dibao", WEST, MONTHS[1], True, rows)
        assert set(IdentityQuestion.objects.values_list("kind", flat=True)) == set(KINDS)

    @rule(
        source=st.sampled_from(sorted(SOURCES)),
        region=st.sampled_from([EAST, WEST]),
        period=months,
        whole=st.booleans(),
        said=st.lists(person, min_size=1, max_size=4),
    )
    def publish(
        self, source: str, region: str, period: Period, whole: bool, said: Sequence[dict[str, Any]]
    ) -> None:
        """Publish a township's list, or a part of the county's that names the township alone."""
        lines = [
            listed(
                each["order"],
                each["name"],
                row=row,
                programme=SOURCES[source],
                division=PLACES[region][each["place"]],
                household_number=each["household"],
                amount_fen=each.get("amount"),
                account=each.get("account"),
                former=listed(each["former"]).token if each.get("former") else None,
            )
            for row, each in enumerate(said)
        ]
        batch = f"00000000-0000-4000-8000-{len(self.made) + 1:012d}"
        self._take(Listing(source, region if whole else COUNTY, period, batch, lines, whole=whole))

    def _take(self, what: Listing) -> None:
        apply_list(what, by=SYSTEM, at=MONDAY)
        self.standing.append(what)
        self.made += [] if what in self.made else [what]

    @precondition(lambda self: self.standing)
    @rule(data=st.data(), said=st.lists(person, max_size=4))
    def correct(self, data: st.DataObject, said: Sequence[dict[str, Any]]) -> None:
        """Put another file in the place of one that stands."""
        wrong = self._drawn(data, self.standing)
        region = EAST if wrong.region == EAST else WEST
        withdraw_list(wrong.batch, by=SYSTEM, at=MONDAY)
        self.standing.remove(wrong)
        self.publish(wrong.source, region, wrong.period, wrong.whole, said)

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Take any list that stands back."""
        what = self._drawn(data, self.standing)
        withdraw_list(what.batch, by=SYSTEM, at=MONDAY)
        self.standing.remove(what)

    @precondition(lambda self: len(self.standing) < len(self.made))
    @rule(data=st.data())
    def publish_again(self, data: st.DataObject) -> None:
        """Publish a list that was taken back."""
        self._take(self._drawn(data, [each for each in self.made if each not in self.standing]))

    @staticmethod
    def _drawn(data: st.DataObject, some: Sequence[Thing]) -> Thing:
        """Draw one by its place, so that what is drawn can be read."""
        return some[data.draw(st.integers(0, len(some) - 1))]


class Facts(Lists):
    """And what officers say of people and families in between."""

    @rule(data=st.data(), kind=st.sampled_from(KINDS), answer=st.sampled_from(["SAME", "TWO"]))
    def settle(self, data: st.DataObject, kind: str, answer: str) -> None:
        """Answer a question of a kind that waits for an answer."""
        waiting = IdentityQuestion.objects.filter(kind=kind, status="OPEN").order_by("pk")
        if waiting:
            question = self._drawn(data, list(waiting))
            self.answers.give(question, answer)
            settle_question(question, answer=answer, by=self.officer, **WHY)

    @rule(data=st.data())
    def settle_not(self, data: st.DataObject) -> None:
        """Take an answer back."""
        answered = IdentityQuestion.objects.filter(status__in=("SAME", "TWO")).order_by("pk")
        if answered:
            question = self._drawn(data, list(answered))
            self.answers.take_back(question)
            undo_settlement(question, by=self.officer, **WHY)

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

    @rule(data=st.data())
    def is_the_same_in_any_order(self, data: st.DataObject) -> None:
        """Tell an empty registry the same facts, the lists in an order drawn."""
        order = data.draw(st.permutations(range(len(self.made))))
        self._tell_again([self.made[place] for place in order])

    @invariant()
    def is_the_same_in_the_opposite_order(self) -> None:
        """Tell an empty registry the same facts, the last list first."""
        self._tell_again(self.made[::-1])

    def _tell_again(self, lists: Sequence[Listing]) -> None:
        now = exported()
        with transaction.atomic():
            acts = self.answers.acts()
            forget_everything()
            told_again(lists, self.standing, self.answers, acts, by=self.officer)
            assert differences(now, exported()) == {}
            transaction.set_rollback(True)

    @invariant()
    def is_what_a_replay_from_nothing_gives(self) -> None:
        """Throw away everything derived, and derive it anew."""
        now = exported()
        with transaction.atomic():
            forget_what_follows()
            everyone = list(Person.objects.values_list("pk", flat=True))
            replay(everyone, Cause(MONDAY, "registry.list_published"))
            assert differences(now, exported()) == {}
            transaction.set_rollback(True)


def run(examples: int, steps: int) -> None:
    """Run the machine so often, so long."""
    run_state_machine_as_test(
        Facts,
        settings=settings(
            max_examples=examples,
            derandomize=not os.environ.get(
                "DOUDI_EXPLORE"
            ),  # the same histories each time, others when asked
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_the_same_facts_in_another_order_are_the_same_state() -> None:
    run(examples=2, steps=5)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_same_facts_in_any_order_are_the_same_state() -> None:
    run(examples=12 if connection.vendor == "sqlite" else 6, steps=9)
