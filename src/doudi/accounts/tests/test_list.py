"""The list of users: an administrator's own part of the country, in order, narrowed, in constant queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Client:
    """Give the browser of a county's system administrator, with officers of two counties beside."""
    officer(Role.COUNTY_OFFICER, "440204", username="b.county", name="王芳")
    officer(Role.TOWNSHIP_OFFICER, "440204101", username="a.town", name="陈强")
    officer(Role.COUNTY_OFFICER, "371521", username="c.far", name="李远")
    return browser_of(officer(Role.SYSTEM_ADMIN, "440204", username="d.keeper"))


def names(browser: Client, query: str = "") -> list[str]:
    """Return the users the list shows."""
    return [row.line.officer.username for row in browser.get(f"/users/?{query}").context["shown"].rows]


def test_users_of_ones_part_of_the_country_are_listed_in_order_and_narrowed(keeper: Client) -> None:
    User.objects.filter(username="a.town").update(is_active=False)

    assert names(keeper) == ["a.town", "b.county", "d.keeper"]
    assert names(keeper, "sort=-username") == ["d.keeper", "b.county", "a.town"]
    assert names(keeper, "role=COUNTY_OFFICER") == ["b.county"]
    assert names(keeper, "stopped=1") == ["a.town"]
    assert names(keeper, "numberless=1") == []
    assert keeper.get("/users/?role=KING").status_code == 422


def test_one_goes_on_from_a_user_to_the_next_and_may_open_another(keeper: Client) -> None:
    page = keeper.get("/users/")
    first, second, _third = page.context["shown"].rows

    assert keeper.get(second.address).context["way"].before == first.address
    assert "/users/new/" in page.content.decode()


def test_the_queries_do_not_grow_with_the_users(keeper: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            keeper.get("/users/")
        return len(queries)

    asked()  # the first look of a session writes it
    few = asked()
    for number in range(12):
        officer(Role.TOWNSHIP_OFFICER, "440204102", username=f"more{number}")
    assert asked() == few
