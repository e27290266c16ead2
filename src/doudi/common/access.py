"""Who may open a page: one word on each view, read by the guard, the route list and the tests."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from doudi.common.scope import Scope
from doudi.kernel.dates import Period

PUBLIC = "public"
SIGNED_IN = "signed_in"


class Access(Protocol):
    """What the person behind a request may do now: set by `accounts` for each request."""

    @property
    def user(self) -> Any:  # noqa: ANN401 - accounts knows the type, this layer may not
        """The person, who is also the actor of the audit trail."""

    @property
    def post(self) -> Any:  # noqa: ANN401 - as above
        """The post in use; None for somebody without one."""

    @property
    def posts(self) -> Any:  # noqa: ANN401 - as above
        """All posts of the person in force today."""

    @property
    def scope(self) -> Scope:
        """The divisions the post in use covers."""

    def may(self, permission: str) -> bool:
        """Say whether the post in use carries a permission."""


class Focus(Protocol):
    """Which division and month the person is looking at, always inside the scope."""

    @property
    def region(self) -> str:
        """The code of the division chosen in the top bar."""

    @property
    def region_name(self) -> str:
        """Its name."""

    @property
    def period(self) -> Period:
        """The month chosen in the top bar."""

    @property
    def scope(self) -> Scope:
        """The part of the scope inside the chosen division."""


class OfficerRequest(HttpRequest):
    """A request of somebody who is logged in and has passed the guard."""

    access: Access
    focus: Focus
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def requires(
    permission: str,
    *,
    verbs: Iterable[str] = ("GET",),
    posting: str = "",
    object_kind: str = "",
    id_parameter: str = "",
) -> Callable[[View], View]:
    """Open a page to those whose post has the permission, for the verbs named and no others.

    Nobody logged in is sent to the log-in page. Without the permission an address that names an object
    answers 404, as for an object that does not exist; one that names none answers 403. A page many may look
    at and fewer may write on names in `posting` what sending something takes: whoever lacks it is told so
    (403) and never shown the page again as if something had been taken in.
    """
    allowed = _with_head(verbs)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.access.user.is_authenticated:
                return _to_log_in(request)
            if not request.access.may(permission):
                raise _hidden_or_denied(kwargs)
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if request.method == "POST" and posting and not request.access.may(posting):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _marked(guarded, permission, allowed, object_kind, id_parameter, posting)

    return guard


def signed_in(*, verbs: Iterable[str] = ("GET",)) -> Callable[[View], View]:
    """Open a page to everybody who is logged in: one's own account and what surrounds every page."""
    allowed = _with_head(verbs)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.access.user.is_authenticated:
                return _to_log_in(request)
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            return view(request, *args, **kwargs)

        return _marked(guarded, SIGNED_IN, allowed, "", "")

    return guard


def public(view: View) -> View:
    """Open a page to everybody; the tests keep the list of these."""
    return _marked(view, PUBLIC, ("GET", "HEAD", "POST"), "", "")


def _marked(
    view: View,
    permission: str,
    verbs: tuple[str, ...],
    object_kind: str,
    id_parameter: str,
    posting: str = "",
) -> View:
    marks = {
        "permission": permission,
        "posting": posting,
        "verbs": verbs,
        "object_kind": object_kind,
        "id_parameter": id_parameter,
    }
    for name, value in marks.items():
        setattr(view, name, value)
    return view


def _with_head(verbs: Iterable[str]) -> tuple[str, ...]:
    named = tuple(verbs)
    return (*named, "HEAD") if "GET" in named else named


def _hidden_or_denied(kwargs: dict[str, Any]) -> Exception:
    return Http404() if kwargs else PermissionDenied()


def _to_log_in(request: OfficerRequest) -> HttpResponse:
    if not request.htmx:
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
    return answer
