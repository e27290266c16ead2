"""Whoever did something is shown by name and post, never by a log-in name."""

from __future__ import annotations

import re

import pytest

from doudi.accounts.roles import Role
from doudi.exchange.models import Batch
from tests.county import COUNTY, EAST, County, logged_in, monitored, on_dibao, person

GAP = "monitored-without-aid"


def said_on(page: str) -> list[str]:
    """Return what a page says, without its marks and the name of whoever is looking."""
    return re.sub(r"<[^>]*>", "\n", page.split("<main")[1]).split("\n")


@pytest.fixture
def entry_page(county: County) -> str:
    """Return an entry's page after a township officer looked at it and the county gave it to somebody."""
    county.send("poverty_register", [monitored(1, "未脱贫户")])
    county.send("dibao", [on_dibao(5)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()
    (entry,) = county.entries(GAP)
    helper = county.hire(Role.VILLAGE_ASSISTANT, EAST, username="xiaoli")
    address = f"/ledger/{entry.pk}/"
    logged_in(county.people["east"]).get(address)
    given = {"owner": helper.posts.get().pk, "due_on": "2026-11-20"}
    assert (
        logged_in(county.people["county"]).post(f"/tasks/{entry.task_id}/hand-out/", given).status_code == 302
    )
    return logged_in(county.people["county"]).get(address).content.decode()


def test_an_entry_names_its_owner_and_whoever_acted_with_their_posts(entry_page: str) -> None:
    said = said_on(entry_page)

    east, county = str(Role.TOWNSHIP_OFFICER.label), str(Role.COUNTY_OFFICER.label)
    helper = str(Role.VILLAGE_ASSISTANT.label)
    assert f"{helper}（东河街道{helper}）" in said
    assert any(f"{east}（东河街道{east}）" in line for line in said)
    assert any(f"{county}（浈江区{county}）" in line for line in said)
    assert not [line for line in said if re.search(r"township-officer|county-officer|xiaoli", line)]


def test_a_batch_names_the_system_in_words(county: County) -> None:
    county.send("dibao", [on_dibao(5)])

    page = logged_in(county.people["county"]).get(f"/batches/{Batch.objects.get().pk}/").content.decode()

    assert any("系统" in line for line in said_on(page))
    assert not [line for line in said_on(page) if line.strip() == "system"]


def test_the_trail_is_searched_by_name_or_log_in_name_and_shows_the_name(
    county: County, entry_page: str
) -> None:
    auditor = logged_in(county.hire(Role.AUDIT_ADMIN, COUNTY))
    label = str(Role.TOWNSHIP_OFFICER.label)

    pages = [
        auditor.get("/trail/", {"actor": actor, "action": "monitoring.entry_viewed"})
        for actor in (label, county.people["east"].username, "没有这个人")
    ]

    assert [len(page.context["rows"]) for page in pages] == [1, 1, 0]
    assert pages[0].context["rows"][0]["actor"] == f"{label}（东河街道{label}）"
