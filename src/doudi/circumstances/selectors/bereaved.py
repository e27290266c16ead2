"""Answers which families lost their only child; asked only for a post that may know."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from doudi.circumstances.models import BereavedFamily
from doudi.common.scope import Scope
from doudi.registry.selectors import people_within


def bereaved_within(scope: Scope) -> QuerySet[BereavedFamily]:
    """Return the files that stand for a scope's people, by place."""
    within = people_within(scope).values("pk")
    found = BereavedFamily.objects.filter(Q(person__in=within) | Q(person__same_as__in=within))
    return (
        found.filter(closed_at__isnull=True)
        .select_related("person")
        .order_by("person__division", "person_id")
    )


def bereaved_among(people: Iterable[int]) -> list[BereavedFamily]:
    """Return the files that stand for these people, whichever record of theirs they were opened under."""
    keys = list(people)
    found = BereavedFamily.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return list(found.filter(closed_at__isnull=True).select_related("person", "recorded_by").order_by("id"))
