"""Says which kinds of notices there are: each module declares its own, the assembly collects them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from doudi.common.kit import Text

OFFICE = "OFFICE"
"""The kind of a notice somebody wrote."""


@cache
def kinds() -> Mapping[str, Text]:
    """Return what each kind is called, by code."""
    declared: Mapping[str, Text] = import_string(settings.NOTICE_KINDS)
    return declared


def title_of(kind: str) -> Text:
    """Return what a kind is called; one no longer declared is called by nothing but “其他提醒”."""
    return kinds().get(kind, "其他提醒")
