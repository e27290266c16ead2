"""What ran out with nothing after it is said on the sheet of values, where somebody sets it anew."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.rulebook.selectors.values import run_out

YANGGU = "371521"


@pytest.mark.django_db
def test_measures_of_the_epidemic_that_ended_are_named_with_their_last_day() -> None:
    found = {one.key: one.ends for _, one in run_out(YANGGU, date(2026, 11, 2))}

    assert found["temporary_relief.relax_most"] == date(2021, 1, 1)
    assert run_out(YANGGU, date(2020, 12, 31)) == []


@pytest.mark.django_db
def test_the_sheet_of_values_says_what_ran_out_and_leads_there() -> None:
    browser = browser_of(officer(Role.COUNTY_OFFICER, YANGGU))

    page = browser.get(f"/rules/values/?region={YANGGU}&on=2026-11-02").content.decode()

    assert "到期后没有接上" in page
    assert "temporary_relief.relax_most" in page
