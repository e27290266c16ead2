"""Reads how people are drawn for a round, once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping
from doudi.screenings.rules.drawing import Drawing, drawing_of


@lru_cache(maxsize=1)
def drawing() -> Drawing:
    """Return how screening rounds draw people."""
    text = (settings.DOUDI_POLICIES / "screenings" / "drawing.yaml").read_text(encoding="utf-8")
    return drawing_of(read_mapping(text))
