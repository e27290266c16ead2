"""Answers what the province sent back and how far its verification has come."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from doudi.common.scope import Scope
from doudi.exchange.models import FeedbackItem, FeedbackRound


def rounds_within(scope: Scope) -> QuerySet[FeedbackRound]:
    """Return the rounds of a scope, newest first, each with how many items it has and how many are open."""
    rounds = FeedbackRound.objects.filter(scope.q("region")).order_by("-received_at", "id")
    return rounds.annotate(total=Count("items"), waiting=Count("items", filter=Q(items__verdict="")))


def items_within(scope: Scope) -> QuerySet[FeedbackItem]:
    """Return the items of a scope's rounds."""
    return FeedbackItem.objects.filter(scope.q("round__region")).select_related("round")
