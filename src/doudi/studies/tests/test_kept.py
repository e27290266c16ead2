"""A computation sheet is kept as it was: it recomputes, it prints, it never changes, it is nobody else's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.policy.assessment import assess
from doudi.policy.book import Book, Overlay, load_book
from doudi.policy.recomputing import faults_of
from doudi.policy.reopening import reopened
from doudi.policy.writing import sheet_of
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.studies.models import KeptSheet
from doudi.studies.services import kept as service
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.services.kept import NothingToCompute, faults_in, keep_sheet
from doudi.studies.states import FactSource
from tests.county import COUNTY, OTHER_VILLAGE, VILLAGE, County, build_county, logged_in

AT = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)
ON = date(2026, 11, 2)
STANDARD = {"value": 700, "document": "某区民发〔2026〕1号", "article": "一", "verified": True}

PERSON = {"relation": "HEAD", "born_on": "1960-05-17"}


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch) -> County:
    """Return a county whose standard of 700 yuan is set."""
    use(monkeypatch, {"dibao.standard_rural": STANDARD, "dibao.standard_urban": STANDARD})
    return build_county()


def use(monkeypatch: pytest.MonkeyPatch, values: dict[str, dict[str, Any]]) -> None:
    """Let the installation know these values beside its files, and a county paper for what had none."""
    overlays = [Overlay(COUNTY, key, date(2026, 1, 1), None, written) for key, written in values.items()]
    rules = load_book(Path(installed.DOUDI_POLICIES))
    papered = rules.with_values([*papers(rules), *overlays])
    monkeypatch.setattr(service, "book", lambda at=None: papered)


def papers(rules: Book) -> list[Overlay]:
    """Return the county's own paper for each value no document of the nation says."""
    held = rules.parameters(COUNTY, ON)
    paper = {"document": "某县民发〔2026〕9号", "article": "一", "verified": True}
    return [
        Overlay(COUNTY, one.key, date(2026, 1, 1), None, {"value": one.written["value"], **paper})
        for one in held.values()
        if not one.document
    ]


def family(village: str = VILLAGE, wages_fen: int = 40_000) -> Household:
    """Return a family of two of whom the facts are on record."""
    household = Household.objects.create(division=village, created_at=AT)
    person = Person.objects.create(
        name="陈大文", sex="MALE", born_on=date(1960, 5, 17), division=village, created_at=AT
    )
    HouseholdMember.objects.create(
        household=household,
        person=person,
        relation="HEAD",
        valid_from=ON,
        batch="00000000-0000-4000-8000-000000000001",
    )
    members: Sequence[dict[str, Any]] = (
        {"relation": "HEAD", "born_on": "1960-05-17", "wages_fen": wages_fen},
        {"relation": "SPOUSE", "born_on": "1962-01-08"},
    )
    facts = {"area_kind": "RURAL", "members": list(members)}
    sheet = NewSheet(household.pk, village, facts, [person.pk, None], ON)
    record_sheets([sheet], source=FactSource.TYPED, by=SYSTEM, at=AT)
    return household


def test_a_kept_sheet_holds_the_result_and_recomputes(county: County) -> None:
    kept = keep_sheet(family(), "DIBAO", on=ON, by=county.people["east"], at=AT)

    assert (kept.eligible, kept.amount_fen) == (True, 2 * 70_000 - 40_000)
    assert faults_in(kept) == []
    assert Entry.objects.filter(action="rulebook.sheet_kept", subject_id=str(kept.pk)).count() == 1


def test_a_kept_refusal_says_how_far_it_is_and_what_would_turn_it_on_screen_and_paper(county: County) -> None:
    kept = keep_sheet(family(wages_fen=150_000), "DIBAO", on=ON, by=county.people["east"], at=AT)

    # 1,500 yuan of two, 750 each: 50 above the standard of 700, and 1,399.99 would be below it
    (gap, *turns) = reopened(json.loads(kept.sheet)).distance
    assert "50.00" in gap
    assert any("1,399.99" in turn for turn in turns)
    shown = logged_in(county.people["east"]).get(f"/rules/sheets/{kept.pk}/").content.decode()
    assert "还差多少" in shown
    assert gap in shown


def test_a_kept_grant_says_nothing_of_what_would_take_it_away(county: County) -> None:
    kept = keep_sheet(family(), "DIBAO", on=ON, by=county.people["east"], at=AT)
    assert reopened(json.loads(kept.sheet)).distance == ()


def test_a_new_standard_changes_new_sheets_and_no_old_one(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = family()
    old = keep_sheet(household, "DIBAO", on=ON, by=county.people["east"], at=AT)

    use(monkeypatch, {"dibao.standard_rural": {**STANDARD, "value": 800}})
    new = keep_sheet(household, "DIBAO", on=ON, by=county.people["east"], at=AT)

    old.refresh_from_db()
    assert (old.amount_fen, new.amount_fen) == (100_000, 120_000)
    assert (faults_in(old), faults_in(new)) == ([], [])


def test_what_is_altered_is_found(county: County) -> None:
    kept = keep_sheet(family(), "DIBAO", on=ON, by=county.people["east"], at=AT)
    content = json.loads(kept.sheet)
    content["title"] = "别的"

    kept.sheet = json.dumps(content, ensure_ascii=False, sort_keys=True)
    kept.amount_fen += 100

    assert len(faults_in(kept)) == 2
    assert faults_of(json.loads(kept.sheet)) == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    "act", ["update studies_keptsheet set amount_fen = 0", "delete from studies_keptsheet"]
)
def test_postgresql_refuses_to_change_or_delete_a_kept_sheet(county: County, act: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 上靠摘要发现，不靠拒绝")
    keep_sheet(family(), "DIBAO", on=ON, by=county.people["east"], at=AT)

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)


def test_without_facts_or_a_set_standard_nothing_is_kept_and_the_way_out_is_said(
    county: County, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Household.objects.create(division=VILLAGE, created_at=AT)
    rules: Book = load_book(Path(installed.DOUDI_POLICIES))

    with pytest.raises(NothingToCompute, match="先在“家庭情况表”里填报"):
        keep_sheet(bare, "DIBAO", on=ON, by=county.people["east"], at=AT)
    with pytest.raises(NothingToCompute, match="没有这个救助项目"):
        keep_sheet(family(), "NOTHING", on=ON, by=county.people["east"], at=AT)
    monkeypatch.setattr(service, "book", lambda at=None: rules)
    with pytest.raises(
        NothingToCompute, match="本地没有登记的“最低生活保障·农村低保标准”。按当地文件登记到参数表"
    ):
        keep_sheet(family(), "DIBAO", on=ON, by=county.people["east"], at=AT)
    assert not KeptSheet.objects.exists()


def test_a_township_keeps_and_prints_its_own_families_sheets(county: County) -> None:
    household = family()
    browser = logged_in(county.people["east"])

    made = browser.post(
        f"/rules/sheets/of/{household.pk}/", {"programme": "DIBAO", "on": ON.isoformat()}, follow=True
    )
    kept = KeptSheet.objects.get()
    card = browser.get(f"/households/{household.pk}/").content.decode()
    paper = browser.get(f"/rules/sheets/{kept.pk}/resident/")

    assert "逐行重算" in made.content.decode()
    assert "1,000" in made.content.decode()
    assert f"/rules/sheets/of/{household.pk}/" in card
    assert paper.content.startswith(b"%PDF")
    assert browser.get(f"/rules/sheets/{kept.pk}/poster/").status_code == 404
    assert Entry.objects.filter(action="rulebook.sheet_seen", subject_id=str(kept.pk)).count() == 2


def test_a_sheet_of_another_township_is_not_there(county: County) -> None:
    household = family(OTHER_VILLAGE)
    kept = keep_sheet(household, "DIBAO", on=ON, by=county.people["west"], at=AT)
    browser = logged_in(county.people["east"])

    pages = [
        f"/rules/sheets/of/{household.pk}/",
        f"/rules/sheets/{kept.pk}/",
        f"/rules/sheets/{kept.pk}/clerk/",
    ]

    assert [browser.get(page).status_code for page in pages] == [404, 404, 404]


def test_nothing_stated_stands_in_clear_in_the_table(county: County) -> None:
    kept = keep_sheet(family(wages_fen=43_210), "DIBAO", on=ON, by=county.people["east"], at=AT)

    with connection.cursor() as cursor:
        cursor.execute("select sheet from studies_keptsheet where id = %s", [kept.pk])
        (stored,) = cursor.fetchone()

    assert stored.startswith("sm4$")
    assert "432.10" not in stored


@pytest.mark.parametrize(("programme", "on"), [("NOTHING", "2026-11-02"), ("DIBAO", "明天"), ("", "")])
def test_a_wrong_programme_or_day_is_said_on_the_form_and_nothing_is_kept(
    county: County, programme: str, on: str
) -> None:
    household = family()
    browser = logged_in(county.people["east"])

    answer = browser.post(f"/rules/sheets/of/{household.pk}/", {"programme": programme, "on": on})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not KeptSheet.objects.exists()


def test_what_no_document_says_is_tried_and_never_decided(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = family()
    rules = load_book(Path(installed.DOUDI_POLICIES))
    bare = [one for one in papers(rules) if one.key != "dibao.rounding"]
    standards = [
        Overlay(COUNTY, key, date(2026, 1, 1), None, STANDARD)
        for key in ("dibao.standard_rural", "dibao.standard_urban")
    ]
    known = rules.with_values([*bare, *standards])
    monkeypatch.setattr(service, "book", lambda at=None: known)

    with pytest.raises(NothingToCompute, match=r"“[^”]+”没有文件依据，只能试算，不能核算存档。.*这 1 项"):
        keep_sheet(household, "DIBAO", on=ON, by=county.people["east"], at=AT)

    assert not KeptSheet.objects.exists()
    tried = sheet_of(assess(known, "DIBAO", COUNTY, ON, {"area_kind": "RURAL", "members": [PERSON]}))
    assert (tried.verdicts[0].eligible, [one.key for one in tried.groundless]) == (True, ["dibao.rounding"])
