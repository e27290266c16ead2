"""Answers who may decide what waits for a permission, whom it waits for, and what nobody may decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from doudi.accounts.deciding import are_one_person
from doudi.accounts.models import Post, User
from doudi.accounts.roles import Role, permissions_of
from doudi.accounts.selectors import posts_of
from doudi.common.scope import Scope
from doudi.regions.states import Level
from doudi.training.selectors import locked_for
from doudi.work.models import Task
from doudi.work.selectors.owners import posts_present
from doudi.work.states import LIVE

LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
LEVEL_OF = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWNSHIP, 12: Level.VILLAGE}


def level_above(level: str) -> Level:
    """Return the next higher level; a province stays one."""
    return LEVELS[max(LEVELS.index(Level(level)) - 1, 0)]


def decided_by(reader: User, *, on: date) -> Q:
    """Return what is true of tasks a person may decide: by right, place and level, and not the maker."""
    found = Q(pk__in=())
    for post in posts_of(reader, on=on):
        place = Scope.of([post.division_id or ""]).q("division")
        found |= place & Q(permission__in=_held(post, on), level__in=_decided_at(post))
    makers = User.objects.filter(pk__in=Task.objects.exclude(maker=None).values("maker"))
    # who cannot be told from the maker may not decide either
    own = [maker.pk for maker in makers if are_one_person(maker, reader) is not False]
    return ~Q(permission="") & found & ~Q(maker__in=own)


def deciders_of(task: Task, posts: Collection[Post], *, on: date) -> list[Post]:
    """Return those of some posts whose holders may decide a task on a day."""
    return [
        post
        for post in posts
        if task.division.startswith(post.division_id or "")
        and task.level in _decided_at(post)
        and task.permission in _held(post, on)
        and (task.maker is None or are_one_person(task.maker, post.user) is False)
    ]


def deciders_there(task: Task, *, on: date) -> list[Post]:
    """Return the posts whose holders are there and may decide a task; nobody for one that is no decision."""
    there = _covering(task.division, on) if task.permission else ()
    return deciders_of(task, list(there), on=on)


def undecidable(on: date) -> list[Task]:
    """Return the live decisions that nobody who is there may take."""
    waiting = Task.objects.filter(state__in=LIVE).exclude(permission="").select_related("maker")
    divisions = waiting.order_by().values_list("division", flat=True).distinct()
    there = {division: list(_covering(division, on)) for division in divisions}
    return [task for task in waiting.order_by("pk") if not deciders_of(task, there[task.division], on=on)]


def _covering(division: str, on: date) -> QuerySet[Post]:
    covering = [division[:digits] for digits in LEVEL_OF if digits <= len(division)]
    return posts_present(on).filter(division__in=covering)


def _held(post: Post, on: date) -> frozenset[str]:
    """Return what a post gives its holder and training does not lock."""
    return permissions_of(post.role) - locked_for(post, on)


def _decided_at(post: Post) -> tuple[Level, ...]:
    """Return the levels a post decides at: its own and those below; an overseer stands above its place."""
    level = LEVEL_OF.get(len(post.division_id or ""), Level.PROVINCE)
    return LEVELS[LEVELS.index(level_above(level) if post.role == Role.SUPERVISOR else level) :]
