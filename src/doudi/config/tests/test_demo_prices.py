"""The demo county's price indices: a year of them, once, the newest over the line."""

from __future__ import annotations

import pytest

from doudi.accounts.roles import Role
from doudi.config.demo_prices import CPI, give_indices
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceIndex, PriceLaunch
from doudi.price_subsidy.tests.months import NOW
from tests.county import COUNTY, build_county


@pytest.mark.django_db
def test_the_newest_month_reaches_the_line_and_nothing_is_given_twice() -> None:
    county = build_county()
    county.hire(Role.COUNTY_OFFICER, COUNTY, username=f"county{COUNTY}")

    first = give_indices(COUNTY, Period.parse("2026-10"), at=NOW)
    again = give_indices(COUNTY, Period.parse("2026-10"), at=NOW)

    assert (first, again) == (1, 0)
    assert PriceIndex.objects.count() == len(CPI)
    assert PriceLaunch.objects.get().period == "2026-10"
