"""Says which kinds of notices there are, and how letters are delivered here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from doudi.common.kit import Text
from doudi.kernel.policy_file import read_policy
from doudi.notices.rules.delivering import Delivering, DeliveryTable, delivering_of

OFFICE = "OFFICE"
"""The kind of a notice somebody wrote."""
OBJECTION = "OBJECTION"
"""The kind of a notice that a resident objects to a letter."""


@cache
def kinds() -> Mapping[str, Text]:
    """Return what each kind is called, by code."""
    declared: Mapping[str, Text] = import_string(settings.NOTICE_KINDS)
    return declared


def title_of(kind: str) -> Text:
    """Return what a kind is called; one no longer declared is called by nothing but “其他提醒”."""
    return kinds().get(kind, "其他提醒")


@cache
def delivering() -> Delivering:
    """Return the ways of delivering letters and the clocks around them."""
    return delivering_of(read_policy(settings.DOUDI_POLICIES, "notices/delivery.yaml", DeliveryTable))
