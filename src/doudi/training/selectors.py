"""Answers who is to be trained, who passed, and who may not approve for want of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from doudi.accounts.models import Post, User
from doudi.accounts.selectors import posts_on
from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.training.catalogue import terms
from doudi.training.models import ApprovalLock, Course, Examination
from doudi.training.rules.qualifying import Result, Standing, standing_on
from doudi.training.states import CourseKind, Qualified


def courses_within(scope: Scope) -> QuerySet[Course]:
    """Return the courses of the counties a scope covers or lies in, the newest first."""
    counties = {prefix[:COUNTY_DIGITS] for prefix in scope.prefixes if len(prefix) >= COUNTY_DIGITS}
    return Course.objects.filter(scope.q("region")) | Course.objects.filter(region__in=counties)


def audience(scope: Scope, on: date) -> QuerySet[Post]:
    """Return the posts of a scope whose holders are to be trained, each holder's places in order."""
    wanted = posts_on(on).filter(scope.q("division_id"), role__in=terms().audience)
    return wanted.order_by("division_id", "user__name", "id")


def kinds_required(region: str, on: date) -> list[str]:
    """Return the kinds of courses a county has held by a day: nobody lacks what was never offered."""
    held = set(Course.objects.filter(region=region, held_on__lte=on).values_list("kind", flat=True))
    return [kind for kind in CourseKind.values if kind in held]


def standings_of(users: Collection[int], region: str, on: date) -> dict[int, dict[str, Standing]]:
    """Return where each of these people stands in each kind of course the county has held."""
    results: dict[tuple[int, str], list[Result]] = {}
    taken = Examination.objects.filter(user__in=users)
    for user, kind, day, score in taken.values_list("user_id", "course__kind", "taken_on", "score"):
        results.setdefault((user, kind), []).append(Result(day, score))
    known, wanted = terms(), kinds_required(region, on)
    return {
        user: {kind: standing_on(results.get((user, kind), ()), known, on) for kind in wanted}
        for user in users
    }


@dataclass(frozen=True, slots=True)
class Lacking:
    """Somebody who has not passed: who, where, and what is missing in words."""

    name: str
    division: str
    why: str


@dataclass(frozen=True, slots=True)
class Covered:
    """One township's or county's own people: how many are to be trained, who of them lacks a pass."""

    division: str
    due: int
    lacking: tuple[Lacking, ...]

    @property
    def passed(self) -> int:
        """Return how many passed."""
        return self.due - len(self.lacking)

    @property
    def percent(self) -> int:
        """Return the share that passed, in whole per cent, never rounded up to a hundred."""
        return self.passed * 100 // self.due if self.due else 0


def coverage(scope: Scope, region: str, on: date) -> list[Covered]:
    """Return, by place of work, how many of those to be trained passed, and who did not."""
    places: dict[str, dict[int, str]] = {}
    for post in audience(scope, on):
        places.setdefault((post.division_id or "")[:TOWNSHIP_DIGITS], {})[post.user_id] = post.user.name
    everyone = {user for people in places.values() for user in people}
    standings = standings_of(everyone, region, on)
    return [
        Covered(
            division=place,
            due=len(people),
            lacking=tuple(
                Lacking(name, place, why)
                for user, name in people.items()
                if (why := what_is_missing(standings[user]))
            ),
        )
        for place, people in sorted(places.items())
    ]


def what_is_missing(standings: Mapping[str, Standing]) -> str:
    """Say what somebody lacks in words; '' of whoever lacks nothing."""
    missing = [
        f"{CourseKind(kind).label}{_state(standing)}"
        for kind, standing in standings.items()
        if standing.state != Qualified.PASSED
    ]
    return "，".join(missing)


def _state(standing: Standing) -> str:
    label = str(Qualified(standing.state).label)
    if standing.state == Qualified.FAILED:
        return f"{label}（{standing.score} 分）"
    return f"{label}（{standing.valid_until}）" if standing.valid_until else label


def lock_of(region: str) -> ApprovalLock | None:
    """Return how a county last turned the lock; None while it never did, which locks nothing."""
    return ApprovalLock.objects.filter(region=region).select_related("set_by").first()


def why_locked(post: Post, on: date) -> str:
    """Say why a post's approvals are locked on a day; '' when they are not."""
    if post.role not in terms().audience or post.division_id is None:
        return ""
    region = post.division_id[:COUNTY_DIGITS]
    lock = lock_of(region)
    if lock is None or not lock.is_on:
        return ""
    return what_is_missing(standings_of([post.user_id], region, on)[post.user_id])


def locked_for(post: Post, on: date) -> frozenset[str]:
    """Return the permissions the holder of a post may not use on a day."""
    return frozenset(terms().locked) if why_locked(post, on) else frozenset()


def certificates_of(user: User, region: str, on: date) -> Sequence[tuple[str, Standing]]:
    """Return what somebody passed or let expire, by kind of course."""
    found = standings_of([user.pk], region, on)[user.pk]
    return [(str(CourseKind(kind).label), one) for kind, one in found.items() if one.valid_until]


def refreshers_due(user: User, region: str, on: date) -> Sequence[tuple[str, Standing]]:
    """Return the passes of somebody that run out within the days of notice, or have."""
    soon = on + timedelta(days=terms().remind_days)
    held = certificates_of(user, region, on)
    return [(kind, one) for kind, one in held if one.valid_until is not None and one.valid_until <= soon]
