"""Answers what is posted where, for how long each programme is, and what may be posted now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from doudi.common.scope import Scope
from doudi.procedures.inheriting import NoProcedureYet
from doudi.publicity.models import PublicNotice
from doudi.publicity.rules.posting import NEVER
from doudi.rulebook.catalogue import book, procedures
from doudi.work.declaring import Words

SUBJECT, RUNNING = "public_notice", "publicity_running"
CLOCK = "publicity"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a programme is posted in a county on a day: which facts, for how many natural days, by what."""

    programme: str
    title: str
    held: bool
    fields: tuple[str, ...]
    days: int
    article: str


def terms_of(programme: str, county: str, *, on: date) -> Terms | None:
    """Return how a programme is posted; None where no procedure or no number of days is known."""
    try:
        procedure = procedures().in_force(programme, county, on)
    except NoProcedureYet:
        return None
    clock = procedure.clocks.get(CLOCK)
    chosen = book().parameters(county, on).get(clock.amount.key) if clock and clock.amount.key else None
    if clock is None or chosen is None or not isinstance(chosen.value, int):
        return None
    said, fields = procedure.publicity, procedure.publicity.fields.fixed
    return Terms(
        programme=programme,
        title=procedure.title,
        held=said.held,
        fields=tuple(str(each) for each in fields) if isinstance(fields, tuple | list) else (),
        days=chosen.value,
        article=f"{chosen.document}{chosen.article}",
    )


def programmes_posted(county: str, *, on: date) -> dict[str, str]:
    """Return the programmes that may be posted in a county, by code."""
    found = {code: terms_of(code, county, on=on) for code in procedures().programmes if code not in NEVER}
    return {code: terms.title for code, terms in found.items() if terms is not None and terms.held}


def notices_within(scope: Scope) -> QuerySet[PublicNotice]:
    """Return the public notices of a scope, newest first."""
    return PublicNotice.objects.filter(scope.q("division")).select_related("posted_by")


def is_posted(notice: PublicNotice, *, on: date) -> bool:
    """Say whether a notice hangs on a day: begun, not over, nothing said against it."""
    return not notice.outcome and notice.begins_on <= on <= notice.ends_on


def words_of(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the notices of these keys are called among the tasks: masked, as they hang."""
    found = PublicNotice.objects.filter(pk__in=keys)
    return {
        str(each.pk): Words(
            name=each.name,
            address=reverse("publicity:notice", args=(each.pk,)),
            note=f"{each.place}，公示到 {each.ends_on}",
        )
        for each in found
    }
