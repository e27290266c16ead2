"""Answers questions about the audit trail."""

from __future__ import annotations

from django.db.models import QuerySet

from doudi.audit.models import Entry
from doudi.common.scope import Scope


def entries_about(subject_type: str, subject_id: str, *, scope: Scope) -> QuerySet[Entry]:
    """Return what happened to one subject, newest first."""
    return Entry.objects.filter(
        scope.q("division"), subject_type=subject_type, subject_id=subject_id
    ).order_by("-at", "-id")


def entries_within(*, scope: Scope) -> QuerySet[Entry]:
    """Return everything that happened within a scope, newest first."""
    return Entry.objects.filter(scope.q("division")).order_by("-at", "-id")
