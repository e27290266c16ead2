"""Rights that a scenario hands down are those `competent_for` answers by, under the rules of the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from doudi.delegation.models import Delegation
from tests.contract.test_contract import DOCUMENT, run

pytestmark = pytest.mark.django_db
EAST, WEST = "440204001", "440204102"


def documented() -> dict[str, Any]:
    found = re.search(r"```json delegations\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    said: dict[str, Any] = json.loads(found.group(1))
    return said


def loaded(said: dict[str, Any], folder: Path) -> dict[str, int]:
    path = folder / "scenario.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    answer: dict[str, int] = run("load_scenario", str(path))["loaded"]
    return answer


def who(programme: str, township: str, *more: str) -> str:
    asked = ("--programme", programme, "--region", township, "--on", "2026-12-01")
    answer: str = run("competent_for", *asked, *more)["office"]
    return answer


@pytest.fixture(autouse=True)
def _frozen(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"


def test_the_documented_delegations_hold_as_they_say(tmp_path: Path) -> None:
    assert loaded(documented(), tmp_path)["delegations"] == 2

    assert who("DIBAO", EAST) == "TOWNSHIP"
    assert who("DIBAO", WEST) == "COUNTY"
    assert who("TEMPORARY_RELIEF", EAST, "--amount-fen", "100000") == "COUNTY"  # nobody granted it


@pytest.mark.parametrize(
    "wrong",
    [{"granted_by": "clerk"}, {"granted_by": "nobody"}, {"matter": "CHANGE"}, {"from": "2026-11-01"}],
    ids=lambda one: next(iter(one)) + str(next(iter(one.values()))),
)
def test_a_scenario_cannot_do_what_the_pages_refuse(wrong: dict[str, str], tmp_path: Path) -> None:
    said = documented()
    said["delegations"][0] |= wrong

    with pytest.raises(SystemExit, match="2"):
        loaded(said, tmp_path)

    assert Delegation.objects.count() == 0


def test_every_field_of_an_answer_is_documented(tmp_path: Path) -> None:
    loaded(documented(), tmp_path)

    answer = run("competent_for", "--programme", "DIBAO", "--region", EAST, "--on", "2026-12-01")

    assert set(answer) - {"contract", "sentence"} <= set(re.findall(r"\w+", DOCUMENT))


def test_the_state_holds_what_was_handed_down_and_taken_back(tmp_path: Path) -> None:
    loaded(documented(), tmp_path)

    rights = run("export_state")["delegations"]

    assert [(one[0], one[1], one[5], one[8]) for one in rights] == [
        (EAST, "DIBAO", "None", "GRANTED"),
        (EAST, "TEMPORARY_RELIEF", "None", ""),
        (WEST, "DIBAO", "2026-11-02", "GRANTED"),
    ]
