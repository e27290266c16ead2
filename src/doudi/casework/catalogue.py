"""Reads what may be applied for, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings

from doudi.casework.rules.programmes import AppliedFor
from doudi.kernel.policy_file import Place, read_policy
from doudi.rulebook.catalogue import book, procedures

FILE = "casework/programmes.yaml"


@cache
def applied_for() -> Mapping[str, AppliedFor]:
    """Return what may be applied for by code; each names a procedure and a rule there are."""
    found = read_policy(settings.DOUDI_POLICIES, FILE, dict[str, AppliedFor])
    known, rules = procedures().programmes, book().programmes
    for code, one in found.items():
        if one.procedure not in known:
            Place(FILE).refuse(f"{code}.procedure", f"没有 {one.procedure} 这套办理程序")
        if one.rule not in rules:
            Place(FILE).refuse(f"{code}.rule", f"没有 {one.rule} 这份规则")
    return found


def title_of(programme: str) -> str:
    """Return what a thing applied for is called; a code nobody knows any more stands for itself."""
    found = applied_for().get(programme)
    return found.title if found else programme
