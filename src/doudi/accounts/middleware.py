"""Gives each request its access, and ends the session of somebody who has walked away."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from doudi.accounts import selectors
from doudi.accounts.access import NOBODY, PostAccess
from doudi.accounts.models import Post, User
from doudi.audit.services import record
from doudi.common import clock
from doudi.common.access import OfficerRequest

Answer = Callable[[HttpRequest], HttpResponseBase]

POST_IN_USE = "post"
_SEEN = "seen"
_REMEMBER_EVERY_SECONDS = 60


def access(get_response: Answer) -> Answer:
    """Set request.access from the posts in force today; a temporary password opens only its own change."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found = access_of(request)
        cast(OfficerRequest, request).access = found
        if (
            found.user.is_authenticated
            and found.user.must_change_password
            and request.path not in _open_pages()
        ):
            return redirect("accounts:change_password")
        return get_response(request)

    return middleware


def _open_pages() -> set[str]:
    return {reverse("accounts:change_password"), reverse("accounts:log_out")}


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


def _is_idle(session: SessionBase) -> bool:
    real, business = clock.real_now().timestamp(), clock.now().timestamp()
    before = session.get(_SEEN)
    # both clocks count: the business clock may be moved while the wall stands still
    idle = max(real - before[0], business - before[1]) if before else 0.0
    if idle > settings.IDLE_MINUTES * 60:
        return True
    if before is None or idle > _REMEMBER_EVERY_SECONDS:
        session[_SEEN] = [real, business]
    return False


def note_refusals(get_response: Answer) -> Answer:
    """Write into the trail when somebody logged in asks for an object that is not theirs to see."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        officer = cast(OfficerRequest, request)
        asked = _object_asked(officer)
        if response.status_code == HTTPStatus.NOT_FOUND and asked[1] and officer.access.user.is_authenticated:
            post = officer.access.post
            record(
                "accounts.object_refused",
                subject_type=asked[0],
                subject_id=asked[1][:60],
                by=officer.access.user,
                at=clock.now(),
                division=(post.division_id or "") if post else "",
            )
        return response

    return middleware


def _object_asked(request: OfficerRequest) -> tuple[str, str]:
    """Return the kind and key of the object an address names; empty where it names none."""
    match = request.resolver_match
    if match is None:
        return ("", "")
    named = [*match.kwargs.values(), request.GET.get("division", "")]
    key = next((str(value) for value in named if value), "")
    return (getattr(match.func, "object_kind", "") or "division", key) if key else ("", "")
