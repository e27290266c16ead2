"""Answers which checks there are, what made them necessary, and whose they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from doudi.common.scope import Scope
from doudi.exchange.states import BatchState
from doudi.intake.catalogue import ways
from doudi.intake.models import Alert, HomeCheck, Sign
from doudi.intake.states import CheckState
from doudi.kernel.tokens import Token
from doudi.registry.models import HouseholdMember, Person
from doudi.registry.selectors.homes import homes_of
from doudi.work.models import Task
from doudi.work.states import LIVE

CHECK = "home_check"
"""The kind of task a check opens, and of thing its task is about."""
CONCLUDED_OR_OPEN = (CheckState.OPEN, CheckState.CONCLUDED)


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a sign is about: somebody of the registry, or a number, or nobody but the sign itself."""

    person: Person | None = None
    token: Token | None = None


def live_signs() -> QuerySet[Sign]:
    """Return the signs that count: not parted, and of alerts those whose batch stands."""
    standing = Q(alert__isnull=True) | Q(alert__batch__state=BatchState.PUBLISHED)
    return Sign.objects.filter(standing, parted_at__isnull=True)


def checks_within(scope: Scope) -> QuerySet[HomeCheck]:
    """Return the checks of a scope, those due first first, each with its signs and task."""
    signs = live_signs().select_related("alert", "lead").order_by("pk")
    return (
        HomeCheck.objects.filter(scope.q("division"))
        .select_related("person", "task__owner__user", "task__owner__division")
        .prefetch_related(Prefetch("signs", signs, to_attr="standing"))
        .order_by("task__due_on", "id")
    )


def overdue_checks(scope: Scope, *, on: date) -> QuerySet[HomeCheck]:
    """Return the open checks whose day is over; a provisional day is not yet anybody's deadline."""
    late = checks_within(scope).filter(state=CheckState.OPEN, task__due_on__lt=on)
    return late.filter(task__is_provisional=False)


def home_of(person: Person | None) -> int | None:
    """Return the household somebody lives in now."""
    return homes_of([person]).get(person.pk) if person else None


def people_at_home(person: Person) -> set[int]:
    """Return everybody who lives with somebody, that person among them."""
    stands_for = person.same_as_id or person.pk
    home = home_of(person)
    living = HouseholdMember.objects.filter(household=home, valid_to__isnull=True) if home else None
    return {stands_for, *(living.values_list("person_id", flat=True) if living is not None else ())}


def open_check_of(who: Who, region: str) -> HomeCheck | None:
    """Return the open check of the family somebody belongs to, the oldest where there are several."""
    about = Q()
    if who.person is not None:
        people = people_at_home(who.person)
        about |= Q(person__in=people) | Q(person__same_as__in=people)
    if who.token is not None:
        about |= Q(token_high=who.token.high, token_low=who.token.low)
    if not about:
        return None
    return HomeCheck.objects.filter(about, region=region, state=CheckState.OPEN).order_by("pk").first()


def duty_to_join(home: int | None) -> Task | None:
    """Return another duty to a family that is not done yet, which a check joins instead of a second visit."""
    if home is None:
        return None
    return Task.objects.filter(household=home, kind__in=ways().joins, state__in=LIVE).order_by("pk").first()


def same_alert_concluded(alert: Alert) -> HomeCheck | None:
    """Return the check in which the very same alert was concluded when it came in another list.

    The same is the same serial of the same person; where either has none, the same kind, words and day.
    """
    others = Alert.objects.filter(
        region=alert.region, token_high=alert.token_high, token_low=alert.token_low
    ).exclude(pk=alert.pk)
    same = [each.pk for each in others if _is_same(alert, each)]
    signs = Sign.objects.filter(
        alert__in=same, parted_at__isnull=True, home_check__state=CheckState.CONCLUDED
    ).select_related("home_check")
    found = signs.order_by("-pk").first()
    return found.home_check if found else None


def _is_same(one: Alert, other: Alert) -> bool:
    if one.serial and other.serial:
        return bool(one.serial == other.serial)
    return (one.kind, one.words, one.alerted_on) == (other.kind, other.words, other.alerted_on)


def names_of(checks: Collection[HomeCheck]) -> dict[int, str]:
    """Return whom each of these checks, read by `checks_within`, is about."""
    return {check.pk: _name(check) for check in checks}


def _name(check: HomeCheck) -> str:
    if check.person is not None:
        return check.person.name
    signs: list[Sign] = check.standing  # type: ignore[attr-defined]
    told = next((each.alert or each.lead for each in signs), None)
    return told.name if told else "（没有线索）"
