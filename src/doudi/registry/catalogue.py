"""Reads the registry's own table, once: how often each class of people is looked after."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping
from doudi.registry.rules.strategies import Strategy, strategies_of


@lru_cache(maxsize=1)
def strategies() -> tuple[Strategy, ...]:
    """Return how often, by whom and with what help each class of people is looked after."""
    text = (settings.DOUDI_POLICIES / "registry" / "strategies.yaml").read_text(encoding="utf-8")
    return strategies_of(read_mapping(text))
