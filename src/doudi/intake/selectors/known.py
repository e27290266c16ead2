"""Answers what is already known of the family a check or a lead is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.exchange.selectors.deaths import days_of_death
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.checks import home_of, people_at_home
from doudi.kernel.dates import Period, whole_years
from doudi.kernel.tokens import Token
from doudi.registry.models import Identity, Person
from doudi.registry.selectors import valid_enrolments
from doudi.registry.states import Programme


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the family: age in years, what they receive today, whether a list reports their death."""

    person: Person
    age: int
    programmes: tuple[str, ...]
    is_reported_dead: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A family as the registry has it, with the checks it has had."""

    home: int | None
    members: list[Member]
    checks: list[HomeCheck]


def known_of(person: Person, *, region: str, on: date) -> Known:
    """Return what is known of the family somebody belongs to, as far as one county sees it."""
    people = people_at_home(person)
    found = list(Person.objects.filter(pk__in=people).order_by("born_on", "pk"))
    receiving: dict[int, set[str]] = {}
    standing = valid_enrolments().filter(person__in=people, valid_to__isnull=True)
    for who, programme in standing.values_list("person_id", "programme"):
        receiving.setdefault(who, set()).add(programme)
    dead = _reported_dead(people, region, on)
    members = [
        Member(
            each,
            whole_years(each.born_on, on),
            tuple(str(Programme(code).label) for code in sorted(receiving.get(each.pk, ()))),
            each.pk in dead,
        )
        for each in found
    ]
    checks = HomeCheck.objects.filter(person__in=people, region=region).order_by("-pk")
    return Known(home_of(person), members, list(checks))


def _reported_dead(people: set[int], region: str, on: date) -> set[int]:
    """Return whose death a published list reports: a lead to be looked at, no finding of fact."""
    dead = days_of_death(region, Period.of(on))
    owned = Identity.objects.filter(person__in=people).values_list("person_id", "token_high", "token_low")
    return {person for person, high, low in owned if Token(high, low) in dead}
