"""A list sent again, and again: what the last correction says is the month, nothing of the first stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.exchange.models import Batch
from tests.cases.conftest import open_bureau
from tests.second_county.month import Month
from tests.second_county.months import made_world
from tests.second_county.splits import whole
from tests.second_county.vocabulary import DEPARTMENTS
from tests.second_county.world import PERIOD


@pytest.mark.slow
@pytest.mark.parametrize(("county", "seed"), [("341225", 31), ("371522", 32)])
def test_a_correction_of_a_correction_is_the_months_list(
    county: str, seed: int, db: None, settings: Settings, tmp_path: Path
) -> None:
    world, bureau = made_world(county, seed, 300), open_bureau(county, settings, tmp_path)
    listed = [record for record in world.lists["dibao"] if not record.flaw]
    versions = (listed[:-2], listed[2:], listed[2:-2])
    month = Month(world, seed)

    before = ""
    for version in versions:
        file = month.file(DEPARTMENTS["dibao"], whole("dibao", version)[0], period=PERIOD)[0]
        more = ["--replaces", before] if before else []
        taken = bureau.take(file.data, file.name, source="dibao", period=PERIOD, more=more)
        assert taken.batch is not None
        assert not taken.refusal, taken.refusal
        before = str(taken.batch.pk)

    assert sorted(bureau.listed("DIBAO", PERIOD)) == sorted({record.who.name for record in versions[-1]})
    assert Batch.objects.filter(source="dibao", state="PUBLISHED").count() == 1
