"""Reads which papers this installation issues, what their templates may say, and what offices sign with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings

from doudi.common.declared import declared
from doudi.documents.rules.fields import Fields
from doudi.documents.rules.issued import IssuedKind, Mark
from doudi.kernel.policy_file import read_policy
from doudi.regions.selectors import division_names


@cache
def issued_kinds() -> Mapping[str, IssuedKind]:
    """Return the kinds of papers that are issued, by code."""
    return read_policy(settings.DOUDI_POLICIES, "papers/kinds.yaml", dict[str, IssuedKind])


@cache
def _marks() -> Mapping[str, Mark]:
    return read_policy(settings.DOUDI_POLICIES, "papers/marks.yaml", dict[str, Mark])


def mark_of(county: str) -> str:
    """Return what a county's office signs numbers with; its name where nobody wrote another down."""
    mark = _marks().get(county)
    return mark.value if mark else division_names([county]).get(county, county)


def templated() -> Mapping[str, Fields]:
    """Return the kinds of papers drawn from Word templates, each with the fields its module fills."""
    return declared("letters", "LETTERS")


def fields_of(kind: str) -> Fields:
    """Return the fields of a kind of paper drawn from a template."""
    return templated()[kind]
