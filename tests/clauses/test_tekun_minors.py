"""Until what age a child is tekun, asked by the command, the county's values in its own file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from doudi.rulebook import catalogue
from tests.clauses.conftest import Policies
from tests.contract.test_contract import run
from tests.county import County, logged_in, name, person

MANGSHI = "533103"
BORN = "2004-05-01"
DAY_BEFORE, DATED = "2021-11-30", "2021-12-01"  # when 芒市's document begins
VALUES = {
    "dibao.standard_rural": 600,
    "low_income.disposable_all": 24000,
    "tekun.care_method": "FIXED",
    "tekun.care_amounts": {
        "DISPERSED": {"FULL_SELF": 50, "HALF_CARE": 200, "FULL_CARE": 500},
        "CENTRAL": {"FULL_SELF": 80, "HALF_CARE": 300, "FULL_CARE": 900},
    },
}
SAMPLE = {"document": "样例", "article": "样例", "verified": False}
Ask = Callable[..., tuple[bool, str]]


def told(sheet: Mapping[str, Any]) -> str:
    """Return what a sheet says came out, without the rules it was worked out by."""
    return json.dumps([sheet["plain"], sheet["reasons"], sheet["lines"]], ensure_ascii=False)


@pytest.fixture
def asked(policies: Policies, tmp_path: Path) -> Iterator[Ask]:
    """Return how to ask about a child of 芒市: whether tekun, and all the sheet says."""
    folder = policies.folder / "parameters" / "regions" / MANGSHI
    for key, value in VALUES.items():
        path = folder / f"{key.partition('.')[0]}.yaml"
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        said["values"][key] = [{"from": date(2000, 1, 1), "value": value, **SAMPLE}]
        path.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    catalogue.forget()

    def ask(on: str, **said: Any) -> tuple[bool, str]:
        path = tmp_path / "child.json"
        child = {"relation": "HEAD", "born_on": BORN, **said}
        path.write_text(json.dumps({"area_kind": "RURAL", "members": [child]}), encoding="utf-8")
        place = ("--programme", "TEKUN", "--region", MANGSHI, "--on", on, "--household", str(path))
        answer = run("evaluate", *place)
        return bool(answer["eligible"]), told(answer["sheet"])

    yield ask
    catalogue.forget()


@pytest.mark.django_db
@pytest.mark.clause("MS-2.1g")
def test_seventeen_is_tekun_from_the_documents_day_who_left_may_return_and_eighteen_is_reviewed(
    asked: Ask,
) -> None:
    assert [asked(day)[0] for day in (DAY_BEFORE, DATED)] == [False, True]
    assert [asked(DAY_BEFORE, born_on=born)[0] for born in ("2005-12-02", "2005-11-29")] == [True, False]

    kept = {"tekun_as_minor": True, "standing": "TEKUN"}
    birthday, day_after = asked("2022-05-01", **kept)[1], asked("2022-05-02", **kept)[1]
    assert ["是否要转人工复核：否" in birthday, "是否要转人工复核：是" in day_after] == [True, True]

    returns, said = asked(DATED, left_tekun_by_age=True)
    assert (returns, "因旧年龄上限退出，现可恢复" in said) == (True, True)
    assert "因旧年龄上限退出，现可恢复" not in asked(DATED)[1]


@pytest.mark.clause("MS-2.1g")
def test_who_came_of_age_on_the_list_is_a_check_of_the_month_and_who_does_so_next_month_is_not(
    county: County,
) -> None:
    minor = {"特困类别": "未成年人", "供养方式": "分散供养", "是否在校": "否"}
    came_of_age, not_yet = date(2008, 11, 2), date(2008, 12, 1)
    county.send("tekun", [person(1, came_of_age, **minor), person(2, not_yet, **minor)], period="2026-11")

    county.compare("2026-11")

    (entry,) = county.entries("tekun-minor-grown-up")
    assert entry.person is not None
    assert entry.person.name == name(1)
    township = logged_in(county.people["east"])
    assert "成年人仍按未成年人列入特困供养" in township.get("/tasks/").content.decode()
    assert "已满18岁，没有在校记录" in township.get(f"/ledger/{entry.pk}/").content.decode()
