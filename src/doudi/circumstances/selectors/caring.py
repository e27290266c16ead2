"""Answers whom a county looks after, how fresh that is, and which villages have not counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from doudi.circumstances.catalogue import usual_periods
from doudi.circumstances.models import CareRecord, CareRound, ReviewPeriod, VillageConfirmation
from doudi.circumstances.states import CareKind, LeavingReason, ReviewSubject
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.models import Division
from doudi.regions.selectors.assistants import in_force, villages_within
from doudi.registry.models import Person
from doudi.registry.selectors import people_within, records_of


@dataclass(frozen=True, slots=True)
class CareFile:
    """What a person is looked after for now, as one file: the labels, and the oldest of their checks."""

    person: Person
    kinds: tuple[str, ...]
    checked_on: date
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ReviewDays:
    """After how many days each county looks at something again: what it set last, else what is usual."""

    usual: int
    chosen: Mapping[str, int]

    def of(self, division: str) -> int:
        """Return the days of the county a place lies in."""
        return self.chosen.get(division[:COUNTY_DIGITS], self.usual)

    def oldest_allowed(self, division: str, *, on: date) -> date:
        """Return the day before which a look is too old in the county a place lies in."""
        return on - timedelta(days=self.of(division))

    def in_words(self, region: str) -> str:
        """Say the days of a county; above the counties each of which has its own, say that."""
        return f"{self.of(region)} 天" if len(region) >= COUNTY_DIGITS else "各县设定的天数"


def review_days(subject: ReviewSubject) -> ReviewDays:
    """Return the days of every county at once."""
    said = ReviewPeriod.objects.filter(subject=subject).order_by("set_at", "id")
    return ReviewDays(usual_periods()[subject], dict(said.values_list("region", "days")))


def days_until_review(region: str, subject: ReviewSubject) -> int:
    """Return after how many days a county looks again: what it set last, else what is usual."""
    return review_days(subject).of(region)


def care_within(scope: Scope) -> QuerySet[CareRecord]:
    """Return the care records of a scope's people, also those filed under another record of them."""
    within = people_within(scope).values("pk")
    return CareRecord.objects.filter(Q(person__in=within) | Q(person__same_as__in=within))


def standing_care(scope: Scope, *, on: date) -> QuerySet[CareRecord]:
    """Return the care records that hold on a day, each with the day of its last check."""
    holding = care_within(scope).filter(in_force(on))
    return holding.annotate(checked_on=Max("checks__checked_on"))


def stale_care(scope: Scope, *, on: date) -> QuerySet[CareRecord]:
    """Return the care records nobody has checked for longer than the person's own county allows."""
    place = Coalesce("person__same_as__division", "person__division")
    standing = care_within(scope).filter(in_force(on)).annotate(place=place)
    days = review_days(ReviewSubject.CARE)
    late = Q(checked_on__lt=on - timedelta(days=days.usual))
    for region in days.chosen:
        late &= ~Q(place__startswith=region)
    for region in days.chosen:
        oldest = days.oldest_allowed(region, on=on)
        late |= Q(place__startswith=region, checked_on__lt=oldest)
    return standing.annotate(checked_on=Max("checks__checked_on")).filter(late)


def cared_people(records: QuerySet[CareRecord]) -> QuerySet[Person]:
    """Return the people these records are about, each once, by place."""
    stands_for = records.annotate(one=Coalesce("person__same_as_id", "person_id")).values("one")
    return Person.objects.filter(pk__in=stands_for).order_by("division", "id")


def care_files(people: Iterable[Person], *, scope: Scope, on: date) -> list[CareFile]:
    """Return one file a person with all labels that hold on a day."""
    found = list(people)
    days = review_days(ReviewSubject.CARE)
    wanted = Q(person__in=found) | Q(person__same_as__in=found)
    records: dict[int, list[CareRecord]] = {}
    for record in standing_care(scope, on=on).filter(wanted).select_related("person").order_by("kind", "id"):
        records.setdefault(record.person.same_as_id or record.person_id, []).append(record)
    files = []
    for person in found:
        own = records.get(person.pk, [])
        checked = min((_checked(record) for record in own), default=on)
        kinds = dict.fromkeys(str(record.get_kind_display()) for record in own)
        files.append(
            CareFile(person, tuple(kinds), checked, checked < days.oldest_allowed(person.division, on=on))
        )
    return files


def _checked(record: CareRecord) -> date:
    checked: date = record.checked_on  # type: ignore[attr-defined]  # annotated by `standing_care`
    return checked


def care_of(person: Person) -> QuerySet[CareRecord]:
    """Return all care records of a person, those that ended too, with their checks ready."""
    found = CareRecord.objects.filter(person__in=records_of(person))
    return found.select_related("recorded_by", "left_by").prefetch_related("checks__recorded_by")


def care_labels(people: Iterable[int], *, on: date) -> dict[int, tuple[str, ...]]:
    """Return the labels people carry on a day, by person; those without are not in it."""
    holding = CareRecord.objects.filter(in_force(on), person__in=list(people)).order_by("kind")
    labels: dict[int, list[str]] = {}
    for person, kind in holding.values_list("person_id", "kind"):
        labels.setdefault(person, []).append(str(CareKind(kind).label))
    return {person: tuple(found) for person, found in labels.items()}


def care_counts(scope: Scope, period: Period) -> Mapping[str, int]:
    """Return how many people stood under each kind at some time in a month, and under any as ""."""
    standing = (
        care_within(scope)
        .filter(valid_from__lt=period.next().first_day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=period.first_day))
        .exclude(left_because=LeavingReason.ENTERED_WRONGLY)
    )
    each = Count(Coalesce("person__same_as_id", "person_id"), distinct=True)
    by_kind = dict(standing.order_by().values("kind").annotate(people=each).values_list("kind", "people"))
    whole = standing.aggregate(people=each)["people"]
    return {kind: by_kind.get(kind, 0) for kind in CareKind.values} | {"": whole}


def rounds_within(scope: Scope) -> QuerySet[CareRound]:
    """Return the rounds of a scope's counties, also the one a township's or village's county has opened."""
    above = {code[:COUNTY_DIGITS] for code in scope.prefixes if len(code) > COUNTY_DIGITS}
    return CareRound.objects.filter(scope.q("region") | Q(region__in=above))


def villages_of(asked: CareRound, scope: Scope) -> QuerySet[Division]:
    """Return the villages a round asks that lie in a scope: those that exist when it begins."""
    return villages_within(scope.within(asked.region), on=asked.begins_on).select_related("parent")


def confirmed_in(asked: CareRound) -> dict[str, VillageConfirmation]:
    """Return which villages have confirmed a round, by code."""
    found = VillageConfirmation.objects.filter(round=asked).select_related("confirmed_by")
    return {each.village: each for each in found}
