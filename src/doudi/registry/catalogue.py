"""Reads the registry's tables, once: layers, whom care is for, after how long to look again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping
from doudi.registry.rules.caring import Range, range_of


def _table(name: str) -> Mapping[str, Any]:
    return read_mapping((settings.DOUDI_POLICIES / "registry" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def entitlements() -> Mapping[str, tuple[str, ...]]:
    """Return the programmes open to each layer, by layer."""
    return {layer: tuple(items) for layer, items in _table("layers.yaml")["layers"].items()}


@lru_cache(maxsize=1)
def care_ranges() -> Mapping[str, Range]:
    """Return whom each kind of care is for, by kind."""
    return {kind: range_of(entry) for kind, entry in _table("caring.yaml")["kinds"].items()}


@lru_cache(maxsize=1)
def usual_periods() -> Mapping[str, int]:
    """Return after how many days each subject is looked at again where a county has set nothing."""
    return {subject: int(days) for subject, days in _table("periods.yaml")["days"].items()}
