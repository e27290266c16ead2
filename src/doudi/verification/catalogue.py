"""Reads the sources of checks, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.conf import settings

from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.policy_file import Place, read_policy
from doudi.rulebook.catalogue import book
from doudi.verification.rules.sources import CheckSource

FILE = "verification/sources.yaml"
ITEMS, MORE, SUBJECTS = "verification.items", "verification.more_items", "verification.subjects"


@cache
def sources() -> Mapping[str, CheckSource]:
    """Return the sources by code; each asks about an item and stands beside facts that there are."""
    found = read_policy(settings.DOUDI_POLICIES, FILE, dict[str, CheckSource])
    known, items = book().facts, item_labels()
    for code, one in found.items():
        if one.item not in items:
            Place(FILE).refuse(f"{code}.item", f"没有 {one.item} 这个核对项目")
        for name in one.declared:
            if name not in known:
                Place(FILE).refuse(f"{code}.declared", f"没有 {name} 这项家庭情况")
    return found


def item_labels() -> Mapping[str, str]:
    """Return what the items of a check are called, by code."""
    return _labels(ITEMS)


def subject_labels() -> Mapping[str, str]:
    """Return what the kinds of families that are checked are called, by code."""
    return _labels(SUBJECTS)


def _labels(key: str) -> Mapping[str, str]:
    enumeration = book().definitions[key].enumeration
    return enumeration.members if enumeration else {}


def subjects_checked(division: str, *, on: date) -> tuple[str, ...]:
    """Return the kinds of families a county checks on a day; none where nobody has said."""
    return _codes(SUBJECTS, division, on)


def sources_asked(division: str, *, on: date) -> Mapping[str, CheckSource]:
    """Return the sources a county asks on a day, by code: those about the items its values name."""
    items = {*_codes(ITEMS, division, on), *_codes(MORE, division, on)}
    return {code: one for code, one in sources().items() if one.item in items}


def _codes(key: str, division: str, on: date) -> tuple[str, ...]:
    chosen = book().parameters(division[:COUNTY_DIGITS], on).get(key)
    return tuple(str(one) for one in chosen.value) if chosen and isinstance(chosen.value, tuple) else ()
