"""What orphans and children nobody looks after are paid, by screen and command, from proposal to month."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from doudi.accounts.tests.factories import MONDAY
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.services.studies import attach_study
from doudi.studies.models import StandardWorksheet
from tests.clauses.rule_answers import approved
from tests.contract.test_contract import run
from tests.contract.test_rules import refused
from tests.county import COUNTY, County, logged_in

EARLY, DECEMBER = date(2018, 1, 1), date(2026, 12, 1)
ORPHAN = {"father_state": "DEAD", "mother_state": "DEAD"}
LEFT_ALONE = {"father_state": "DEAD", "mother_state": "SERIOUS_ILLNESS"}
BOTH = (("ORPHAN", ORPHAN), ("UNATTENDED_CHILD", LEFT_ALONE))
Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def paid(county: County, tmp_path: Path) -> Ask:
    """Return how to ask the command what a child is paid in a month, and all the sheet says."""

    def ask(programme: str, on: str, **child: Any) -> tuple[int, str]:
        path = tmp_path / "child.json"
        said = {"relation": "HEAD", "born_on": "2015-05-05", **child}
        path.write_text(json.dumps({"area_kind": "RURAL", "members": [said]}), encoding="utf-8")
        place = ("--programme", programme, "--region", COUNTY, "--on", on, "--household", str(path))
        answer = run("evaluate", *place)
        told = [answer["sheet"][part] for part in ("plain", "reasons")]
        return int(answer["amount_fen"]), json.dumps(told, ensure_ascii=False)

    assert county.people
    return ask


def both_paid(paid: Ask, on: str, **child: Any) -> list[int]:
    return [paid(programme, on, **parents, **child)[0] for programme, parents in BOTH]


def made_by_growth(keeper: Client) -> Proposal:
    """Enter a growth of eight percent and hand the worksheet in."""
    typed = {
        "subject": "ORPHAN_SCATTERED",
        "way": "GROWTH",
        "growth": "8",
        "indicator": "2025年全区居民人均消费支出增幅",
        "fiscal_opinion": "财力可以承受",
        "begins": str(DECEMBER),
        "document": "韶浈民〔2026〕9号",
        "article": "第三条",
    }
    keeper.post("/rules/groups/worksheets/new/", typed)
    sheet = StandardWorksheet.objects.get()
    shown = keeper.get(f"/rules/groups/worksheets/{sheet.pk}/").content.decode()
    assert "1,080.00" in shown
    keeper.post(f"/rules/groups/worksheets/{sheet.pk}/hand-in/")
    return Proposal.objects.get(worksheet=sheet)


@pytest.mark.clause("QG-13.1")
def test_eight_percent_of_growth_suggests_a_standard_that_is_paid_from_the_month_it_is_approved_for(
    county: County, paid: Ask
) -> None:
    approved({"children.scattered_standard": (1000, EARLY)}, reason="补录")
    keeper, reviewer = logged_in(county.people["county"]), logged_in(county.people["review"])

    proposal = made_by_growth(keeper)
    assert both_paid(paid, "2026-12-01") == [1000_00, 1000_00]
    attach_study(
        proposal, households=2, leaving=0, lowered=0, entering=0, monthly_change_fen=160_00,
        by=county.people["county"], at=MONDAY,
    )  # fmt: skip
    keeper.post(f"/rules/changes/{proposal.pk}/submit/")
    assert both_paid(paid, "2026-12-01") == [1000_00, 1000_00]
    keeper.post(f"/rules/changes/{proposal.pk}/approve/")
    assert both_paid(paid, "2026-12-01") == [1000_00, 1000_00]  # nobody approves their own

    reviewer.post(f"/rules/changes/{proposal.pk}/approve/")

    assert both_paid(paid, "2026-11-30") == [1000_00, 1000_00]
    assert both_paid(paid, "2026-12-01") == [1080_00, 1080_00]


@pytest.mark.clause("QG-13.2")
def test_both_kinds_are_paid_the_scattered_orphans_standard_and_neither_has_one_of_its_own(
    paid: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approved({"children.scattered_standard": (900, EARLY)}, reason="补录")
    approved({"children.scattered_standard": (1000, DECEMBER)})
    approved({"children.institution_standard": (1500, EARLY)}, reason="补录")

    assert both_paid(paid, "2026-11-30") == [900_00, 900_00]
    assert both_paid(paid, "2026-12-01") == [1000_00, 1000_00]
    # what is had already is made up to the standard
    assert paid("UNATTENDED_CHILD", "2026-12-01", **LEFT_ALONE, child_aid_received_fen=400_00)[0] == 600_00

    families = tmp_path / "families.json"
    members = [{"relation": "HEAD", "born_on": "2015-05-05", **parents} for _, parents in BOTH]
    families.write_text(json.dumps([{"household": {"area_kind": "RURAL", "members": members}}]))
    place = ("--region", COUNTY, "--on", "2026-12-01", "--households", str(families))
    tried = run("simulate", *place, "--set", "children.scattered_standard=1100")["programmes"]
    assert {code: tried[code]["after_fen"] - tried[code]["before_fen"] for code, _ in BOTH} == {
        "ORPHAN": 100_00,
        "UNATTENDED_CHILD": 100_00,
    }
    own = "children.unattended_standard"
    assert own not in book().definitions
    assert refused(capsys, "simulate", *place, "--set", f"{own}=1200")["field"]


def told_about(paid: Ask, on: str, **child: Any) -> Mapping[str, tuple[int, str]]:
    """Return what each kind is paid and told of a child that was on the list when it came of age."""
    grown = {"born_on": "2002-09-10", "was_orphan_at_eighteen": True, "was_unattended_at_eighteen": True}
    return {programme: paid(programme, on, **grown, **parents, **child) for programme, parents in BOTH}


@pytest.mark.clause("QG-13.3")
def test_an_orphan_of_eighteen_is_paid_while_at_school_and_asked_about_it_ninety_days_before(
    paid: Ask,
) -> None:
    approved({"children.scattered_standard": (900, EARLY)}, reason="补录")

    def orphan(on: str, **child: Any) -> tuple[int, str]:
        return told_about(paid, on, **child)["ORPHAN"]

    # ninety days before the tenth of September is the twelfth of June
    assert "满十八周岁" not in orphan("2020-06-11")[1]
    assert "再过90天满十八周岁" in orphan("2020-06-12")[1]
    assert "再过1天满十八周岁" in orphan("2020-09-09")[1]

    senior = {"schooling": "SENIOR"}
    left = {**senior, "left_school_on": "2021-06-30"}
    assert orphan("2020-10-01", **senior)[0] == 900_00
    assert [orphan(on, **left)[0] for on in ("2021-06-30", "2021-07-01")] == [900_00, 0]
    assert [orphan(on, schooling="VOCATIONAL")[0] for on in ("2020-10-01", "2021-03-01")] == [900_00] * 2

    assert [orphan(on)[0] for on in ("2020-09-30", "2020-10-01")] == [900_00, 0]
    assert "没有在规定学段就读" in orphan("2020-10-01")[1]
