"""Reads how people are drawn for a round, once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from doudi.kernel.policy_file import read_policy
from doudi.screenings.rules.drawing import Drawing


@lru_cache(maxsize=1)
def drawing() -> Drawing:
    """Return how screening rounds draw people."""
    return read_policy(settings.DOUDI_POLICIES, "screenings/drawing.yaml", Drawing)
