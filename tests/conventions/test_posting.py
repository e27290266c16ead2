"""Whoever may look at a page and may not write on it is told so when something is sent."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable

import pytest
from django.urls import get_resolver

from doudi.accounts.roles import Role, granted, permissions_of
from doudi.accounts.tests.factories import browser_of, officer
from doudi.config.routes import Route, routes
from tests.conventions.test_pages import address_of, pages_of

OPEN_TO_ALL = {"public", "signed_in"}
COUNTY = "440204"


def posted_to() -> list[tuple[Route, str]]:
    """Return every page of the product that takes something sent, with an address of it."""
    addresses = {f"/{route}": address_of(route, page) for route, page in pages_of(get_resolver())}
    return [(route, addresses[route.pattern]) for route in routes() if "POST" in route.verbs]


def lacking(route: Route, role: Role) -> set[str]:
    """Return what a role lacks of what sending something to a page takes."""
    return {route.permission, route.posting} - OPEN_TO_ALL - {""} - permissions_of(role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_may_not_write_is_refused_on_every_page_that_takes_something(role: Role) -> None:
    browser = browser_of(officer(role, COUNTY))

    answers = {
        route.pattern: browser.post(address, {"words": "x", "reason": "x"}).status_code
        for route, address in posted_to()
        if lacking(route, role)
    }

    assert answers
    assert {page: status for page, status in answers.items() if status not in {403, 404}} == {}


@pytest.mark.django_db
def test_the_refusal_is_a_sentence() -> None:
    readers = [
        (route, address, role)
        for route, address in posted_to()
        for role in Role
        if route.posting and lacking(route, role) == {route.posting}
    ]
    assert {route.posting for route, _, _ in readers} >= {
        "circumstances.keep_care",
        "circumstances.keep_elders",
    }

    _, address, role = next(each for each in readers if each[0].object_kind)
    answer = browser_of(officer(role, COUNTY)).post(address, {})

    assert (answer.status_code, "权限" in answer.content.decode()) == (403, True)


def asks_by_itself(view: Callable[..., object]) -> bool:
    """Say whether a view asks whether somebody may write, instead of saying so on the page."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(isinstance(call.func, ast.Attribute) and call.func.attr == "may" for call in calls)


def test_no_page_that_takes_something_asks_for_the_right_only_in_passing() -> None:
    passing = [
        route.pattern
        for route, _ in posted_to()
        if "GET" in route.verbs and not route.posting and asks_by_itself(route.view)
    ]

    assert passing == []


def test_every_right_to_write_belongs_to_a_role() -> None:
    known = set().union(*granted().values()) | {""}

    assert {route.posting for route in routes()} - known == set()
