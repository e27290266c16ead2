"""Reads this installation's terms of training, once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping
from doudi.training.rules.qualifying import Terms, terms_of


def terms() -> Terms:
    """Return who is to be trained, what passes and what is locked without it."""
    return _terms(Path(settings.DOUDI_POLICIES) / "training" / "terms.yaml")


@lru_cache(maxsize=2)
def _terms(path: Path) -> Terms:
    return terms_of(read_mapping(path.read_text(encoding="utf-8")))
