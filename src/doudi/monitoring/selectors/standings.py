"""Answers where entries stand in a month."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from doudi.monitoring.models import EntryStanding, Finding
from doudi.monitoring.states import EntryStatus


def standings_of(period: str) -> QuerySet[EntryStanding]:
    """Return where each entry that a month's comparison found stands in that month, in every county."""
    finding = Finding.objects.filter(entry=OuterRef("entry"), period=period, withdrawn_by__isnull=True)
    standings = EntryStanding.objects.filter(Exists(finding), period=period, is_latest=True)
    return standings.exclude(status=EntryStatus.CLEARED)
