"""Supplements by category and what care costs: asked by the command under the county's own values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doudi.accounts.tests.factories import MONDAY
from doudi.rulebook.models import Proposal
from doudi.rulebook.services.changes import ValueDraft, draft_change
from tests.clauses.rule_answers import approved
from tests.contract.test_contract import run
from tests.county import COUNTY, County, logged_in

EARLY, DECEMBER = date(2020, 1, 1), date(2026, 12, 1)
SHARES = {
    **dict.fromkeys(("MINOR", "COMPULSORY_PUPIL", "OTHER_PUPIL", "ONE_PARENT_MINOR", "DISABLED"), "0"),
    **dict.fromkeys(("LIVING_ALONE", "MINORITY", "RETURNED_CHINESE", "ONLY_CHILD_RETIREE"), "0"),
    **dict.fromkeys(("LOST_ONLY_CHILD", "THREE_NONES"), "0"),
    "OLD": "10%",
    "VERY_OLD": "20%",
    "HEAVILY_DISABLED": "30%",
    "SERIOUSLY_ILL": "30%",
}
OWN = {
    "dibao.standard_rural": 600,
    "dibao.standard_urban": 800,
    "dibao.supplement_stack": "MAX",
    "dibao.supplement_base": "STANDARD",
    "dibao.supplement_shares": SHARES,
    "dibao.supplement_old_age": 70,
    "dibao.supplement_very_old_age": 80,
}
HEAD = {"relation": "HEAD", "born_on": "1980-05-05"}
OLD = {"relation": "PARENT", "born_on": "1956-03-15"}
HEAVY = {**OLD, "disability_kind": "LIMB", "disability_level": 1}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def asked(county: County, tmp_path: Path) -> Ask:
    """Return how to ask the command about a family of the county, and the whole answer."""

    def ask(programme: str, on: str, *members: dict[str, Any]) -> dict[str, Any]:
        path = tmp_path / "family.json"
        path.write_text(json.dumps({"area_kind": "RURAL", "members": list(members)}), encoding="utf-8")
        place = ("--programme", programme, "--region", COUNTY, "--on", on, "--household", str(path))
        return run("evaluate", *place)

    assert county.people
    return ask


@pytest.mark.clause("SX-2.2.1.4")
def test_of_two_kinds_the_higher_is_added_from_the_month_after_the_birthday_and_a_change_is_tried_first(
    county: County, asked: Ask, tmp_path: Path
) -> None:
    approved({key: (value, EARLY) for key, value in OWN.items()}, reason="补录")
    plain = asked("DIBAO", "2026-03-31", HEAD, OLD)["amount_fen"]

    both = asked("DIBAO", "2026-04-01", HEAD, HEAVY)["amount_fen"]
    older = [asked("DIBAO", on, HEAD, OLD)["amount_fen"] for on in ("2026-03-15", "2026-03-31", "2026-04-01")]

    assert plain == 1200_00
    assert both - plain == 180_00  # thirty percent for the disability, and not ten more for the age
    assert [each - plain for each in older] == [0, 0, 60_00]

    keeper = county.people["county"]
    summed = ValueDraft("dibao.supplement_stack", DECEMBER, "SUM", "韶浈民〔2026〕9号", "第三条")
    change = draft_change(COUNTY, title="改为相加", reason="测试", value=summed, by=keeper, at=MONDAY)
    logged_in(keeper).post(f"/rules/changes/{change.pk}/submit/")
    reviewer = logged_in(county.people["review"])
    said = reviewer.post(f"/rules/changes/{change.pk}/approve/", follow=True).content.decode()
    assert "试算" in said
    assert Proposal.objects.get(pk=change.pk).status == "PROPOSED"

    families = tmp_path / "families.json"
    homes = [{"household": {"area_kind": "RURAL", "members": [HEAD, other]}} for other in (HEAVY, OLD)]
    families.write_text(json.dumps(homes), encoding="utf-8")
    tried = run(
        *("simulate", "--region", COUNTY, "--on", "2026-12-01", "--programme", "DIBAO"),
        *("--households", str(families), "--set", "dibao.supplement_stack=SUM"),
    )["programmes"]["DIBAO"]
    assert (tried["before_fen"], tried["after_fen"]) == (1200_00 * 2 + 240_00, 1200_00 * 2 + 300_00)
    assert (tried["raised"], tried["unchanged"]) == (1, 1)


CARE = {
    "dibao.standard_rural": 600,
    "low_income.disposable_all": 24000,
    "tekun.savings_months": 24,
    "tekun.house_limit": 1,
    "tekun.base_method": "MULTIPLE",
    "tekun.base_multiple": "1.3",
    "tekun.rounding": "NEAREST_FEN",
    "tekun.care_method": "FIXED",
    "tekun.care_amounts": {
        "DISPERSED": {"FULL_SELF": 50, "HALF_CARE": 200, "FULL_CARE": 500},
        "CENTRAL": {"FULL_SELF": 80, "HALF_CARE": 300, "FULL_CARE": 900},
    },
}
RAISED = {"DISPERSED": {"FULL_SELF": 60, "HALF_CARE": 240, "FULL_CARE": 650}, "CENTRAL": {
    "FULL_SELF": 80, "HALF_CARE": 300, "FULL_CARE": 900}}  # fmt: skip
SIX = ("eats", "dresses", "leaves_bed", "uses_toilet", "walks_indoors", "bathes")
ABLE, UNABLE = (
    {"relation": "HEAD", "born_on": "1955-01-01", **dict.fromkeys(SIX, answer)}
    for answer in ("CAN", "CANNOT")
)


@pytest.mark.clause("ZJ-2.3.1c")
def test_who_can_and_who_cannot_look_after_themselves_are_paid_by_their_grade_and_a_rise_by_its_month(
    asked: Ask,
) -> None:
    approved({key: (value, EARLY) for key, value in CARE.items()}, reason="补录")

    def parts(on: str, person: dict[str, Any]) -> tuple[str, str]:
        came_out = {one["step"]: one["result"] for one in asked("TEKUN", on, person)["sheet"]["lines"]}
        return came_out["basic_amount"], came_out["care_amount"]

    on_one_day = [parts("2026-11-03", person) for person in (ABLE, UNABLE)]
    approved({"tekun.care_amounts": (RAISED, DECEMBER), "dibao.standard_rural": (660, DECEMBER)})

    assert on_one_day == [("780.00元/月", "50.00元/月"), ("780.00元/月", "500.00元/月")]
    assert [parts("2026-11-30", person) for person in (ABLE, UNABLE)] == on_one_day
    assert [parts("2026-12-01", person) for person in (ABLE, UNABLE)] == [
        ("858.00元/月", "60.00元/月"),
        ("858.00元/月", "650.00元/月"),
    ]
    told = json.dumps(asked("TEKUN", "2026-12-01", UNABLE)["sheet"], ensure_ascii=False)
    assert "照料护理按“全护理”每月650" in told
