"""Reads what may be applied for and which papers there are, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings

from doudi.casework.rules.papers import PaperLine
from doudi.casework.rules.programmes import AppliedFor
from doudi.exchange.catalogue import catalogue
from doudi.kernel.policy_file import Place, read_policy
from doudi.rulebook.catalogue import book, procedures
from doudi.verification.catalogue import subject_labels

FILE, PAPERS = "casework/programmes.yaml", "casework/papers.yaml"


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
        if one.checked_as and one.checked_as not in subject_labels():
            Place(FILE).refuse(f"{code}.checked_as", f"没有 {one.checked_as} 这类核对对象")
    return found


@cache
def papers() -> Mapping[str, PaperLine]:
    """Return the kinds of papers by code; each names facts and lists there are."""
    found = read_policy(settings.DOUDI_POLICIES, PAPERS, dict[str, PaperLine])
    facts, sources = book().facts, catalogue().sources
    for code, one in found.items():
        for name in one.needed_if:
            if name not in facts:
                Place(PAPERS).refuse(f"{code}.needed_if", f"没有 {name} 这个事实")
        for name in one.proven_by:
            if name not in sources:
                Place(PAPERS).refuse(f"{code}.proven_by", f"没有 {name} 这种名单")
    return found


def paper_title(code: str) -> str:
    """Return what a paper is called; a code nobody knows any more stands for itself."""
    found = papers().get(code)
    return found.title if found else procedures().vocabulary.papers.get(code, code)


def title_of(programme: str) -> str:
    """Return what a thing applied for is called; a code nobody knows any more stands for itself."""
    found = applied_for().get(programme)
    return found.title if found else programme
