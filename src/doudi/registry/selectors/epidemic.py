"""Answers what is known of each family in an epidemic, and which of it is too old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.registry.models import EpidemicSurvey
from doudi.registry.selectors.caring import days_until_review
from doudi.registry.selectors.homes import homes_within, of_homes_within
from doudi.registry.states import ReviewSubject


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


def oldest_allowed(region: str, *, on: date) -> date:
    """Return the day before which a survey is older than the county's period."""
    return on - timedelta(days=days_until_review(region, ReviewSubject.EPIDEMIC))
