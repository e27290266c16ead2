"""Binds an application to the procedure of a day, kept once for equal content."""

from __future__ import annotations

from datetime import date, datetime

from doudi.accounts.deciding import digest_of
from doudi.casework.models import BoundProcedure
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.procedures.bound import as_said, bound_to
from doudi.procedures.inheriting import NoProcedureYet
from doudi.rulebook.catalogue import book, procedures


class NoProcedureThen(Refusal):
    """No procedure held on the day."""

    def __init__(self, title: str, on: date) -> None:
        super().__init__(f"{title}在 {on} 没有施行的办理程序，不能按那一天受理。请检查日期。", field="on")


def bind(programme: str, division: str, *, on: date, at: datetime) -> BoundProcedure:
    """Return the procedure of a programme at a place on a day, as its values were known at a moment."""
    county = division[:COUNTY_DIGITS]
    rules = procedures()
    try:
        procedure = rules.in_force(programme, county, on)
    except NoProcedureYet:
        raise NoProcedureThen(rules.programme(programme).title, on) from None
    content = as_said(bound_to(procedure, book(at).parameters(county, on)))
    kept, _ = BoundProcedure.objects.get_or_create(
        digest=digest_of(content),
        defaults={
            "programme": programme,
            "region": county,
            "version": procedure.version,
            "content": content,
        },
    )
    return kept
