"""Whatever is published, answered and closed in any order, figures add up and those kept stay."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from doudi.common.figures import figures
from doudi.kernel.dates import Period
from doudi.kernel.shares import Share, together
from doudi.monitoring.models import Finding
from doudi.monitoring.states import Standing
from doudi.monitoring.tests.months import MONTHS, month
from doudi.monitoring.tests.test_month_machine import Months
from doudi.oversight.models import KeptCount, KeptFigure
from doudi.oversight.rules.leaves import inside, parts, total
from doudi.oversight.selectors.figures import County, figures_of
from tests.county import COUNTY, EAST, OTHER_VILLAGE, VILLAGE, WEST

CODES = (COUNTY, EAST, WEST, VILLAGE, OTHER_VILLAGE)
TERMS = ("aided", "underway", "watched", "excluded", "unaccounted")


class Figures(Months):
    """Three months with their figures; `kept` is what was counted by hand when a month was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[Period, dict[tuple[str, str], Share]] = {}
        self.rows: dict[Period, list[tuple[Any, ...]]] = {}

    def counted(self, period: Period) -> County:
        """Return a month's figures as they are counted now."""
        return figures_of(COUNTY, period, on=self.county.at.date())

    def by_hand(self, period: Period, code: str) -> dict[str, Share]:
        """Count without the product's figures: from where people stand and from the tasks themselves."""
        here = [place for place in self.places(period).values() if place.division.startswith(code)]
        aided = sum(place.standing == Standing.AIDED for place in here)
        settled = sum(place.standing != Standing.UNACCOUNTED and not place.is_waiting for place in here)
        found = Finding.objects.filter(period=str(period), withdrawn_by__isnull=True)
        tasks = [each.entry.task for each in found.select_related("entry__task")]
        done = [
            task.done_on <= task.due_on
            for task in tasks
            if task and task.state == "FINISHED" and task.done_on and task.division.startswith(code)
        ]
        late = sum(
            task.is_live and task.due_on < self.county.at.date() and not task.is_provisional
            for task in tasks
            if task and task.division.startswith(code)
        )
        return {
            "listed": Share(len(here)),
            "settled": Share(settled, len(here)),
            "aided_share": Share(aided, len(here)),
            "in_time": Share(sum(done), len(done) + late),
            "overdue": Share(late),
        }

    @rule(period=month)
    def close(self, period: Period) -> None:
        """Whoever closes a month keeps what it counts at that moment."""
        super().close(period)
        if period in self.sealed and period not in self.kept:
            self.kept[period] = {
                (key, code): share for code in CODES for key, share in self.by_hand(period, code).items()
            }
            counts = KeptCount.objects.filter(kept__period=str(period)).order_by("pk")
            self.rows[period] = list(counts.values_list())

    @rule(period=month)
    def a_good_month(self, period: Period) -> None:
        """Everybody is answered for and the month is closed."""
        self.work_off(period, "INELIGIBLE")
        self.close(period)

    @invariant()
    def what_was_kept_is_what_was_counted_then(self) -> None:
        """Each closed month has every figure once, as it was by hand at its closing, whatever came after."""
        assert set(KeptFigure.objects.values_list("period", flat=True)) == {str(each) for each in self.kept}
        for period, said in self.kept.items():
            counts = KeptCount.objects.filter(kept__period=str(period)).order_by("pk")
            assert list(counts.values_list()) == self.rows[period]
            closed = self.counted(period).closed
            assert closed is not None
            assert set(closed.figures) == set(figures())
            for (key, code), share in said.items():
                assert total(inside(closed.figures[key], code)) == share, (key, code)

    @invariant()
    def the_parts_add_up_and_the_equation_holds(self) -> None:
        """On every level the divisions below are the whole, and the terms are the list."""
        for period in MONTHS:
            county = self.counted(period)
            for leaves in county.now.values():
                for code in (COUNTY, EAST, WEST):
                    below = together(total(part) for part in parts(leaves, code).values())
                    assert below == total(inside(leaves, code))
            for code in CODES:
                counted = {key: total(inside(county.now[key], code)).above for key in ("listed", *TERMS)}
                assert counted["listed"] == sum(counted[term] for term in TERMS)
                for key, share in self.by_hand(period, code).items():
                    assert total(inside(county.now[key], code)) == share, (period, key, code)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.slow
def test_no_history_changes_what_a_month_was_closed_with() -> None:
    examples = 3 if connection.vendor == "sqlite" else 2
    run_state_machine_as_test(
        Figures,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
