"""Reads the tables of circumstances, once: kinds of care and of need, after how long to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.conf import settings

from doudi.circumstances.rules.caring import CareTable, Range, ReviewPeriods
from doudi.circumstances.rules.needs import KindOfNeed, NeedTable, Suggestion
from doudi.kernel.policy_file import read_policy


@lru_cache(maxsize=1)
def care_ranges() -> Mapping[str, Range]:
    """Return whom each kind of care is for, by kind."""
    return read_policy(settings.DOUDI_POLICIES, "circumstances/caring.yaml", CareTable).kinds


@lru_cache(maxsize=1)
def usual_periods() -> Mapping[str, int]:
    """Return after how many days each subject is looked at again where a county has set nothing."""
    return read_policy(settings.DOUDI_POLICIES, "circumstances/periods.yaml", ReviewPeriods).days


@lru_cache(maxsize=1)
def _needs() -> Mapping[str, KindOfNeed]:
    return read_policy(settings.DOUDI_POLICIES, "circumstances/needs.yaml", NeedTable).kinds


def need_words() -> Mapping[str, Sequence[str]]:
    """Return the words by which each kind of need is recognised, by kind."""
    return {kind: need.words for kind, need in _needs().items()}


def need_suggestions() -> Mapping[str, Sequence[Suggestion]]:
    """Return what may answer each kind of need, by kind."""
    return {kind: need.programmes for kind, need in _needs().items()}
