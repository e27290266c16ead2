"""How often people are looked after follows their class; what it was before can still be seen."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.registry import catalogue
from doudi.registry.models import Person
from doudi.registry.rules.strategies import Cycle, Strategy, spells_of
from tests.clauses.conftest import Policies
from tests.county import VILLAGE, County, logged_in, monitored, name, on_dibao, person

OFFICE = "浈江区民政局"


def card_of(browser: Client, order: int) -> str:
    """Return what a person's card says of how often they are seen."""
    shown = Person.objects.get(name=name(order))
    page = browser.get(f"/people/{shown.pk}/").content.decode()
    part = page.partition(">分类核查</h2>")[2].partition(">监测台账</h2>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part))


@pytest.mark.clause("SX-2.4.3.8")
def test_low_income_that_becomes_a_key_class_is_seen_monthly_and_the_half_years_before_stay(
    county: County, policies: Policies, settings: Settings
) -> None:
    helper = county.hire(Role.VILLAGE_ASSISTANT, VILLAGE)
    county.send("dibao", [on_dibao(1)], period="2026-09")
    county.send("poverty_register", [monitored(1, "脱贫户"), monitored(2, "脱贫户")], period="2026-09")
    east = logged_in(county.people["east"])
    before = card_of(east, 1)
    assert "每 6 个月（低收入人口）" in before
    assert "责任人 乡镇经办" in before
    assert "下次核查 2027-05-02" in before

    moved = {"poverty_class": "SUDDEN", "recognised_by": OFFICE, "valid_from": "2026-11-02"}
    east.post(f"/people/{Person.objects.get(name=name(1)).pk}/poverty/", moved)

    after = card_of(east, 1)
    assert "核查周期 每 1 个月（三类重点人员）" in after
    assert f"责任人 {helper.name}" in after
    assert "下次核查 2026-12-02" in after
    assert "帮扶清单 每月入户、帮扶责任人结对" in after
    assert "2026-11-02 至 今：三类重点人员，每 1 个月核查" in after
    assert "2026-09-01 至 2026-11-02（不含）：低收入人口，每 6 个月核查" in after
    assert "没有核查周期" in card_of(east, 2)

    page = east.get("/strategies/").content.decode()
    assert re.search(r"三类重点人员</td>.*?>1</td>", page)
    assert "2026-12-02" in page
    settings.APP_CLOCK = "frozen:2026-12-03T09:00+08:00"
    late = logged_in(county.people["east"]).get("/strategies/")
    assert "过期没有核查的 1 人" in late.content.decode()

    path = policies.folder / "registry" / "strategies.yaml"
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    text["strategies"]["LOW_INCOME"]["cycle"].append({"from": date(2026, 10, 1), "months": 3})
    path.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    catalogue.strategies.cache_clear()
    changed = card_of(logged_in(county.people["east"]), 1)
    assert "2026-10-01 至 2026-11-02（不含）：低收入人口，每 3 个月核查" in changed
    assert "2026-09-01 至 2026-10-01（不含）：低收入人口，每 6 个月核查" in changed
    catalogue.strategies.cache_clear()


def test_a_visit_starts_the_cycle_anew(county: County) -> None:
    county.send("poverty_register", [monitored(1)])
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()
    (entry,) = county.entries("monitored-without-aid")
    east = logged_in(county.people["east"])
    assert "上次核查 没有记录" in card_of(east, 1)

    east.post(
        f"/ledger/{entry.pk}/visit/", {"visited_on": "2026-11-02", "way": "HOME", "found": "家中两人，靠零工"}
    )

    assert "上次核查 2026-11-02 下次核查 2026-12-02" in card_of(east, 1)


NEW_YEAR = date(2021, 1, 1)
MONTHLY, SLOWER = (Cycle(date(2020, 1, 1), 1),), (Cycle(date(2020, 1, 1), 6), Cycle(NEW_YEAR, 3))
KNOWN = (
    Strategy("A", "甲", frozenset({"X"}), frozenset({"K"}), "VILLAGE", (), MONTHLY),
    Strategy("B", "乙", frozenset({"Y"}), frozenset(), "TOWNSHIP", (), SLOWER),
)
DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))
LAYERS, CLASSES = st.sampled_from(["", "X", "Y"]), st.sampled_from(["", "K"])
HELD = st.lists(st.tuples(DAYS, LAYERS, CLASSES), unique_by=lambda one: one[0])


@given(HELD, DAYS)
def test_on_any_day_at_most_one_strategy_holds_and_it_is_the_one_of_that_day(
    held: list[tuple[date, str, str]], day: date
) -> None:
    spells = spells_of(held, KNOWN)
    holding = [each for each in spells if each.since <= day and (each.until is None or day < each.until)]
    _, layer, kind = max((one for one in held if one[0] <= day), default=(day, "", ""))
    plain = "A" if layer == "X" or kind == "K" else "B" if layer == "Y" else ""
    months = {"A": 1, "B": 6 if day < NEW_YEAR else 3}
    expected = [(plain, months[plain])] if plain and day >= date(2020, 1, 1) else []

    assert [(each.strategy.code, each.months) for each in holding] == expected
