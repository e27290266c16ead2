"""Records what was found out about a family in an epidemic; what it lacks becomes a need at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.circumstances.models import EpidemicSurvey
from doudi.circumstances.selectors.needs import needs_of
from doudi.circumstances.services.needs import record_needs
from doudi.circumstances.states import (
    CareState,
    CheckWay,
    HealthState,
    IsolationState,
    NeedKind,
    NeedSource,
    NeedStatus,
    SuppliesState,
)
from doudi.common.problems import Refusal
from doudi.registry.models import Person
from doudi.registry.selectors import records_of

UNDER_WAY = (NeedStatus.OPEN, NeedStatus.IN_PROGRESS)


class CheckedAhead(Refusal):
    """A survey is dated after today."""

    def __init__(self) -> None:
        super().__init__("核查日不能晚于今天。", field="checked_on")


@transaction.atomic
def record_survey(
    person: Person,
    *,
    isolation: str,
    health: str,
    supplies: str,
    care: str,
    checked_on: date,
    way: str,
    by: User,
    at: datetime,
    note: str = "",
) -> EpidemicSurvey:
    """Record a survey of a family; a lack that no need under way names yet becomes one."""
    if checked_on > at.date():
        raise CheckedAhead
    made = EpidemicSurvey.objects.create(
        person=person,
        isolation=IsolationState(isolation),
        health=HealthState(health),
        supplies=SuppliesState(supplies),
        care=CareState(care),
        note=note.strip(),
        checked_on=checked_on,
        way=CheckWay(way),
        recorded_by=by,
        recorded_at=at,
    )
    _tell(made, by=by, at=at)
    if supplies == SuppliesState.LACKING:
        _need(made, NeedKind.LIVING, "疫情期间缺生活物资", by=by, at=at)
    if care == CareState.LACKING:
        _need(made, NeedKind.CARE, "疫情期间缺人照料", by=by, at=at)
    return made


def _tell(survey: EpidemicSurvey, *, by: User, at: datetime) -> None:
    audit.record(
        "registry.epidemic_surveyed",
        subject_type="person",
        subject_id=str(survey.person_id),
        by=by,
        at=at,
        division=survey.person.division,
        details={"survey": survey.pk, "checked_on": survey.checked_on, "way": survey.way},
    )


def _need(survey: EpidemicSurvey, kind: NeedKind, words: str, *, by: User, at: datetime) -> None:
    own = needs_of(records_of(survey.person))
    if own.filter(kind=kind, source=NeedSource.EPIDEMIC, status__in=UNDER_WAY).exists():
        return
    said = f"{words}：{survey.note}" if survey.note else words
    record_needs(
        survey.person,
        words=said,
        kinds=[kind],
        found_on=survey.checked_on,
        source=NeedSource.EPIDEMIC,
        survey=survey,
        by=by,
        at=at,
    )
