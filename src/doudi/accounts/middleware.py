"""This module gives each request its access, and ends the session of somebody who has walked away."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from doudi.accounts import selectors
from doudi.accounts.access import NOBODY, PostAccess
from doudi.accounts.models import Post, User
from doudi.common import clock

POST_IN_USE = "post"
_SEEN = "seen"
_REMEMBER_EVERY_SECONDS = 60


def access(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set request.access from the posts in force today; without a second factor where due, nobody is there."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.access = access_of(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def access_of(request: HttpRequest) -> PostAccess:
    """Return what this request may do; end its session when it has been idle too long."""
    user = request.user
    if not isinstance(user, User):
        return NOBODY
    if _is_idle(request.session):
        logout(request)
        request.session["ended"] = "idle"
        return NOBODY
    posts = tuple(selectors.posts_of(user, on=clock.today()))
    return PostAccess(user=user, post=_in_use(posts, request.session.get(POST_IN_USE)), posts=posts)


def _in_use(posts: tuple[Post, ...], chosen: int | None) -> Post | None:
    for post in posts:
        if post.pk == chosen:
            return post
    return posts[0] if posts else None


def _is_idle(session: Any) -> bool:
    real, business = clock.real_now().timestamp(), clock.now().timestamp()
    before = session.get(_SEEN)
    # both clocks count: the business clock may be moved while the wall stands still
    idle = max(real - before[0], business - before[1]) if before else 0.0
    if idle > settings.IDLE_MINUTES * 60:
        return True
    if before is None or idle > _REMEMBER_EVERY_SECONDS:
        session[_SEEN] = [real, business]
    return False
