"""Answers what was applied for because of a record, and who applies while a month is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from doudi.casework.catalogue import title_of
from doudi.casework.models import Application, ApplicationStanding
from doudi.casework.selectors.applications import applications_within, who
from doudi.casework.selectors.progress import procedure_of
from doudi.casework.states import TONE_OF, Outcome
from doudi.common.about import address_of, subject_kinds
from doudi.common.scope import Scope
from doudi.registry.models import HouseholdMember


@dataclass(frozen=True, slots=True)
class Source:
    """The record out of which a household applies: what it is called, and where it is shown."""

    kind: str
    key: str

    @property
    def code(self) -> str:
        """Return what a form calls it by."""
        return f"{self.kind}:{self.key}"

    @property
    def title(self) -> str:
        """Return what such a record is called."""
        return str(subject_kinds()[self.kind].title)

    @property
    def address(self) -> str:
        """Return where the record is shown."""
        return address_of(self.kind, self.key)


DECIDED = (Outcome.CONFIRMED, Outcome.REJECTED)


@dataclass(frozen=True, slots=True)
class FiledLine:
    """An application as a line on the page of the record it came from; the day only where it was decided."""

    pk: int
    title: str
    who: str
    filed_on: date
    outcome: str
    tone: str
    decided_on: date | None


def filed_lines(scope: Scope, kind: str, key: str) -> list[FiledLine]:
    """Return what was applied for because of a record, newest first, within a scope."""
    filed = applications_within(scope).filter(filing__source_kind=kind, filing__source_id=key)
    return [_line(each) for each in filed]


def _line(each: Application) -> FiledLine:
    standing = each.standing
    step = procedure_of(each.procedure).steps[standing.step].label
    return FiledLine(
        pk=each.pk,
        title=title_of(each.programme),
        who=who(each),
        filed_on=each.filing.filed_on,
        outcome=str(Outcome(standing.outcome).label) if standing.outcome else f"办理中：{step}",
        tone=TONE_OF[standing.outcome],
        decided_on=standing.ended_on if standing.outcome in DECIDED else None,
    )


def applying_on(region: str, day: date) -> Iterator[tuple[int, str]]:
    """Yield the people for whom something was being applied for at the end of a day, and where they live.

    What is asked for a household is for everybody who was counted in it on that day.
    """
    not_over = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    same = ApplicationStanding.objects.filter(
        not_over, division__startswith=region, application__filing__filed_on__lte=day
    )
    yield from same.filter(person__isnull=False).values_list("person_id", "division").order_by("pk")
    households = dict(same.filter(person__isnull=True).values_list("household_id", "division"))
    living = HouseholdMember.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        household__in=list(households),
        counted=True,
        valid_from__lte=day,
    )
    for person, household in living.values_list("person_id", "household_id").order_by("pk"):
        yield person, households[household]
