"""Whatever order lists come, go and come back in, the registry holds what a replay from nothing gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.registry.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdNumber,
    ListPublication,
    Person,
)
from doudi.registry.rules.listing import ListedPerson, Listing
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import replay
from doudi.registry.tests.factories import COUNTY, MONDAY, listed
from doudi.registry.tests.worlds import differences, held

MONTHS = [Period(2026, month) for month in range(1, 7)]
EAST, WEST = "440204102", "440204103"
PLACES = {
    EAST: [f"{EAST}200", f"{EAST}201", EAST],
    WEST: [f"{WEST}201", WEST],
    COUNTY: [COUNTY, ""],
}
"""Places as rows say them: a village, the township alone, the county alone, or none."""
SOURCES = {"dibao": "DIBAO", "poverty_register": "POVERTY_REGISTER", "temporary_relief": "TEMPORARY_RELIEF"}

person = st.fixed_dictionaries(
    {
        "order": st.integers(1, 5),
        "township": st.sampled_from(sorted(PLACES)),
        "household": st.sampled_from(["", "1", "2", "3"]),
        "relation": st.sampled_from(["HEAD", "SPOUSE", ""]),
        "amount": st.sampled_from([100, 200, None]),
        "account": st.sampled_from([Token(1, 1), Token(2, 2), None]),
        "category": st.sampled_from(["RURAL", "URBAN", ""]),
        "place": st.integers(0, 2),
        "started": st.sampled_from([None, "2020-05-01", "2026-02-15"]),
    }
)
people = st.lists(person, max_size=6)


def line(row: int, programme: str, said: dict[str, Any]) -> ListedPerson:
    """Return a row of a list."""
    from datetime import date

    return listed(
        said["order"],
        f"陈{said['order']}",
        row=row,
        programme=programme,
        division=PLACES[said["township"]][said["place"] % len(PLACES[said["township"]])],
        household_number=said["household"],
        relation=said["relation"],
        amount_fen=said["amount"],
        account=said["account"],
        category=said["category"],
        started_on=date.fromisoformat(said["started"]) if said["started"] else None,
    )


class Histories(RuleBasedStateMachine):
    """Lists of three sources, two townships and six months, published and withdrawn in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.made: list[Listing] = []
        self.standing: list[Listing] = []

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @rule(
        source=st.sampled_from(sorted(SOURCES)),
        region=st.sampled_from(sorted(PLACES)),
        period=st.sampled_from(MONTHS),
        whole=st.booleans(),
        said=people,
    )
    def publish(
        self, source: str, region: str, period: Period, whole: bool, said: Sequence[dict[str, Any]]
    ) -> None:
        """Publish a new list; what it changed adds up to its rows."""
        lines = [line(row, SOURCES[source], each) for row, each in enumerate(said)]
        kept = [each for each in lines if each.division.startswith(region) or not each.division]
        made = Listing(
            source, region, period, f"00000000-0000-4000-8000-{len(self.made) + 1:012d}", kept, whole=whole
        )
        self.made.append(made)
        self._publish(made)

    def _publish(self, what: Listing) -> None:
        effect = apply_list(what, by=SYSTEM, at=MONDAY)
        self.standing.append(what)
        counted = effect.opened + effect.changed + effect.unchanged + effect.repeated
        assert effect.listed == counted

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Take any list that stands back."""
        what = data.draw(st.sampled_from(self.standing))
        withdraw_list(what.batch, by=SYSTEM, at=MONDAY)
        self.standing.remove(what)

    @precondition(lambda self: len(self.standing) < len(self.made))
    @rule(data=st.data())
    def publish_again(self, data: st.DataObject) -> None:
        """Publish a list that was taken back."""
        self._publish(data.draw(st.sampled_from([each for each in self.made if each not in self.standing])))

    @invariant()
    def is_what_a_replay_from_nothing_gives(self) -> None:
        """Compare with a world derived anew from the facts, and with one published in another order."""
        now = held()
        with transaction.atomic():
            self._forget()
            replay(
                list(Person.objects.values_list("pk", flat=True)), Cause(MONDAY, "registry.list_published")
            )
            assert differences(now, held()) == {}
            transaction.set_rollback(True)
        with transaction.atomic():
            self._start_anew()
            for what in sorted(self.standing, key=lambda each: each.batch, reverse=True):
                apply_list(what, by=SYSTEM, at=MONDAY)
            assert differences(now, held()) == {}
            transaction.set_rollback(True)

    def _forget(self) -> None:
        HouseholdMember.objects.all().delete()
        HouseholdNumber.objects.all().delete()
        Enrolment.objects.all().delete()
        Household.objects.all().delete()

    def _start_anew(self) -> None:
        self._forget()
        for publication in ListPublication.objects.all():
            publication.lines.all().delete()
        ListPublication.objects.all().delete()
        for each in Person.objects.all():
            each.identities.all().delete()
            each.delete()


@pytest.mark.django_db
def test_relief_given_before_anybody_knew_the_household_is_the_households() -> None:
    said: dict[str, Any] = {
        "order": 3, "township": "440204102", "place": 0, "household": "", "relation": "", "amount": 100,
        "account": None, "category": "", "started": None,
    }  # fmt: skip
    histories = Histories()
    try:
        for month in (1, 5):
            histories.publish("temporary_relief", "440204", Period(2026, month), whole=False, said=[said])
            histories.is_what_a_replay_from_nothing_gives()
        before = held()
        histories.publish(
            "dibao",
            "440204",
            Period(2026, 6),
            whole=False,
            said=[{**said, "household": "2", "relation": "HEAD"}],
        )
        histories.is_what_a_replay_from_nothing_gives()
        homes = Enrolment.objects.filter(voided_at__isnull=True).values_list("household", flat=True)
        assert len(set(homes)) == 1
        assert None not in homes

        withdraw_list(histories.standing.pop().batch, by=SYSTEM, at=MONDAY)

        histories.is_what_a_replay_from_nothing_gives()
        assert differences(before, held()) == {}
    finally:
        histories.teardown()


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.slow
def test_any_order_of_lists_gives_what_a_replay_from_nothing_gives() -> None:
    examples = 12 if connection.vendor == "sqlite" else 8
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=examples,
            stateful_step_count=7,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
