"""Reads the terms of certifying, once."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from doudi.certification.rules.terms import RecheckTable
from doudi.kernel.policy_file import read_policy


@cache
def recheck_before() -> int:
    """Return how many days before a recognition runs out somebody looks at the person again."""
    return read_policy(settings.DOUDI_POLICIES, "certification/terms.yaml", RecheckTable).recheck_before.value
