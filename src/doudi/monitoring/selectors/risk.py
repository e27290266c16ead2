"""Who is at risk, whose assessment is due, and who was never assessed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from doudi.accounts.models import User
from doudi.common.scope import Scope
from doudi.kernel.policy_file import read_policy
from doudi.monitoring.catalogue import gap_rules
from doudi.monitoring.models import LedgerEntry, RiskAssessment
from doudi.monitoring.rules.risk import RiskTable, Scale, scale_of
from doudi.monitoring.states import EntryStatus, RiskLevel


@lru_cache(maxsize=1)
def risk_scale() -> Scale:
    """Return this installation's factors and points."""
    return scale_of(read_policy(settings.DOUDI_POLICIES, "monitoring/risk.yaml", RiskTable))


def assessments_of(entry: LedgerEntry) -> QuerySet[RiskAssessment]:
    """Return an entry's assessments, newest first."""
    return entry.assessments.select_related("assessed_by").order_by("-assessed_at", "-id")


def high_risk_count(scope: Scope) -> int:
    """Return how many people of a scope were last assessed as high risk."""
    latest = RiskAssessment.objects.filter(
        scope.q("entry__division"), is_latest=True, level=RiskLevel.HIGH, entry__person__isnull=False
    )
    return latest.values("entry__person").distinct().count()


def reviews_overdue(user: User, *, on: date) -> QuerySet[RiskAssessment]:
    """Return the assessments in a user's hands whose day of review has passed."""
    return (
        RiskAssessment.objects.filter(is_latest=True, next_review_on__lt=on, entry__task__owner__user=user)
        .select_related("entry__person")
        .order_by("next_review_on", "id")
    )


def unassessed_of(user: User) -> QuerySet[LedgerEntry]:
    """Return the open entries in a user's hands about people in no programme, never assessed."""
    return (
        LedgerEntry.objects.filter(
            status=EntryStatus.OPEN, task__owner__user=user, rule__in=gap_rules(), assessments__isnull=True
        )
        .defer("reason")
        .select_related("person")
        .order_by("task__due_on", "id")
    )
