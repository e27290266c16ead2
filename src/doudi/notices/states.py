"""Names how delivering a letter ended, and where letters and messages to residents stand."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How an attempt to deliver a letter ended."""

    DELIVERED = "DELIVERED", _("已送达")
    FAILED = "FAILED", _("没有送到")


class LetterState(models.TextChoices):
    """Where a letter stands; worked out from its deliveries, never kept."""

    WAITING = "WAITING", _("待送达")
    FAILED = "FAILED", _("没有送到，要再送")
    DELIVERED = "DELIVERED", _("已送达")


class Channel(models.TextChoices):
    """By which way a resident is told something short."""

    SMS = "SMS", _("短信")
    PHONE = "PHONE", _("打电话")


class MessageState(models.TextChoices):
    """Where a message stands."""

    WAITING = "WAITING", _("待发")
    HANDED_OVER = "HANDED_OVER", _("已交运营商")
    RECEIVED = "RECEIVED", _("对方收到")
    RETURNED = "RETURNED", _("号码退回")
    FAILED = "FAILED", _("没有联系上")


MESSAGE_MOVES: Mapping[tuple[str, str], frozenset[MessageState]] = {
    (Channel.SMS, MessageState.WAITING): frozenset({MessageState.HANDED_OVER}),
    (Channel.SMS, MessageState.HANDED_OVER): frozenset(
        {MessageState.RECEIVED, MessageState.RETURNED, MessageState.FAILED}
    ),
    (Channel.PHONE, MessageState.WAITING): frozenset({MessageState.RECEIVED, MessageState.FAILED}),
    (Channel.PHONE, MessageState.FAILED): frozenset({MessageState.RECEIVED, MessageState.FAILED}),
}
"""What may become of a message, by channel; whoever was not reached by telephone is called again."""


def may_become(channel: str, now: str, wanted: str) -> bool:
    """Say whether a message may go from one state to another."""
    return wanted in MESSAGE_MOVES.get((channel, now), frozenset())
