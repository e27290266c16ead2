"""Reads what this installation says about tasks, once: their kinds, and the days of every year that rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings

from doudi.kernel.policy_file import read_policy
from doudi.kernel.rest_days import read_rest_days
from doudi.work.rules.kinds import Kind


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of tasks by code."""
    return read_policy(settings.DOUDI_POLICIES, "work/kinds.yaml", dict[str, Kind])


@cache
def rest_days() -> frozenset[str]:
    """Return the days of the year (MM-DD) that rest in years whose holidays are not announced."""
    return read_rest_days(settings.DOUDI_POLICIES)
