"""Answers what is known of each family in an epidemic, and which of it is too old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.registry.models import EpidemicSurvey
from doudi.registry.selectors.caring import ReviewDays
from doudi.registry.selectors.homes import homes_within, of_homes_within


def surveys_of(people: Iterable[int]) -> QuerySet[EpidemicSurvey]:
    """Return the surveys of a family's people, the newest first."""
    keys = list(people)
    found = EpidemicSurvey.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return found.select_related("recorded_by", "person")


def latest_surveys(scope: Scope) -> dict[int, EpidemicSurvey]:
    """Return the newest survey of each household of a scope that was ever surveyed, oldest first."""
    homes = homes_within(scope)
    latest: dict[int, EpidemicSurvey] = {}
    rows = EpidemicSurvey.objects.select_related("person").order_by("checked_on", "id")
    for survey in rows.filter(of_homes_within(scope)):
        home = homes.get(survey.person.same_as_id or survey.person_id)
        if home is not None:
            latest[home] = survey
    return dict(sorted(latest.items(), key=lambda item: (item[1].checked_on, item[0])))


def is_too_old(survey: EpidemicSurvey, days: ReviewDays, *, on: date) -> bool:
    """Say whether a survey is older than the period of the county the family lives in."""
    return survey.checked_on < days.oldest_allowed(survey.person.division, on=on)
