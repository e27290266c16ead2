"""Reads what this installation says about tasks, once: their kinds, and the days of every year that rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from doudi.kernel.strict_yaml import read_mapping
from doudi.work.rules.kinds import Kind, kinds_of


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of tasks by code."""
    return kinds_of(_read("work/kinds.yaml"))


@cache
def rest_days() -> frozenset[str]:
    """Return the days of the year (MM-DD) that rest in years whose holidays are not announced."""
    return frozenset(_read("procedures/rest_days.yaml")["days"])


def _read(path: str) -> Mapping[str, Any]:
    return read_mapping((settings.DOUDI_POLICIES / path).read_text(encoding="utf-8"))
