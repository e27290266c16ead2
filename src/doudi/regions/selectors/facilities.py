"""Answers how far the villages' service buildings have come against the day set for full coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from doudi.common.scope import Scope
from doudi.regions.models import Division, Facility
from doudi.regions.selectors.assistants import villages_within
from doudi.regions.selectors.points import Coverage
from doudi.regions.selectors.standards import general
from doudi.regions.states import DivisionKind


@dataclass(frozen=True, slots=True)
class Target:
    """Where the coverage stands against its day."""

    on: date
    coverage: Coverage
    due_on: date
    covered_by_due: int

    @property
    def days_left(self) -> int:
        """Return how many days are left; negative once the day has passed."""
        return (self.due_on - self.on).days

    @property
    def state(self) -> str:
        """Return UNDERWAY before the day, and from it on MET or MISSED by what was in use on the day."""
        if self.coverage.villages and self.covered_by_due == self.coverage.villages:
            return "MET"
        return "UNDERWAY" if self.days_left > 0 else "MISSED"


def rural_villages(scope: Scope, *, on: date) -> QuerySet[Division]:
    """Return the villages of a scope; town communities are not part of the target."""
    return villages_within(scope, on=on).filter(kind=DivisionKind.VILLAGE)


def villages_without_facility(scope: Scope, *, on: date, used_by: date | None = None) -> QuerySet[Division]:
    """Return the villages of a day without a building in use on that day, or on an earlier one."""
    used = Facility.objects.filter(division=OuterRef("pk"), opened_on__lte=used_by or on)
    return rural_villages(scope, on=on).filter(~Exists(used))


def facility_target(scope: Scope, *, on: date) -> Target:
    """Return coverage on a day, and against the day of the target."""
    due_on = general().facility_target
    villages = rural_villages(scope, on=on).count()
    by_due = min(on, due_on)
    return Target(
        on=on,
        coverage=Coverage(villages, villages - villages_without_facility(scope, on=on).count()),
        due_on=due_on,
        covered_by_due=villages - villages_without_facility(scope, on=on, used_by=by_due).count(),
    )


def facilities_within(scope: Scope) -> QuerySet[Facility]:
    """Return the buildings of a scope, in use or not."""
    return Facility.objects.filter(scope.q("division_id")).select_related("division").order_by("division_id")
