"""Reads what each layer of low-income people may receive, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping


@lru_cache(maxsize=1)
def entitlements() -> Mapping[str, tuple[str, ...]]:
    """Return the programmes open to each layer, by layer."""
    text = (settings.DOUDI_POLICIES / "registry" / "layers.yaml").read_text(encoding="utf-8")
    return {layer: tuple(items) for layer, items in read_mapping(text)["layers"].items()}
