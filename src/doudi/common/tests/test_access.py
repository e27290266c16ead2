from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from doudi.common.access import OfficerRequest, public, requires, signed_in
from doudi.common.scope import Scope


def asked(method: str = "GET", *, who: str = "officer", held: str = "", htmx: bool = False) -> OfficerRequest:
    request = cast(OfficerRequest, RequestFactory().generic(method, "/things/"))
    request.htmx = cast(Any, htmx)
    request.access = SimpleNamespace(
        user=SimpleNamespace(is_authenticated=who == "officer"),
        scope=Scope.nothing(),
        may=lambda permission: permission == held,
    )
    return request


@requires("things.see", object_kind="thing", id_parameter="pk")
def thing(request: OfficerRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse("seen")


def test_the_permission_opens_the_page() -> None:
    assert thing(asked(held="things.see")).status_code == 200


def test_without_the_permission_a_page_is_forbidden_and_an_object_is_not_there() -> None:
    with pytest.raises(PermissionDenied):
        thing(asked())
    with pytest.raises(Http404):
        thing(asked(), pk=1)


def test_an_unnamed_verb_is_refused_after_the_permission() -> None:
    assert thing(asked("POST", held="things.see")).status_code == 405
    with pytest.raises(Http404):
        thing(asked("POST"), pk=1)


def test_nobody_is_sent_to_the_log_in() -> None:
    plain, fragment = thing(asked(who="nobody")), thing(asked(who="nobody", htmx=True))

    assert (plain.status_code, plain["Location"]) == (302, "/login/?next=/things/")
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, "/login/")


def test_signed_in_asks_only_for_a_log_in() -> None:
    @signed_in()
    def own(request: OfficerRequest) -> HttpResponse:
        return HttpResponse("mine")

    assert own(asked()).status_code == 200
    assert own(asked(who="nobody")).status_code == 302
    assert own(asked("POST")).status_code == 405


def test_every_view_carries_its_marks() -> None:
    @public
    def open_to_all(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert (thing.permission, thing.object_kind, thing.id_parameter) == ("things.see", "thing", "pk")  # type: ignore[attr-defined]
    assert thing.verbs == ("GET", "HEAD")  # type: ignore[attr-defined]
    assert open_to_all.permission == "public"  # type: ignore[attr-defined]
