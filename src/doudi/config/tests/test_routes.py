import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from doudi.accounts.roles import granted
from doudi.config.menu import MENU
from doudi.config.routes import routes

ITEMS = [item for group in MENU for item in group.items]
PUBLIC = {"/login/", "/login/code/", "/login/bind/", "/logout/"}


def test_every_page_says_who_may_open_it() -> None:
    assert [route.pattern for route in routes() if not route.permission] == []


def test_the_public_pages_are_these_and_no_others() -> None:
    assert {route.pattern for route in routes() if route.permission == "public"} == PUBLIC


def test_every_permission_belongs_to_some_role() -> None:
    held = frozenset().union(*granted().values()) | {"public", "signed_in"}

    assert [(route.pattern, route.permission) for route in routes() if route.permission not in held] == []


def test_every_address_of_an_object_names_its_kind() -> None:
    # a slug names an entry of a public catalogue, a rule or a source; numbers and uuids are somebody's
    unnamed = [route.pattern for route in routes() if route.parameters and not route.object_kind]

    assert [pattern for pattern in unnamed if "<slug:" not in pattern] == []


def test_the_list_of_routes_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("list_routes", json=True)

    answer = json.loads(capsys.readouterr().out)

    assert answer["contract"] == 1
    assert {"pattern", "verbs", "permission", "object_kind", "id_parameter"} <= set(answer["routes"][0])
    assert "/healthz" in [route["pattern"] for route in answer["routes"]]
    assert len(answer["routes"]) == len(list(routes())) + 2


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.page)
def test_the_menu_leads_to_pages_under_the_same_permission(item: object) -> None:
    address = reverse(item.page)  # type: ignore[attr-defined]
    permissions = {route.pattern: route.permission for route in routes()}

    assert permissions[address] == item.permission  # type: ignore[attr-defined]
