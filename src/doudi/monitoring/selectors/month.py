"""Answers where everyone stands in a county's month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from doudi.accounts.deciding import digest_of
from doudi.casework.selectors.sources import applying_on
from doudi.common import clock
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import gap_rules
from doudi.monitoring.models import Month, WatchRecord
from doudi.monitoring.rules.equation import Balance, Claim, Place, balance, balances, places
from doudi.monitoring.selectors.runs import batches_now, last_run
from doudi.monitoring.selectors.standings import standings_of
from doudi.monitoring.states import UNDERWAY, EntryStatus, MonthStatus, Outcome, Standing, WatchKind
from doudi.registry.models import Person
from doudi.registry.rules.listing import WATCHED_CLASSES
from doudi.registry.selectors import enrolments_in, who_stands_for
from doudi.registry.states import AID, Programme
from doudi.work.selectors.owners import posts_present


def month_of(region: str, period: Period) -> Month | None:
    """Return a county's month, or None before anything was submitted."""
    return Month.objects.filter(region=region, period=str(period)).first()


def month_places(region: str, period: Period) -> dict[int, Place]:
    """Return everyone on a county's monitored list with the one place each has.

    A closed month answers from its sealed list; an open one is worked out anew from what holds of that very
    month: its enrolments, its entries' standings and the watch register as it was, so that neither a later
    month nor a later act on another one moves it.
    """
    month = month_of(region, period)
    if month is not None and month.status == MonthStatus.CLOSED:
        return sealed_places(month)
    return places(_claims(region, period))


def _claims(region: str, period: Period) -> Iterator[Claim]:
    monitored = dict(_monitored(region, period))
    stands_for = who_stands_for()
    yield from _aided(region, period)
    yield from (
        Claim(person, division, Standing.UNACCOUNTED, "monitored") for person, division in monitored.items()
    )
    named = [*_watched(region, period), *_found(region, period, monitored, stands_for)]
    claims = [replace(one, person=stands_for.get(one.person, one.person)) for one in named]
    yield from claims
    yield from _applying(region, period, {*monitored, *(one.person for one in claims)}, stands_for)


def _applying(
    region: str, period: Period, listed: Collection[int], stands_for: Mapping[int, int]
) -> Iterator[Claim]:
    """Yield who of those listed had an application under way at the end of the month."""
    for person, division in applying_on(region, period.last_day):
        if stands_for.get(person, person) in listed:
            yield Claim(stands_for.get(person, person), division, Standing.UNDERWAY, "application")


def _monitored(region: str, period: Period) -> Iterable[tuple[int, str]]:
    standing = enrolments_in(period).filter(
        programme=Programme.POVERTY_REGISTER, category__in=WATCHED_CLASSES, division__startswith=region
    )
    return standing.values_list("person_id", "division")


def _aided(region: str, period: Period) -> Iterator[Claim]:
    standing = enrolments_in(period).filter(programme__in=AID, division__startswith=region)
    for person, division, programme in standing.values_list("person_id", "division", "programme"):
        yield Claim(person, division, Standing.AIDED, programme)


def _watched(region: str, period: Period) -> Iterator[Claim]:
    """Yield who was on the watch register at the end of the month: begun by then and not ended by then."""
    kept = Q(ended_on__isnull=True) | Q(ended_on__gt=period.last_day)
    records = WatchRecord.objects.filter(
        kept, region=region, kind=WatchKind.FILED, since__lte=period.last_day
    )
    for person, division in records.values_list("person_id", "division"):
        yield Claim(person, division, Standing.WATCHED, "watch_register")


def _found(
    region: str, period: Period, monitored: Mapping[int, str], stands_for: Mapping[int, int]
) -> Iterator[Claim]:
    """Yield where the month's entries put people; the monitored only by rules about their getting nothing.

    A cleared-up vehicle hit does not explain why a monitored family is in no programme. An entry is in hand
    only of somebody who still holds the post and is there.
    """
    gaps = gap_rules()
    held = set(posts_present(clock.today()).values_list("pk", flat=True))
    rows = standings_of(str(period)).filter(entry__region=region, entry__person__isnull=False)
    for person, division, rule, status, outcome, owner, has_clock in rows.values_list(
        "entry__person_id", "division", "entry__rule", "status", "outcome", "owner_id", "has_clock"
    ):
        if stands_for.get(person, person) in monitored and rule not in gaps:
            continue
        standing = _standing(status, outcome, has_clock and owner in held)
        is_waiting = standing == Standing.UNDERWAY and status == EntryStatus.OPEN
        yield Claim(person, division, standing, rule, is_waiting)


def _standing(status: str, outcome: str, in_hand: bool) -> str:
    if status == EntryStatus.OPEN:
        return Standing.UNDERWAY if in_hand else Standing.UNACCOUNTED
    if outcome in UNDERWAY:
        return Standing.UNDERWAY
    return Standing.WATCHED if outcome == Outcome.WATCH else Standing.EXCLUDED


def month_digest(region: str, period: Period, people: Mapping[int, Place]) -> str:
    """Return a digest of all a month rests on: its comparison and files, places and conclusions."""
    run = last_run(region, period)
    stands = standings_of(str(period)).filter(entry__region=region).order_by("entry_id")
    seen = {
        "run": run.pk if run else None,
        "batches": batches_now(region, period),
        "people": [
            (each.person, each.division, each.standing, each.because, each.is_waiting)
            for each in sorted(people.values(), key=lambda place: place.person)
        ],
        "entries": [list(row) for row in stands.values_list("entry_id", "status", "outcome")],
    }
    return digest_of(seen)


def is_as_submitted(region: str, period: Period) -> bool:
    """Say whether a submitted month is still what was submitted."""
    month = month_of(region, period)
    if month is None or month.status != MonthStatus.SUBMITTED:
        return True
    return month.submitted_digest == month_digest(region, period, month_places(region, period))


@dataclass(frozen=True, slots=True)
class MonthView:
    """The equation of a division and of those one level below it."""

    total: Balance
    below: Mapping[str, Balance]


def month_view(code: str, period: Period, people: Mapping[int, Place] | None = None) -> MonthView:
    """Return the equation of a county, township or village and of each division right below it.

    `people` is everyone on the county's list where that has been worked out already.
    """
    everyone = month_places(code[:6], period) if people is None else people
    inside = [place for place in everyone.values() if place.division.startswith(code)]
    deeper = {6: 9, 9: 12}.get(len(code), 12)
    return MonthView(total=balance(inside), below=balances(inside, digits=deeper))


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A person with where they stand."""

    person: Person
    place: Place


def people_standing(code: str, period: Period, standing: str = "") -> list[Standpoint]:
    """Return who stands where in a division, in order of division and name; of one standing when given."""
    chosen = {
        place.person: place
        for place in month_places(code[:6], period).values()
        if place.division.startswith(code) and standing in ("", place.standing)
    }
    people = Person.objects.in_bulk(list(chosen))
    points = [Standpoint(people[person], place) for person, place in chosen.items()]
    return sorted(points, key=lambda point: (point.place.division, point.person.name, point.person.pk))


def closed_months(region: str) -> QuerySet[Month]:
    """Return a county's closed months, newest first."""
    return Month.objects.filter(region=region, status=MonthStatus.CLOSED).order_by("-period")


def closed_before(region: str, period: Period) -> Month | None:
    """Return the last month a county closed before another one, or None."""
    return closed_months(region).filter(period__lt=str(period)).first()


def sealed_places(month: Month) -> dict[int, Place]:
    """Return where everyone stood when a month was closed."""
    rows = month.people.values_list("person_id", "division", "standing", "because", "is_waiting")
    return {row[0]: Place(*row) for row in rows.iterator(chunk_size=5000)}
