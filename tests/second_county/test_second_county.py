"""A month of a county nobody of the product wrote: files row for row, rules by their people."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.monitoring.catalogue import rules
from tests.cases.conftest import open_bureau
from tests.second_county.directly import faults
from tests.second_county.months import live_through, made_world
from tests.second_county.oracle import ORACLES, Facts
from tests.second_county.oracle_more import MORE
from tests.second_county.reckoning import judged

SEEDS = [("371521", 1)]
TRUTHS = 3
PEOPLE = int(os.environ.get("SECOND_COUNTY_PEOPLE", "400"))
EVERY_PLANT_AND_SOME = 1500


@pytest.mark.slow
@pytest.mark.parametrize(("county", "seed"), SEEDS)
def test_a_month_of_a_second_county_comes_out_as_it_is(
    county: str, seed: int, db: None, settings: Settings, tmp_path: Path, local_numbers: None
) -> None:
    world = made_world(county, seed, PEOPLE, is_whole=True)

    reckoning = live_through(world, seed, open_bureau(county, settings, tmp_path))

    print(reckoning.figures())  # noqa: T201 - the figures are what the test is for
    assert reckoning.faults == []
    assert {each.rule for each in reckoning.rules} == {rule.id for rule in rules()}


def test_every_rule_is_judged_by_somebody_who_did_not_write_it() -> None:
    assert {rule.id for rule in rules()} == set(judged())


@pytest.mark.parametrize("seed", [1])
def test_every_rule_finds_whom_the_truth_says_and_nobody_else(
    seed: int, settings: Settings, tmp_path: Path
) -> None:
    world = made_world("371521", seed, EVERY_PLANT_AND_SOME, is_whole=True)

    assert faults(world, tmp_path) == []
    facts = Facts(world)
    newer = {rule: oracle for rule, oracle in judged().items() if rule not in {**ORACLES, **MORE}}
    assert {rule for rule, oracle in newer.items() if len(oracle(facts)) < TRUTHS} == set()
