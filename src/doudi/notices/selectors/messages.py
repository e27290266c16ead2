"""Answers which messages to residents there are within a scope and where each stands."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from doudi.common.scope import Scope
from doudi.notices.models import Handover, Message, MessageStep
from doudi.notices.states import Channel, MessageState


def messages_within(scope: Scope) -> QuerySet[Any]:
    """Return the messages about letters that go into a scope, each with its `state`, newest first."""
    last = MessageStep.objects.filter(message=OuterRef("pk")).order_by("-id").values("state")[:1]
    found = Message.objects.filter(scope.q("letter__division")).select_related("letter__paper", "made_by")
    return found.annotate(state=Coalesce(Subquery(last), Value(MessageState.WAITING.value)))


def waiting_texts(county: str) -> QuerySet[Any]:
    """Return the text messages of a county that nobody has handed over yet, oldest first."""
    found = messages_within(Scope.of([county]))
    return found.filter(channel=Channel.SMS, state=MessageState.WAITING).order_by("id")


def handovers_within(scope: Scope) -> QuerySet[Handover]:
    """Return what counties of a scope wrote for their operators, newest first."""
    return Handover.objects.filter(scope.q("region")).select_related("made_by")
