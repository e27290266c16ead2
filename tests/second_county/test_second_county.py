"""A month of a county nobody of the product wrote: files row for row, rules by their people."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cases.conftest import open_bureau
from tests.second_county.months import live_through, made_world

SEEDS = [("371521", 1)]
PEOPLE = int(os.environ.get("SECOND_COUNTY_PEOPLE", "400"))


@pytest.mark.slow
@pytest.mark.parametrize(("county", "seed"), SEEDS)
def test_a_month_of_a_second_county_comes_out_as_it_is(
    county: str, seed: int, db: None, settings: Settings, tmp_path: Path, local_numbers: None
) -> None:
    world = made_world(county, seed, PEOPLE)

    reckoning = live_through(world, seed, open_bureau(county, settings, tmp_path))

    print(reckoning.figures())  # noqa: T201 - the figures are what the test is for
    assert reckoning.faults == []
