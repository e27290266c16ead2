"""P13: every amount has a computation sheet whose lines recompute to it; old sheets never change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from pytest_django import Settings

from doudi.policy.recomputing import faults_of
from doudi.rulebook import catalogue
from tests.contract.test_contract import run

PLACE = ("--region", "350505", "--on", "2026-03-01")
FAMILY: dict[str, Any] = {
    "area_kind": "URBAN",
    "deposits_fen": 0,
    "members": [
        {"relation": "HEAD", "born_on": "1948-01-01", "pension_fen": 20_050, "can_work": False},
        {
            "relation": "SPOUSE",
            "born_on": "1952-06-01",
            "disability_kind": "LIMB",
            "disability_level": 1,
            "illness_cost_fen": 30_000,
            "illness_proof": True,
        },
        {"relation": "CHILD", "born_on": "2014-09-01", "schooling": "PRIMARY"},
    ],
}


def sheet(folder: Path, programme: str) -> dict[str, Any]:
    """Return the sheet the command gives, as it comes back from a file."""
    path = folder / "family.json"
    path.write_text(json.dumps(FAMILY), encoding="utf-8")
    answer = run("evaluate", "--programme", programme, *PLACE, "--household", str(path))
    amounts = [verdict["amount"] for verdict in answer["sheet"]["verdicts"]]
    assert answer["amount_fen"] == sum(amounts)
    kept: dict[str, Any] = json.loads(json.dumps(answer["sheet"]))
    return kept


@pytest.fixture
def policies(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A policy folder of its own, which a test may change."""
    folder = tmp_path / "policies"
    shutil.copytree(real_settings.DOUDI_POLICIES, folder)
    settings.DOUDI_POLICIES = folder
    catalogue.forget()
    yield folder
    catalogue.forget()


@pytest.mark.django_db
@pytest.mark.promise("P13")
@pytest.mark.parametrize("programme", ["DIBAO", "DIBAO_SINGLE", "ORPHAN", "FIVE_ELDERS"])
def test_every_amount_has_a_sheet_that_recomputes_to_it(tmp_path: Path, programme: str) -> None:
    found = sheet(tmp_path, programme)

    assert found["lines"]
    assert faults_of(found) == []


@pytest.mark.django_db
@pytest.mark.promise("P13")
def test_a_sheet_with_another_amount_is_found_out(tmp_path: Path) -> None:
    found = sheet(tmp_path, "DIBAO")
    found["verdicts"][0]["amount"] += 100

    assert faults_of(found) != []


@pytest.mark.django_db
@pytest.mark.promise("P13")
def test_an_old_sheet_stays_as_it_was_when_standards_and_rules_change(policies: Path, tmp_path: Path) -> None:
    old = sheet(tmp_path, "DIBAO")

    standards = policies / "parameters" / "regions" / "350505" / "dibao.yaml"
    standards.write_text(standards.read_text(encoding="utf-8").replace("8640", "9600"), encoding="utf-8")
    rules = policies / "programmes" / "dibao.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(
        text.replace("formula: basic_amount + supplement_amount", "formula: basic_amount"), "utf-8"
    )
    catalogue.forget()

    assert faults_of(old) == []
    assert old["verdicts"][0]["amount"] > 0


@pytest.mark.django_db
@pytest.mark.promise("P13")
def test_a_new_standard_gives_a_new_sheet_beside_the_old_one(policies: Path, tmp_path: Path) -> None:
    old = sheet(tmp_path, "DIBAO")

    standards = policies / "parameters" / "regions" / "350505" / "dibao.yaml"
    standards.write_text(standards.read_text(encoding="utf-8").replace("8640", "9600"), encoding="utf-8")
    catalogue.forget()
    new = sheet(tmp_path, "DIBAO")

    assert new["verdicts"][0]["amount"] > old["verdicts"][0]["amount"]
    assert faults_of(new) == faults_of(old) == []
