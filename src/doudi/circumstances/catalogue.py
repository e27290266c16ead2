"""Reads the tables of circumstances, once: kinds of care and of need, after how long to look again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from doudi.circumstances.rules.caring import Range, range_of
from doudi.circumstances.rules.needs import Suggestion
from doudi.kernel.strict_yaml import read_mapping


def _table(name: str) -> Mapping[str, Any]:
    return read_mapping((settings.DOUDI_POLICIES / "circumstances" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def care_ranges() -> Mapping[str, Range]:
    """Return whom each kind of care is for, by kind."""
    return {kind: range_of(entry) for kind, entry in _table("caring.yaml")["kinds"].items()}


@lru_cache(maxsize=1)
def usual_periods() -> Mapping[str, int]:
    """Return after how many days each subject is looked at again where a county has set nothing."""
    return {subject: int(days) for subject, days in _table("periods.yaml")["days"].items()}


@lru_cache(maxsize=1)
def need_words() -> Mapping[str, tuple[str, ...]]:
    """Return the words by which each kind of need is recognised, by kind."""
    return {kind: tuple(entry["words"]) for kind, entry in _table("needs.yaml")["kinds"].items()}


@lru_cache(maxsize=1)
def need_suggestions() -> Mapping[str, tuple[Suggestion, ...]]:
    """Return what may answer each kind of need, by kind."""
    return {
        kind: tuple(_suggestion(one) for one in entry["programmes"])
        for kind, entry in _table("needs.yaml")["kinds"].items()
    }


def _suggestion(one: Mapping[str, Any]) -> Suggestion:
    return Suggestion(one["name"], one["office"], one["document"] + one["article"], bool(one["verified"]))
