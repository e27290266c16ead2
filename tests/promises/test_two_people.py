"""P10: nobody makes and checks the same thing, with one account or with two."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.accounts.deciding import PersonUnknown
from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.kernel.dates import Period
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import SamePersonTwice, close_month, submit_month
from doudi.monitoring.states import MonthStatus, Outcome
from doudi.work.services.pauses import PauseDecidedByAsker, ask_for_pause, decide_pause
from tests.county import COUNTY, County, build_county, monitored, on_dibao, person, task_of

OCTOBER = Period.parse("2026-10")
GAP = "monitored-without-aid"


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    """Give a county whose month has nobody to look for but one found person."""
    settings.DOUDI_DATA = str(tmp_path / "data")
    county = build_county()
    county.send("poverty_register", [monitored(1)])
    county.send("dibao", [on_dibao(2)])
    county.send("tekun", [person(9, 供养方式="分散供养", 城乡类别="农村")])
    county.compare()
    return county


def _second_account(county: County, of: str, role: Role) -> User:
    """Open another account for the person behind one."""
    other = county.hire(role, COUNTY, username=f"second-{of}-{role.lower()[:6]}")
    other.number, other.person_key = county.people[of].number, county.people[of].person_key
    other.save(update_fields=["number", "person_key"])
    return other


@pytest.mark.promise("P10")
def test_one_person_with_two_accounts_neither_closes_a_month_nor_grants_a_pause(county: County) -> None:
    entry = county.entries(GAP)[0]
    mine = _second_account(county, "county", Role.COUNTY_REVIEWER)
    pause = ask_for_pause(
        task_of(entry), until=date(2026, 12, 1), reason="等医院证明", by=county.people["county"], at=county.at
    )
    with pytest.raises(PauseDecidedByAsker):
        decide_pause(pause, granted=True, by=mine, at=county.at)
    unknown = county.hire(Role.COUNTY_REVIEWER, COUNTY, username="unknown")
    User.objects.filter(pk=unknown.pk).update(person_key="")
    unknown.refresh_from_db()
    with pytest.raises(PersonUnknown, match="还没有登记身份证号"):
        decide_pause(pause, granted=True, by=unknown, at=county.at)
    entry.refresh_from_db()
    due = entry.due_on
    decide_pause(pause, granted=True, by=county.people["review"], at=county.at)
    entry.refresh_from_db()
    assert entry.due_on is not None
    assert due is not None
    assert entry.due_on > due

    conclude_entry(
        entry, outcome=Outcome.INELIGIBLE, reason="入户核实，收入稳定", by=county.people["east"], at=county.at
    )
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    for who in (county.people["county"], mine):
        with pytest.raises(SamePersonTwice):
            close_month(COUNTY, OCTOBER, by=who, at=county.at)
    with pytest.raises(PersonUnknown):
        close_month(COUNTY, OCTOBER, by=unknown, at=county.at)
    closed = close_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at)
    assert closed.status == MonthStatus.CLOSED
