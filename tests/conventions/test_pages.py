"""Every page says who may open it, and answers a stranger with the log-in page."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RoutePattern

import doudi
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer

SOURCES = Path(doudi.__file__).parent
# Pages a stranger may see. A new one is a decision, not an accident: it is written here, with its reason.
PUBLIC_PAGES = {
    "login/": "登录",
    "login/code/": "登录的第二步：输入验证码",
    "login/bind/": "登录的第二步：第一次绑定验证器",
    "logout/": "退出；没登录的人按了也无妨",
    "healthz": "运维探活，不含数据",
    "readyz": "运维探活，不含数据",
}
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def pages_of(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield (route, page) for every address of the program."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from pages_of(entry, route)


def permission_of(page: URLPattern) -> str:
    """Return the word on the page, or nothing."""
    return str(getattr(page.callback, "permission", ""))


def without_permission(resolver: URLResolver) -> list[str]:
    """Return the routes whose view does not say who may open it."""
    return [route for route, page in pages_of(resolver) if not permission_of(page)]


def not_listed(resolver: URLResolver) -> list[str]:
    """Return the routes that are public without being on the list."""
    return [route for route in _public(resolver) if route not in PUBLIC_PAGES]


def _public(resolver: URLResolver) -> list[str]:
    return [route for route, page in pages_of(resolver) if permission_of(page) == "public"]


def address_of(route: str, page: URLPattern) -> str:
    """Return an address the route answers, with a made-up value for each parameter."""
    address = f"/{route}"
    for name, converter in page.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        example = EXAMPLES.get(kind) or EXAMPLES["str"]
        address = address.replace(f"<{kind}:{name}>", example).replace(f"<{name}>", example)
    return address


def resolver_with(view: Callable[[HttpRequest], HttpResponse]) -> URLResolver:
    """Return a resolver that has one page."""
    return URLResolver(RoutePattern(""), [path("planted/", view)])


def unmarked(request: HttpRequest) -> HttpResponse:
    """Answer anybody: the planted offender."""
    return HttpResponse("")


def test_every_page_says_who_may_open_it() -> None:
    assert without_permission(get_resolver()) == []


def test_a_page_that_does_not_say_is_caught() -> None:
    assert without_permission(resolver_with(unmarked)) == ["planted/"]


def test_only_listed_pages_are_public() -> None:
    assert not_listed(get_resolver()) == []


def test_a_page_made_public_in_passing_is_caught() -> None:
    unmarked.permission = "public"  # type: ignore[attr-defined]
    try:
        assert not_listed(resolver_with(unmarked)) == ["planted/"]
    finally:
        del unmarked.permission  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_stranger_gets_the_log_in_page_everywhere(client: Client) -> None:
    answers = {}
    for route, page in pages_of(get_resolver()):
        if permission_of(page) != "public":
            answer = client.get(address_of(route, page))
            answers[route] = (answer.status_code, answer.headers.get("Location", "").partition("?")[0])

    log_in = resolve_url(settings.LOGIN_URL)
    assert {route: told for route, told in answers.items() if told != (302, log_in)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_no_answer_of_any_page_may_be_stored(role: Role | None) -> None:
    browser = browser_of(officer(role, "440204")) if role else Client()
    kept = {}
    for route, page in pages_of(get_resolver()):
        if route not in {"healthz", "readyz"}:
            kept[route] = browser.get(address_of(route, page)).headers.get("Cache-Control", "")

    assert {route: said for route, said in kept.items() if said != "no-store, private"} == {}


def redirects_to_something_unsaid(source: str) -> list[int]:
    """Return the lines that redirect to what is neither one of our views by name nor an address of ours."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "redirect"]
    return [call.lineno for call in named if not _is_said(call.args[0])]


def _is_said(target: ast.expr) -> bool:
    """Say whether a target is written out, or goes through `own_address`."""
    match target:
        case ast.Constant(value=str(word)):
            return ":" in word or word == "/"
        case ast.IfExp():
            return _is_said(target.body) and _is_said(target.orelse)
        case ast.Call(func=ast.Name(id="own_address" | "reverse" | "card_address")):
            return True
    return False


def test_no_page_leads_where_somebody_outside_says() -> None:
    found = {
        str(path.relative_to(SOURCES)): lines
        for path in sorted(SOURCES.rglob("*.py"))
        if "tests" not in path.parts and (lines := redirects_to_something_unsaid(path.read_text()))
    }

    assert found == {}


@pytest.mark.parametrize("line", ["redirect(request.GET['next'])", "redirect('word')", "redirect(f'{page}')"])
def test_a_page_that_leads_where_somebody_says_is_caught(line: str) -> None:
    assert redirects_to_something_unsaid(line) == [1]


def test_every_permission_named_on_a_page_belongs_to_a_role() -> None:
    from doudi.accounts.roles import granted

    known = set().union(*granted().values()) | {"public", "signed_in"}
    named = {permission_of(page) for _, page in pages_of(get_resolver())}
    assert named - known == set()
