"""Records an officer's judgement of a person's risk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.once import claim
from doudi.common.problems import Refusal
from doudi.monitoring.models import LedgerEntry, RiskAssessment
from doudi.monitoring.rules.risk import assess
from doudi.monitoring.selectors.risk import risk_scale
from doudi.monitoring.services.grading import follow_score
from doudi.monitoring.services.holding import held_entry
from doudi.monitoring.states import RiskLevel


class ReviewNotAhead(Refusal):
    """The next review lies in the past."""

    def __init__(self) -> None:
        super().__init__("下次复评日要晚于今天。", field="next_review_on")


@transaction.atomic
def assess_risk(
    entry: LedgerEntry,
    *,
    figures: Mapping[str, int],
    next_review_on: date,
    by: User,
    at: datetime,
    level: str = "",
    measures: str = "",
    once: UUID | None = None,
) -> RiskAssessment:
    """Assess a person's risk by the factors; an officer may set the level otherwise, which the trail shows.

    Earlier assessments stay as they were; the alert's grade follows the level.
    """
    claim("monitoring.risk_assessed", once, by=by.pk, at=at)
    if next_review_on <= at.date():
        raise ReviewNotAhead
    entry = held_entry(entry)
    risk = assess(figures, risk_scale())
    _step_back(entry)
    made = RiskAssessment.objects.create(
        entry=entry,
        level=RiskLevel(level or risk.level),
        points=risk.points,
        triggered=list(risk.triggered),
        figures=json.dumps(dict(figures)),
        measures=measures,
        assessed_by=by,
        assessed_at=at,
        next_review_on=next_review_on,
    )
    _record(made, by_points=risk.level, figures=figures, by=by, at=at)
    follow_score(entry, made.level, by=by, at=at)
    return made


def _step_back(entry: LedgerEntry) -> None:
    for earlier in entry.assessments.filter(is_latest=True):
        earlier.is_latest = False
        earlier.save(update_fields=["is_latest"])


def _record(
    made: RiskAssessment, *, by_points: str, figures: Mapping[str, int], by: User, at: datetime
) -> None:
    audit.record(
        "monitoring.risk_assessed",
        subject_type="ledger_entry",
        subject_id=str(made.entry_id),
        by=by,
        at=at,
        division=made.entry.division,
        reason=made.measures,
        details={"level": made.level, "by_points": by_points, "points": made.points, **figures},
    )
