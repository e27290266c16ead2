"""Answers who works here, holding which post, in which region."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from doudi.accounts.models import Post, User
from doudi.accounts.roles import ADMINISTRATORS, Role
from doudi.audit.actors import SYSTEM
from doudi.common.clock import SHANGHAI
from doudi.common.scope import Scope
from doudi.kernel.divisions import parent_code
from doudi.regions.selectors import through_time

_SYSTEM_NAME = "系统"


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
    return [post for post in user.posts.all() if post.is_held_on(on)]


def administrators_not_separate(*, on: date) -> list[User]:
    """Return the people who hold an administrator's post together with any other role: there must be none."""
    roles: dict[User, set[str]] = {}
    for post in posts_on(on):
        roles.setdefault(post.user, set()).add(post.role)
    return [user for user, held in roles.items() if len(held) > 1 and held & set(ADMINISTRATORS)]


def named_post(post: Post) -> str:
    """Say a post: who holds it, where, as what."""
    return f"{post.user.name}（{_place(post)}）"


def signatures(acts: Iterable[tuple[str, datetime]]) -> dict[tuple[str, datetime], str]:
    """Return who stands behind each act, by log-in name and moment: the name, and the posts held that day.

    Nobody is called by a log-in name on a screen: the system's own acts are 系统, those of a name that has no
    account here (read in from elsewhere) 已不在册的账号.
    """
    wanted = set(acts)
    found = User.objects.filter(username__in={username for username, _ in wanted})
    users = {user.username: user for user in found.prefetch_related("posts__division")}
    return {(username, at): _signature(username, users.get(username), at) for username, at in wanted}


def officer_name(username: str) -> str:
    """Return the name of who logs in so, '' of nobody; named as `signatures` does who has no account here."""
    name = User.objects.filter(username=username).values_list("name", flat=True).first()
    return name or (_nobodys(username) if username else "")


def log_in_names(said: str) -> set[str]:
    """Return the log-in names meant by what somebody typed: one itself, or a person's name."""
    named = User.objects.filter(name=said.strip()).values_list("username", flat=True)
    return {said.strip().lower(), *named} | ({SYSTEM.username} if said.strip() == _SYSTEM_NAME else set())


def _signature(username: str, user: User | None, at: datetime) -> str:
    if user is None:
        return _nobodys(username)
    places = "、".join(_place(post) for post in in_force(user, on=at.astimezone(SHANGHAI).date()))
    return f"{user.name}（{places}）" if places else user.name


def _nobodys(username: str) -> str:
    return _SYSTEM_NAME if username == SYSTEM.username else "已不在册的账号"


def _place(post: Post) -> str:
    return f"{post.division.name if post.division else ''}{post.get_role_display()}"
