"""Answers who works here, holding which post, in which region."""

from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from doudi.accounts.models import Post, User
from doudi.accounts.roles import ADMINISTRATORS, Role
from doudi.common.scope import Scope
from doudi.kernel.divisions import parent_code
from doudi.regions.selectors import through_time


def posts_on(on: date) -> QuerySet[Post]:
    """Return the posts in force on a day, of people who may still log in."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return Post.objects.filter(in_force, user__is_active=True).select_related("user", "division")


def posts_of(user: User, *, on: date) -> QuerySet[Post]:
    """Return the posts one person holds on a day, the longest-held first."""
    return posts_on(on).filter(user=user).order_by("valid_from", "id")


def posts_covering(division: str, role: Role, on: date) -> QuerySet[Post]:
    """Return the posts of one role whose region is the division or one above it, nearest first.

    Whoever was posted to a division of before is posted to what it has become.
    """
    codes = through_time(division, on=on)
    for code in tuple(codes):
        while code := parent_code(code):
            codes.add(code)
    nearest = (Length("division_id").desc(), "-division_id", "valid_from", "id")
    return posts_on(on).filter(role=role, division__in=codes).order_by(*nearest)


def users_within(scope: Scope) -> QuerySet[User]:
    """Return the people with a post inside a scope, past ones too; country-wide also those without."""
    users = User.objects.order_by("username").prefetch_related("posts__division")
    if "" in scope.prefixes:
        return users
    return users.filter(pk__in=Post.objects.filter(scope.q("division_id")).values("user_id"))


def in_force(user: User, *, on: date) -> list[Post]:
    """Return the posts of a prefetched user that are in force on a day."""
    return [
        post
        for post in user.posts.all()
        if post.valid_from <= on and not (post.valid_to and post.valid_to <= on)
    ]


def administrators_not_separate(*, on: date) -> list[User]:
    """Return the people who hold an administrator's post together with any other role: there must be none."""
    roles: dict[User, set[str]] = {}
    for post in posts_on(on):
        roles.setdefault(post.user, set()).add(post.role)
    return [user for user, held in roles.items() if len(held) > 1 and held & set(ADMINISTRATORS)]
