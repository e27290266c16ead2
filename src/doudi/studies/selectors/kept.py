"""Answers questions about kept computation sheets."""

from __future__ import annotations

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.studies.models import KeptSheet


def kept_sheets_within(scope: Scope) -> QuerySet[KeptSheet]:
    """Return the sheets of families seated within a scope, newest first."""
    return KeptSheet.objects.filter(scope.q("division")).order_by("-made_at", "-pk")
