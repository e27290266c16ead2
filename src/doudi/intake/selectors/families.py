"""Answers which families alerts and leads point to, and which sides know of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from doudi.common import clock
from doudi.common.scope import Scope
from doudi.intake.catalogue import ways
from doudi.intake.models import HomeCheck
from doudi.intake.rules.corroborating import ALERT, COMPARISON, LEAD, Sign, mark_of
from doudi.intake.selectors.checks import CONCLUDED_OR_OPEN, live_signs
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.registry.models import Person
from doudi.registry.selectors import people_by_token
from doudi.registry.selectors.homes import homes_of
from doudi.work.models import Task


@dataclass(slots=True)
class Family:
    """A family by what points to it; checks are oldest first, `home` is its household where it has one."""

    key: str
    home: int | None
    is_known: bool
    checks: list[HomeCheck] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)

    def mark(self, since: date = date.min, until: date = date.max) -> str:
        """Return which sides know of the family by the signs of a time."""
        return mark_of(self.signs, within=ways().corroborates_within, since=since, until=until)

    def codes(self, kind: str, since: date, until: date) -> set[str]:
        """Return the rules or grounds of its signs of one kind in a time."""
        return {
            code
            for each in self.signs
            if each.kind == kind and since <= each.on < until
            for code in each.codes
        }

    @property
    def last(self) -> HomeCheck:
        """Return its newest check."""
        return self.checks[-1]


def families_within(scope: Scope) -> list[Family]:
    """Return the families of a scope that alerts or leads point to, whoever of them was named.

    People are asked where they live now: a family that split or joined since is shown as it is today.
    """
    checks = HomeCheck.objects.filter(scope.q("division"), state__in=CONCLUDED_OR_OPEN)
    found = list(checks.select_related("person").order_by("pk"))
    families: dict[str, Family] = {}
    of_check: dict[int, Family] = {}
    people = people_of(found)
    homes = homes_of(people.values())
    for check in found:
        person = people.get(check.pk)
        home = homes.get(person.pk) if person else None
        key = _key(check, person, home)
        family = families.setdefault(key, Family(key, home, person is not None))
        family.checks.append(check)
        of_check[check.pk] = family
    _add_signs(of_check)
    _add_comparisons(families.values())
    return [each for each in families.values() if each.signs]


def people_of(checks: Iterable[HomeCheck]) -> Mapping[int, Person]:
    """Return whom each check is about, also where the registry learnt of them later."""
    people: dict[int, Person] = {}
    tokens: dict[int, Token] = {}
    for check in checks:
        if check.person is not None:
            people[check.pk] = check.person
        elif check.token_high is not None and check.token_low is not None:
            tokens[check.pk] = Token(check.token_high, check.token_low)
    known = people_by_token(tokens.values())
    people |= {pk: known[token] for pk, token in tokens.items() if token in known}
    return people


def person_of(check: HomeCheck) -> Person | None:
    """Return whom a check is about, where the registry knows them as somebody of its county."""
    person = people_of([check]).get(check.pk)
    is_ours = person is not None and (check.person_id or person.division.startswith(check.region))
    return person if is_ours else None


def _key(check: HomeCheck, person: Person | None, home: int | None) -> str:
    if home is not None:
        return f"home:{home}"
    if person is not None:
        return f"person:{person.same_as_id or person.pk}"
    return f"check:{check.pk}" if check.token_high is None else f"token:{check.token_high}:{check.token_low}"


def _add_signs(of_check: Mapping[int, Family]) -> None:
    signs = live_signs().filter(home_check__in=of_check).order_by("pk")
    columns = (
        "home_check_id",
        "alert__alerted_on",
        "alert__taken_at",
        "alert__kind",
        "lead__seen_on",
        "lead__grounds",
    )
    for check, alerted_on, taken_at, kind, seen_on, grounds in signs.values_list(*columns):
        if seen_on is not None:
            of_check[check].signs.append(Sign(LEAD, seen_on, tuple(grounds)))
        else:
            on = alerted_on or clock.day_of(taken_at)
            of_check[check].signs.append(Sign(ALERT, on, (kind,)))


def _add_comparisons(families: Collection[Family]) -> None:
    """Add what the county's own comparisons found of these families, by the tasks they opened."""
    by_home = {family.home: family for family in families if family.home is not None}
    tasks = Task.objects.filter(kind__in=ways().joins, household__in=by_home)
    for home, opened_at, ground in tasks.values_list("household", "opened_at", "ground"):
        if home is not None:
            by_home[home].signs.append(Sign(COMPARISON, clock.day_of(opened_at), (ground,)))


def month_of(period: Period) -> tuple[date, date]:
    """Return the days of a month: its first, and the first after it."""
    return period.first_day, period.next().first_day
