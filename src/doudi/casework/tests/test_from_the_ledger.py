"""From a ledger entry to an application and back: the counter, the entry's page, the month's equation."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.casework.models import Application, Filing
from doudi.casework.services.withdrawing import withdraw
from doudi.casework.tests.families import deciding_county
from doudi.casework.tests.walking import MONDAY, on
from doudi.kernel.dates import Period
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.rules.equation import Balance
from doudi.monitoring.selectors.month import month_view, people_standing
from doudi.registry.models import Household, HouseholdMember
from doudi.work.services.moves import Act
from tests.county import COUNTY, START, VILLAGE, County, logged_in, monitored, on_dibao, person

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
GAP, BATCH = "monitored-without-aid", "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.DOUDI_DATA = tmp_path / "data"
    settings.DOUDI_DATA.mkdir()
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    county = deciding_county()
    for period in ("2026-10", "2026-11"):
        county.send("poverty_register", [monitored(order) for order in range(3)], period=period)
        county.send("dibao", [on_dibao(0)], period=period)
        county.send("tekun", [person(9, 供养方式="分散供养")], period=period)
        county.compare(period)
    return county


def an_entry() -> LedgerEntry:
    """Return the entry of somebody nothing is done for, of a household of theirs."""
    entry = LedgerEntry.objects.filter(rule=GAP).select_related("person").order_by("pk")[0]
    assert entry.person is not None
    home = Household.objects.create(division=VILLAGE, head=entry.person, created_at=START)
    HouseholdMember.objects.filter(person=entry.person).delete()
    HouseholdMember.objects.create(
        household=home, person=entry.person, relation="HEAD", valid_from="2026-01-01", batch=BATCH
    )
    LedgerEntry.objects.filter(pk=entry.pk).update(household=home)
    return LedgerEntry.objects.get(pk=entry.pk)


def apply(county: County, entry: LedgerEntry, source: str = "") -> int:
    """Take the household of an entry in at the counter; return how the page answered."""
    given = {
        "applicant": entry.person_id,
        "wanted": ["DIBAO"],
        "way": "FOUND",
        "reason": "核查时发现，家里收入少",
        "filed_on": "2026-11-02",
        "source": source or f"ledger_entry:{entry.pk}",
    }
    east = logged_in(county.people["east"])
    return east.post(f"/apply/of/{entry.household_id}/", given).status_code


def total(period: Period) -> Balance:
    return month_view(COUNTY, period).total


def test_an_entry_leads_to_the_counter_and_shows_what_came_of_it(county: County) -> None:
    entry, east = an_entry(), logged_in(county.people["east"])
    address = f"/apply/of/{entry.household_id}/?source=ledger_entry:{entry.pk}"

    assert f'href="{address}"' in east.get(f"/ledger/{entry.pk}/").content.decode()
    counter = east.get(address).content.decode()
    assert "来自台账条目" in counter
    assert '<option value="FOUND" selected>' in counter
    assert apply(county, entry) == 302

    filing = Filing.objects.get()
    assert (filing.source_kind, filing.source_id, filing.way) == ("ledger_entry", str(entry.pk), "FOUND")
    assert "办理中：申请" in east.get(f"/ledger/{entry.pk}/").content.decode()
    made = Application.objects.get()
    assert (
        f'<a href="/ledger/{entry.pk}/">台账条目</a>'
        in east.get(f"/applications/{made.pk}/").content.decode()
    )

    withdraw(made, reason="找到了工作", act=Act(on(filing.filed_on), county.people["east"]))
    assert "申请人撤回" in east.get(f"/ledger/{entry.pk}/").content.decode()


def test_a_record_of_others_is_not_there(county: County) -> None:
    entry = an_entry()
    other = LedgerEntry.objects.exclude(pk=entry.pk)[0]
    for source in (
        f"ledger_entry:{other.pk}",
        "ledger_entry:999999",
        "ledger_entry:x",
        "letter:1",
        "nothing",
    ):
        assert apply(county, entry, source) == 404
    assert not Filing.objects.exists()

    west = logged_in(county.people["west"])
    address = f"/apply/of/{entry.household_id}/?source=ledger_entry:{entry.pk}"
    assert west.get(address).status_code == 404


def test_the_month_counts_who_applies_as_under_way_from_the_month_of_the_application(county: County) -> None:
    entry = an_entry()
    before, october = total(NOVEMBER), total(OCTOBER)
    assert before.at_work == 0

    apply(county, entry)

    after = total(NOVEMBER)
    assert (after.monitored, after.at_work) == (before.monitored, 1)
    assert total(OCTOBER) == october
    point = next(one for one in people_standing(COUNTY, NOVEMBER) if one.person == entry.person)
    assert (point.place.standing, point.place.because) == ("UNDERWAY", "application")

    withdraw(Application.objects.get(), reason="找到了工作", act=Act(on(MONDAY), county.people["east"]))
    assert total(NOVEMBER) == before
