"""Answers what is known of each family in an epidemic, and which of it is too old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.circumstances.models import EpidemicSurvey
from doudi.circumstances.selectors.caring import ReviewDays
from doudi.common.scope import Scope
from doudi.registry.selectors.homes import homes_within, of_homes_within

ASPECTS = ("isolation", "health", "supplies", "care")
UNASKED = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A family as its surveys know it: the newest one, and which one said each aspect last."""

    survey: EpidemicSurvey
    said: Mapping[str, EpidemicSurvey]

    @property
    def words(self) -> dict[str, str]:
        """Return what is known of each aspect, with the day where the newest survey did not ask it."""
        found = {}
        for aspect, survey in self.said.items():
            label = str(getattr(survey, f"get_{aspect}_display")())
            found[aspect] = label if survey is self.survey else f"{label}（{survey.checked_on:%m-%d} 问到）"
        return found

    @property
    def lacks(self) -> dict[str, bool]:
        """Say of each aspect whether it is lacking as far as is known."""
        return {aspect: getattr(survey, aspect) == "LACKING" for aspect, survey in self.said.items()}


def surveys_of(people: Iterable[int]) -> QuerySet[EpidemicSurvey]:
    """Return the surveys of a family's people, the newest first."""
    keys = list(people)
    found = EpidemicSurvey.objects.filter(Q(person__in=keys) | Q(person__same_as__in=keys))
    return found.select_related("recorded_by", "person")


def latest_surveys(scope: Scope) -> dict[int, Surveyed]:
    """Return each household of a scope that was ever surveyed as its surveys know it, the oldest look first.

    What a newer survey did not ask takes the place of nothing that was known.
    """
    homes = homes_within(scope)
    latest: dict[int, Surveyed] = {}
    rows = EpidemicSurvey.objects.select_related("person").order_by("checked_on", "id")
    for survey in rows.filter(of_homes_within(scope)):
        home = homes.get(survey.person.same_as_id or survey.person_id)
        if home is not None:
            latest[home] = _looked_again(latest.get(home), survey)
    return dict(sorted(latest.items(), key=lambda item: (item[1].survey.checked_on, item[0])))


def _looked_again(before: Surveyed | None, survey: EpidemicSurvey) -> Surveyed:
    said = dict.fromkeys(ASPECTS, survey)
    for aspect, known in before.said.items() if before else ():
        if getattr(survey, aspect) == UNASKED and getattr(known, aspect) != UNASKED:
            said[aspect] = known
    return Surveyed(survey, said)


def is_too_old(family: Surveyed, days: ReviewDays, *, on: date) -> bool:
    """Say whether the last look is older than the period of the county the family lives in."""
    survey = family.survey
    return survey.checked_on < days.oldest_allowed(survey.person.division, on=on)
