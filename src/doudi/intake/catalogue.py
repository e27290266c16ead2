"""Reads how checks at home are sent out, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from doudi.exchange.catalogue import catalogue
from doudi.intake.rules.ways import Ways, WayTable, ways_of
from doudi.kernel.policy_file import read_policy

SOURCE = "provincial_alert"


@lru_cache(maxsize=1)
def ways() -> Ways:
    """Return how checks are sent out, how long they take and what may come of them."""
    return ways_of(read_policy(settings.DOUDI_POLICIES, "intake/home_checks.yaml", WayTable))


@lru_cache(maxsize=1)
def alert_kinds() -> Mapping[str, str]:
    """Return what each kind of alert is called, by code, as the source's file says."""
    column = next(each for each in catalogue().source(SOURCE).columns if each.name == "alert_kind")
    return {"": "没写类型", **column.labels}


def outcome_title(code: str) -> str:
    """Return what a conclusion is called; one no longer in the file by its code."""
    known = ways().outcomes.get(code)
    return known.title if known else code
