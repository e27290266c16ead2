"""A card is put together from what modules declare; the desk that draws it asks none of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.common.cards import DIALOGS, FACTS, HOUSEHOLD, NOTES, PANELS, PERSON, Part, Shortcut
from doudi.common.declared import declared
from doudi.registry.models import Household, Person
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import COUNTY, MONDAY, listed, listing
from tests.conventions.sources import ROOT

PARTS: Sequence[Part] = list(declared("cards", "PARTS").values())
SHORTCUTS: Sequence[Shortcut] = list(declared("cards", "SHORTCUTS").values())
SOURCE = ROOT / "src" / "doudi"
VIEW = SOURCE / "desk" / "views" / "cards.py"


def asked_of(path: Path) -> list[str]:
    """Return the selectors and models of modules a file imports."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    imports = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return [name for name in imports if {"selectors", "models"} & set(name.split("."))]


def test_the_desk_asks_no_module_for_a_card() -> None:
    assert asked_of(VIEW) == []
    assert asked_of(VIEW.with_name("aid.py")) != []


def test_every_part_has_a_template_of_its_module_a_place_and_an_order_of_its_own() -> None:
    names = declared("cards", "PARTS")

    assert len(PARTS) > 15
    assert {part.place for part in PARTS} == {NOTES, FACTS, PANELS, DIALOGS}
    assert len({(part.card, part.place, part.order) for part in PARTS}) == len(PARTS)
    assert [name for name, part in names.items() if part.template.split("/")[0] != name.split(".")[0]] == []
    assert all(get_template(part.template) for part in PARTS)


def test_every_shortcut_leads_somewhere_and_asks_for_a_declared_permission() -> None:
    permissions = {"", *declared("permissions", "PERMISSIONS")}

    assert {each.card for each in SHORTCUTS} == {PERSON, HOUSEHOLD}
    assert all(reverse(each.page, args=[1]) for each in SHORTCUTS)
    assert [each.page for each in SHORTCUTS if each.permission not in permissions] == []


@pytest.fixture
def county(db: None, settings: Settings) -> Client:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    head = listed(1, "陈大文", household_number="7", relation="HEAD")
    wife = listed(2, "李小兰", household_number="7", relation="SPOUSE")
    apply_list(listing([head, wife]), by=SYSTEM, at=MONDAY)
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def titles(page: str) -> list[str]:
    return [part.partition("<")[0] for part in page.split('<h2 class="card-title">')[1:]]


def test_a_persons_card_shows_the_parts_of_all_modules_in_order(county: Client) -> None:
    page = county.get(reverse("desk:person", args=[Person.objects.get(name="陈大文").pk])).content.decode()

    assert titles(page) == [
        *("在册记录", "名册上的姓名与号码", "已享受救助与部门记录", "分层与可享项目"),
        *("低收入认定", "扶贫身份", "分类核查", "监测台账"),
    ]
    assert "失独家庭档案" not in page
    assert "陈大文" in page


def test_a_households_card_shows_the_parts_of_all_modules_in_order(county: Client) -> None:
    page = county.get(reverse("desk:household", args=[Household.objects.get().pk])).content.decode()

    assert titles(page) == ["共同生活家庭成员", "在册记录", "分层与可享项目", "监测台账", "家庭变动"]
    ways = ["核算单", "经济状况核对", "救助全景", "需求", "家庭状况", "三保障", "疫情排查", "帮扶措施"]
    assert re.findall(r'<a class="btn" href="[^"]+"><i [^>]*></i>([^<]+)</a>', page) == ways


def test_who_may_not_compute_is_not_led_to_the_sheets(county: Client) -> None:
    village = browser_of(officer(Role.VILLAGE_ASSISTANT, COUNTY))

    card = village.get(reverse("desk:household", args=[Household.objects.get().pk])).content.decode()
    assert "核算单" not in card
    assert "救助全景" in card


def test_no_module_below_the_desk_names_its_addresses() -> None:
    files = [path for path in sorted(SOURCE.rglob("*")) if path.suffix in {".py", ".html"}]
    names = [path.relative_to(SOURCE) for path in files]
    below = [name for name in names if name.parts[0] not in {"desk", "config"} and "tests" not in name.parts]

    assert [name for name in below if "desk:" in (SOURCE / name).read_text(encoding="utf-8")] == []
    assert len(below) > 1000
