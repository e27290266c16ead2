"""Reads the registry's own table, once: how often each class of people is looked after."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from doudi.kernel.policy_file import read_policy
from doudi.registry.rules.strategies import Strategy, StrategyTable, strategies_of


@lru_cache(maxsize=1)
def strategies() -> tuple[Strategy, ...]:
    """Return how often, by whom and with what help each class of people is looked after."""
    return strategies_of(read_policy(settings.DOUDI_POLICIES, "registry/strategies.yaml", StrategyTable))
