"""Files sent, published, corrected, set beside and taken back in any order: exchange and registry agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
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
from doudi.exchange.models import Batch
from doudi.exchange.selectors import published_batches
from doudi.exchange.services.publishing import Wish, publish_batch, withdraw_batch
from doudi.exchange.tests.factories import COUNTY, MONDAY, OCTOBER, dibao, imported
from doudi.kernel.dates import Period
from doudi.registry.selectors import enrolments_in

MONTHS = (OCTOBER, OCTOBER.next())
AMOUNT = 60000


class Files(RuleBasedStateMachine):
    """What a clerk does with the files of two months; the model keeps who is on which list."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.people: dict[str, frozenset[int]] = {}
        self.month: dict[str, Period] = {}
        self.published: list[str] = []
        self.corrects: dict[str, str] = {}

    def teardown(self) -> None:
        """Forget everything."""
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def _beside(self, batch: str) -> list[str]:
        return [one for one in self.published if self.month[one] == self.month[batch] and one != batch]

    def _waiting(self) -> list[str]:
        under = set(self.corrects.values())
        return [one for one in self.people if one not in self.published and one not in under]

    @rule(period=st.sampled_from(MONTHS), people=st.frozensets(st.integers(1, 5), min_size=1), data=st.data())
    def send(self, period: Period, people: frozenset[int], data: st.DataObject) -> None:
        """Send a list and publish it; the same file again is the same batch."""
        name = f"{len(self.people)}号名单.xlsx"
        done = imported(dibao(sorted(people)), period=period, publish=False, name=name)
        key = str(done.batch.pk)
        assert done.is_duplicate == (key in self.people)
        self.people[key], self.month[key] = people, period
        if key in self._waiting():
            self._publish(key, data)

    @precondition(lambda self: self._waiting())
    @rule(data=st.data())
    def publish_again(self, data: st.DataObject) -> None:
        """Publish a list that was taken back."""
        self._publish(data.draw(st.sampled_from(self._waiting())), data)

    def _publish(self, batch: str, data: st.DataObject) -> None:
        """Publish a list in place of one of its month, or beside the others."""
        which = data.draw(st.sampled_from([*self._beside(batch), ""]))
        wish = Wish(replaces=which) if which else Wish(beside=True)
        publish_batch(Batch.objects.get(pk=batch), by=SYSTEM, at=MONDAY, wish=wish)
        self.published.append(batch)
        if which:
            self.published.remove(which)
            self.corrects[batch] = which

    @precondition(lambda self: self.published)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Take a published list back; what it corrected stands again."""
        batch = data.draw(st.sampled_from(self.published))
        withdraw_batch(Batch.objects.get(pk=batch), by=SYSTEM, at=MONDAY, reason="传错了文件")
        self.published.remove(batch)
        if batch in self.corrects:
            self.published.append(self.corrects.pop(batch))

    @invariant()
    def comparisons_read_what_is_published(self) -> None:
        """The batches of each month are the model's, and each says what it corrects."""
        read = {file.id for file in published_batches(COUNTY, MONTHS[-1]).get("dibao", ())}
        assert read == set(self.published)
        found = {str(one.pk): str(one.replaces_id) for one in Batch.objects.filter(replaces__isnull=False)}
        assert found == self.corrects

    @invariant()
    def whoever_is_on_a_months_lists_is_enrolled_and_nobody_else(self) -> None:
        """A month without a list goes on with the month before."""
        for period, expected in self._expected():
            standing = enrolments_in(period).filter(programme="DIBAO")
            amounts = sorted(((amount or 0) - AMOUNT) // 100 for amount in _amounts(standing))
            assert amounts == sorted(expected), period

    def _expected(self) -> Iterator[tuple[Period, frozenset[int]]]:
        before: frozenset[int] = frozenset()
        for period in MONTHS:
            lists = [self.people[one] for one in self.published if self.month[one] == period]
            before = frozenset().union(*lists) if lists else before
            yield period, before


def _amounts(standing: object) -> list[int | None]:
    return list(standing.values_list("amount_fen", flat=True))  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.slow
def test_any_order_of_files_leaves_exchange_and_registry_of_one_mind() -> None:
    run_state_machine_as_test(
        Files,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            derandomize=True,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
