"""Who cannot work by kind and level of disability, asked by the command; a new table leaves old sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from doudi.audit.actors import SYSTEM
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.rulebook import catalogue
from doudi.rulebook.services.changes import DaysTaken
from doudi.studies.models import KeptSheet
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.states import FactSource
from tests.clauses.conftest import Policies
from tests.clauses.rule_answers import approved
from tests.clauses.test_tekun_minors import SAMPLE, VALUES, told
from tests.contract.test_contract import run
from tests.county import COUNTY, START, VILLAGE, County, logged_in

TABLE = "tekun.labour_disabilities"
TODAY, NEW_TABLE = date(2026, 11, 3), date(2027, 1, 1)
BORN = "1985-03-01"
# no document of the nation says these: the county says its own, else nothing can be decided
OWN = {
    "tekun.savings_months": 24,
    "tekun.house_limit": 1,
    "tekun.base_method": "MULTIPLE",
    "tekun.base_multiple": "1.3",
    "tekun.rounding": "NEAREST_FEN",
}
SELF_CARE = ("eats", "dresses", "leaves_bed", "uses_toilet", "walks_indoors", "bathes")
Ask = Callable[..., tuple[bool, str]]


@pytest.fixture
def asked(county: County, policies: Policies, tmp_path: Path) -> Iterator[Ask]:
    """Return how to ask about somebody of working age: whether tekun, and all the sheet says."""
    folder = policies.folder / "parameters" / "regions" / COUNTY
    for key, value in {**VALUES, **OWN}.items():
        path = folder / f"{key.partition('.')[0]}.yaml"
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        said["values"][key] = [{"from": date(2000, 1, 1), "value": value, **SAMPLE}]
        path.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    catalogue.forget()

    def ask(kind: str, level: int, **said: Any) -> tuple[bool, str]:
        path = tmp_path / "family.json"
        member = {"relation": "HEAD", "born_on": BORN, "disability_kind": kind, "disability_level": level}
        path.write_text(json.dumps({"area_kind": "RURAL", "members": [member | said]}), encoding="utf-8")
        place = ("--programme", "TEKUN", "--region", COUNTY, "--on", str(TODAY), "--household", str(path))
        answer = run("evaluate", *place)
        return bool(answer["eligible"]), told(answer["sheet"])

    yield ask
    catalogue.forget()


def on_record(kind: str, level: int) -> Household:
    """Return a household of one whose facts are on record."""
    home = Household.objects.create(division=VILLAGE, created_at=START)
    person = Person.objects.create(
        name="陈大文", sex="MALE", born_on=date(1985, 3, 1), division=VILLAGE, created_at=START
    )
    HouseholdMember.objects.create(household=home, person=person, relation="HEAD", valid_from=TODAY)
    member = {"relation": "HEAD", "born_on": BORN, "disability_kind": kind, "disability_level": level}
    facts = {"area_kind": "RURAL", "members": [member]}
    sheet = NewSheet(home.pk, VILLAGE, facts, [person.pk], TODAY)
    record_sheets([sheet], source=FactSource.TYPED, by=SYSTEM, at=START)
    return home


@pytest.mark.django_db
@pytest.mark.clause("SX-2.1.3.1")
def test_kind_and_level_decide_an_expired_certificate_is_reviewed_and_a_new_table_leaves_what_was_found(
    county: County, asked: Ask
) -> None:
    assert [asked("MENTAL", 3)[0], asked("LIMB", 2)[0]] == [True, True]
    assert [asked("LIMB", 3)[0], asked("SIGHT", 2)[0]] == [False, False]
    assert "特困人员认定办法第五条第三项" in asked("MENTAL", 3)[1]
    able = dict.fromkeys(SELF_CARE, "CAN")
    over = {"certificate_expires_on": "2026-10-31", **able}
    assert "是否要转人工复核：否" in asked("MENTAL", 3, **able)[1]
    assert "残疾人证到期，须核对新证" not in asked("MENTAL", 3, **able)[1]
    assert "是否要转人工复核：是" in asked("MENTAL", 3, **over)[1]
    assert "残疾人证到期，须核对新证" in asked("MENTAL", 3, **over)[1]

    home, desk = on_record("HEARING", 1), logged_in(county.people["county"])

    def conclude(on: date) -> KeptSheet:
        address = f"/rules/sheets/of/{home.pk}/"
        page = desk.post(address, {"programme": "TEKUN", "on": str(on)})
        assert page.status_code == 302, page.content.decode()
        return KeptSheet.objects.latest("pk")

    def shown(sheet: KeptSheet) -> str:
        page = desk.get(f"/rules/sheets/{sheet.pk}/").content.decode()
        return str(page.partition("<main")[2])

    before = conclude(TODAY)
    read_before = shown(before)
    table = catalogue.book().parameters(COUNTY, TODAY)[TABLE].value
    wider = [["HEARING", 1], *[list(pair) for pair in table.pairs]]  # type: ignore[union-attr]
    approved({TABLE: (wider, NEW_TABLE)})
    with pytest.raises(DaysTaken):  # the table that stands is not overwritten, only followed by another
        approved({TABLE: (wider[1:], NEW_TABLE)}, reason="改同一天")

    after, again = conclude(NEW_TABLE), conclude(TODAY)
    assert [before.eligible, after.eligible, again.eligible] == [False, True, False]
    before.refresh_from_db()
    assert not before.eligible
    assert shown(before) == read_before
    assert "残疾类别、等级也不在规定范围内" in read_before
    assert "残疾类别、等级也不在规定范围内" not in shown(after)
