"""Answers who holds a post today and is there, and whose a task is by its level and place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role
from doudi.accounts.selectors import posts_covering, posts_of, posts_on
from doudi.common.scope import Scope
from doudi.kernel.divisions import parent_code
from doudi.regions.states import Level
from doudi.work.models import Absence

HANDLERS: Mapping[str, tuple[Role, ...]] = {
    Level.VILLAGE: (Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
    Level.TOWNSHIP: (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
    Level.COUNTY: (Role.COUNTY_OFFICER,),
}
"""Who does the tasks of each level: where nobody of it is there, the office above.

A task is nobody's only while its owner is away or locked out for the day, or no officer up to the county's is
there.
"""


def posts_away(on: date) -> QuerySet[Absence, int]:
    """Return the keys of the posts whose holder is away on a day."""
    return Absence.objects.filter(begins_on__lte=on, ends_on__gt=on).values_list("post_id", flat=True)


def posts_present(on: date) -> QuerySet[Post]:
    """Return the posts somebody holds on a day and is there."""
    return posts_on(on).exclude(pk__in=posts_away(on))


def in_hands_of(reader: User, *, on: date) -> Q:
    """Return what is true of tasks in a person's hands: their posts', or their office's and no one post's."""
    offices = posts_of(reader, on=on).filter(organisation__isnull=False).values("organisation")
    return Q(owner__user=reader) | Q(owner__isnull=True, office__in=offices)


def in_no_hands(on: date) -> Q:
    """Return what is true of tasks whose post, or whose whole office, is not there; or that have neither."""
    there = posts_present(on).order_by()
    manned = there.filter(organisation__isnull=False).values("organisation")
    left = Q(owner__isnull=False) & ~Q(owner__in=there.values("pk"))
    return left | Q(owner__isnull=True) & (Q(office__isnull=True) | ~Q(office__in=manned))


def posts_over(division: str, *, on: date) -> QuerySet[Post]:
    """Return the posts that may be given the tasks of a division: its own and those above, who are there."""
    codes = [division]
    while above := parent_code(codes[-1]):
        codes.append(above)
    roles = {role for handlers in HANDLERS.values() for role in handlers}
    return posts_present(on).filter(division__in=codes, role__in=roles).order_by("-division_id", "id")


def posts_held(scope: Scope, *, on: date) -> QuerySet[Post]:
    """Return the posts of a scope that do tasks and are held on a day, away or not."""
    roles = {role for handlers in HANDLERS.values() for role in handlers}
    return posts_on(on).filter(scope.q("division_id"), role__in=roles).order_by("division_id", "id")


def absences_within(scope: Scope, *, on: date) -> QuerySet[Absence]:
    """Return the absences of a scope that are not over, the next to end first."""
    found = Absence.objects.filter(scope.q("post__division_id"), ends_on__gt=on)
    return found.select_related("post__user", "post__division").order_by("ends_on", "id")


class Owners:
    """Whose tasks are by level and division on one day; each pair is looked up once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._away = frozenset(posts_away(on))
        self._found: dict[tuple[str, str], Post | None] = {}

    def of(self, level: str, division: str) -> Post | None:
        """Return the nearest post that does tasks of a level in a division and whose holder is there."""
        key = (level, division)
        if key not in self._found:
            self._found[key] = self._find(level, division)
        return self._found[key]

    def is_there(self, post: Post | None) -> bool:
        """Say whether somebody holds a post on the day, may log in and is not away."""
        if post is None or post.pk in self._away:
            return False
        return post.is_held_on(self.on) and post.user.is_active

    def _find(self, level: str, division: str) -> Post | None:
        posts = (post for role in HANDLERS[level] for post in posts_covering(division, role, on=self.on))
        return next((post for post in posts if post.pk not in self._away), None)
