"""Records what a family gets besides assistance."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.monitoring.models import SupportMeasure
from doudi.monitoring.states import MeasureKind
from doudi.registry.models import Household


class AllotmentMissing(Refusal):
    """A share of assets without what the family gets of it."""

    def __init__(self) -> None:
        super().__init__("资产收益要填分配到户的金额。", field="allotted")


@transaction.atomic
def record_measure(
    household: Household,
    *,
    kind: str,
    project: str,
    since: date,
    by: User,
    at: datetime,
    year_income_fen: int | None = None,
    allotted_fen: int | None = None,
    once: UUID | None = None,
) -> SupportMeasure:
    """Record a measure of support; the family leaves the list of those without one at once."""
    claim("monitoring.measure_recorded", once, by=by.pk, at=at)
    if kind == MeasureKind.ASSET_INCOME and not allotted_fen:
        raise AllotmentMissing
    made = SupportMeasure.objects.create(
        household=household,
        kind=MeasureKind(kind),
        project=project,
        since=since,
        year_income_fen=year_income_fen,
        allotted_fen=allotted_fen,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        "monitoring.measure_recorded",
        subject_type="household",
        subject_id=str(household.pk),
        by=by,
        at=at,
        division=household.division,
        details={"kind": kind, "project": project, "allotted_fen": allotted_fen},
    )
    return made
