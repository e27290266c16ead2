"""Reads the registry's table of layers, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping


def _table(name: str) -> Mapping[str, Any]:
    return read_mapping((settings.DOUDI_POLICIES / "registry" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def entitlements() -> Mapping[str, tuple[str, ...]]:
    """Return the programmes open to each layer, by layer."""
    return {layer: tuple(items) for layer, items in _table("layers.yaml")["layers"].items()}
