"""Who decides, against a table worked out by hand, and what is refused rather than guessed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.kernel.policy_file import load_yaml
from doudi.policy.book import Overlay
from doudi.procedures.deciders import AmountNeeded, Decider, DeciderUnknown, decider_of
from doudi.procedures.handing import Handing, Right, may_be_handed_down
from doudi.procedures.listing import decider_rows
from doudi.procedures.shapes import Citation
from doudi.procedures.tests.procedures import ROOT, real_book, real_procedures

BY_HAND = Path(__file__).with_name("deciders_by_hand.tsv")


def by_hand() -> list[dict[str, str]]:
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def asked(programme: str, region: str, on: date, matter: str, fen: int | None = None) -> Decider:
    return decider_of(
        real_procedures(), real_book(), programme=programme, region=region, on=on, matter=matter, fen=fen
    )


def answer(line: dict[str, str]) -> Decider:
    fen = int(line["fen"]) if line["fen"] else None
    return asked(line["programme"], line["region"], date.fromisoformat(line["on"]), line["matter"], fen)


@pytest.mark.parametrize("line", by_hand(), ids=lambda one: "-".join(list(one.values())[:5]))
def test_who_decides_is_who_the_documents_name(line: dict[str, str]) -> None:
    found = answer(line)

    assert found.office == line["office"]
    assert found.citation.verified == (line["verified"] == "yes")
    assert found.label == real_procedures().vocabulary.offices[line["office"]]


def test_every_numbered_decider_has_a_line_worked_out_by_hand() -> None:
    asked_for = {answer(line).rule for line in by_hand()}

    left = {row.rule.name for row in decider_rows(real_procedures())} - asked_for
    # these two are tried below: no county of the table has both limit and standard, or an older document
    assert left <= {"relief_town_multiple", "rigid_elsewhere"}


def test_who_decides_by_amount_is_not_guessed_without_one() -> None:
    with pytest.raises(AmountNeeded):
        asked("TEMPORARY_RELIEF", "350505", date(2020, 6, 1), "CONFIRM")


def test_a_limit_in_standards_is_not_guessed_without_the_standard() -> None:
    def who(area: str) -> Decider:
        return decider_of(
            real_procedures(),
            real_book(),
            programme="TEMPORARY_RELIEF",
            region="431227",
            on=date(2022, 6, 1),
            fen=100000,
            area=area,
        )

    with pytest.raises(DeciderUnknown, match="城市低保标准"):
        who("URBAN")
    with pytest.raises(AmountNeeded, match="城乡类别"):
        who("")


UNSOURCED = {"document": "", "verified": False, "note": "案例"}


def approvals() -> list[dict[str, Any]]:
    """Return the published and hand-worked cases that say who approves."""
    text = (ROOT / "cases" / "temporary_relief" / "approval.yaml").read_text(encoding="utf-8")
    cases = load_yaml(text, "approval.yaml")
    assert isinstance(cases, list)
    return [case for case in cases if "approver" in case["expect"]]


@pytest.mark.parametrize("case", approvals(), ids=lambda one: str(one["case"]))
def test_procedure_and_programme_name_the_same_approver(case: dict[str, Any]) -> None:
    on, region = case["on"], case["region"]
    overlays = [
        Overlay(region, key, on, None, {"value": value, **UNSOURCED})
        for key, value in case.get("parameters", {}).items()
    ]
    household = case["household"]
    # what the programme pays is the proposal, or the whole yuan above it
    fen = case["expect"]["amount"] or household["proposed_fen"]

    found = decider_of(
        real_procedures(),
        real_book().with_values(overlays),
        programme="TEMPORARY_RELIEF",
        region=region,
        on=on,
        fen=fen,
        area=household["area_kind"],
    )

    tiers = {"TOWNSHIP": "TOWN", "COUNTY": "COUNTY", "COORDINATION": "CASE_BY_CASE"}
    assert tiers[found.office] == case["expect"]["approver"]


def test_a_county_whose_document_is_older_than_the_rule_is_told_to_settle_it() -> None:
    found = asked("RIGID_EXPENSE", "533103", date(2026, 3, 1), "CONFIRM")

    assert (found.office, found.rule) == ("RURAL_REVITALISATION", "rigid_elsewhere")
    assert not found.citation.verified
    assert "请核定" in found.citation.note


def test_a_matter_nobody_decides_is_said() -> None:
    with pytest.raises(DeciderUnknown, match="没有规定"):
        asked("ORPHAN", "61", date(2026, 3, 1), "GRACE")


PAPER = Citation("韶浈民〔2026〕12号", "第三条", verified=True)


def handed(
    programme: str,
    region: str,
    handing: Handing,
    fen: int | None = None,
    matter: str = "CONFIRM",
    on: date = date(2026, 3, 1),
) -> Decider:
    return decider_of(
        real_procedures(),
        real_book(),
        programme=programme,
        region=region,
        on=on,
        matter=matter,
        fen=fen,
        handing=handing,
    )


def test_a_right_of_one_township_makes_it_competent_by_the_county_s_paper() -> None:
    found = handed("DIBAO", "440204", Handing(Right(None, PAPER)))

    assert (found.office, found.citation, found.handed_down) == ("TOWNSHIP", PAPER, True)
    assert handed("DIBAO", "440204", Handing(Right(None, PAPER)), matter="CHANGE").office == "COUNTY"
    assert handed("NEAR_DIBAO", "440204", Handing(Right(None, PAPER))).office == "COUNTY"


def test_without_a_right_the_parameters_do_not_speak_for_a_township() -> None:
    assert asked("DIBAO", "350505", date(2026, 3, 1), "CONFIRM").office == "TOWNSHIP"
    assert handed("DIBAO", "350505", Handing()).office == "COUNTY"


@pytest.mark.parametrize(
    ("up_to", "fen", "office"),
    [
        (500_000, 300_000, "TOWNSHIP"),
        (500_000, 300_001, "COUNTY"),
        (100_000, 100_000, "TOWNSHIP"),
        (100_000, 100_001, "COUNTY"),
        (None, 300_000, "TOWNSHIP"),
        (None, 300_001, "COUNTY"),
    ],
)
def test_a_right_reaches_no_further_than_the_lesser_limit(up_to: int | None, fen: int, office: str) -> None:
    right = Handing(Right(up_to, PAPER))
    assert handed("TEMPORARY_RELIEF", "350505", right, fen, on=date(2020, 6, 1)).office == office


def test_a_line_by_amount_that_nobody_limited_gives_no_right() -> None:
    assert handed("TEMPORARY_RELIEF", "440204", Handing(Right(None, PAPER)), 1).office == "COUNTY"
    assert handed("TEMPORARY_RELIEF", "440204", Handing(Right(200_000, PAPER)), 200_000).office == "TOWNSHIP"


def test_what_may_be_handed_down_is_what_the_law_says() -> None:
    def allowed(programme: str, matter: str, on: date = date(2026, 3, 1)) -> tuple[bool, bool]:
        found = may_be_handed_down(
            real_procedures(), programme=programme, region="440204", on=on, matter=matter
        )
        return found is not None, found is not None and found.by_amount

    assert allowed("DIBAO", "CONFIRM") == (True, False)
    assert allowed("TEKUN", "CONFIRM") == (True, False)
    assert allowed("TEMPORARY_RELIEF", "CONFIRM") == (True, True)
    assert allowed("TEMPORARY_RELIEF", "URGENT") == (False, False)
    assert allowed("TEKUN", "END") == (False, False)
    assert allowed("ORPHAN", "CONFIRM") == (False, False)
    assert allowed("TEKUN", "CONFIRM", date(2009, 1, 1)) == (False, False)
