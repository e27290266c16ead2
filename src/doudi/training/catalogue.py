"""Reads this installation's terms of training, once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from doudi.kernel.policy_file import read_policy
from doudi.training.rules.qualifying import Terms


def terms() -> Terms:
    """Return who is to be trained, what passes and what is locked without it."""
    return _terms(Path(settings.DOUDI_POLICIES))


@lru_cache(maxsize=2)
def _terms(root: Path) -> Terms:
    return read_policy(root, "training/terms.yaml", Terms)
