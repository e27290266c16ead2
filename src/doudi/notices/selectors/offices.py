"""Answers what an office was told, and what it has not signed for or answered."""

from __future__ import annotations

from django.db.models import F, QuerySet

from doudi.common.scope import Scope
from doudi.notices.models import Notice


def notices_waiting(division: str) -> QuerySet[Notice]:
    """Return what one office was told and has not answered, newest first."""
    return Notice.objects.filter(division=division, settled_at__isnull=True).order_by("-raised_at", "-id")


def notices_to(division: str) -> QuerySet[Notice]:
    """Return all one office was ever told: only it signs for and answers these."""
    return Notice.objects.filter(division=division)


def notices_within(scope: Scope) -> QuerySet[Notice]:
    """Return every notice to an office of a scope, those not answered first."""
    return (
        Notice.objects.filter(scope.q("division"))
        .select_related("settled_by", "received_by", "sent_by")
        .order_by(F("settled_at").asc(nulls_first=True), "-id")
    )
