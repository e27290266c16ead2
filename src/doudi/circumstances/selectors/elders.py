"""Answers who is on the register of the veterans of the revolution."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from doudi.circumstances.models import Elder
from doudi.common.scope import Scope
from doudi.registry.selectors import people_within


def elders_within(scope: Scope) -> QuerySet[Elder]:
    """Return the veterans of a scope with what they received, by place."""
    within = people_within(scope).values("pk")
    found = Elder.objects.filter(Q(person__in=within) | Q(person__same_as__in=within))
    return (
        found.select_related("person", "recorded_by")
        .prefetch_related("receipts")
        .order_by("person__division", "person_id")
    )
