"""New standards are worked out, handed in and compared between town and country."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.accounts.models import User
from doudi.common.scope import Scope
from doudi.policy.assessment import assess
from doudi.price_subsidy.tests.months import DISTRICT, NOW, approved_value, approver, keeper, place
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.services.changes import LineCrossed, ValueDraft, draft_change, submit_change
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.services.studies import attach_study
from doudi.studies.rules.standards import from_expense, grown, percent, two_decimals
from doudi.studies.selectors.standards import Standing, below_floor, current_fen, standings
from doudi.studies.services import worksheets
from doudi.studies.services.worksheets import WorksheetDraft

pytestmark = pytest.mark.django_db

TODAY, NEXT_MONTH = NOW.date(), date(2026, 12, 1)
LONG_AGO, SPRING = date(2024, 1, 1), date(2025, 4, 1)
CHILD = {
    "area_kind": "RURAL",
    "members": [
        {"relation": "HEAD", "born_on": "2015-05-05", "father_state": "DEAD", "mother_state": "DEAD"},
        {
            "relation": "OTHER",
            "born_on": "2016-05-05",
            "father_state": "DEAD",
            "mother_state": "SERIOUS_ILLNESS",
        },
    ],
}


def sets(key: str, written: object, begins: date = LONG_AGO, region: str = DISTRICT) -> None:
    approved_value(region, f"dibao.{key}", written, begins, keeper(), other=approver())


def dibao(on: date = TODAY) -> Standing:
    return next(one for one in standings(DISTRICT, on) if one.code == "DIBAO")


def growth_sheet(**said: object) -> WorksheetDraft:
    given: dict[str, object] = {
        "subject": "ORPHAN_SCATTERED",
        "way": "GROWTH",
        "growth_points": 800,
        "indicator": "2025年人均消费支出增幅",
        "begins": NEXT_MONTH,
        "fiscal_opinion": "财力可以承受",
        "document": "泉港民〔2026〕8号",
        "article": "二",
    }
    return WorksheetDraft(**(given | said))  # type: ignore[arg-type]


def approved_by_another(proposal: Proposal, by: User) -> None:
    attach_study(
        proposal, households=10, leaving=0, lowered=0, entering=0, monthly_change_fen=80_00, by=by, at=NOW
    )
    submit_change(proposal, by=by, at=NOW)
    approve_change(proposal, by=approver(), at=NOW)


def children_due(on: date) -> list[int]:
    orphan = assess(book(), "ORPHAN", DISTRICT, on, CHILD)
    unattended = assess(book(), "UNATTENDED_CHILD", DISTRICT, on, CHILD)
    return [orphan.verdicts[0].amount or 0, unattended.verdicts[1].amount or 0]


def test_growth_of_eight_percent_suggests_a_standard_that_holds_only_once_approved() -> None:
    by = keeper()
    approved_value(DISTRICT, "children.scattered_standard", 1000, LONG_AGO, by, other=approver())

    sheet = worksheets.make_worksheet(DISTRICT, growth_sheet(), by=by, at=NOW)
    proposal = worksheets.hand_in(sheet, by=by, at=NOW)
    before = children_due(NEXT_MONTH)
    approved_by_another(proposal, by)

    assert sheet.suggested_fen == 1080_00
    assert before == [1000_00, 1000_00]
    assert children_due(date(2026, 11, 30)) == [1000_00, 1000_00]
    assert children_due(NEXT_MONTH) == [1080_00, 1080_00]


@pytest.mark.clause("SX-2.3.5.1")
def test_expense_and_share_suggest_a_standard_and_without_a_fiscal_opinion_nothing_is_handed_in() -> None:
    by = keeper()
    draft = WorksheetDraft(
        subject="DIBAO_URBAN", way="EXPENSE", expense_fen=14_400_00, share_points=5000, begins=NEXT_MONTH
    )

    sheet = worksheets.make_worksheet(DISTRICT, draft, by=by, at=NOW)

    assert sheet.suggested_fen == 600_00
    with pytest.raises(worksheets.FiscalOpinionMissing, match="缺财力意见，不能报批"):
        worksheets.hand_in(sheet, by=by, at=NOW)
    assert not Proposal.objects.exists()


@pytest.mark.clause("SX-2.3.5.2")
def test_a_standard_below_the_provinces_floor_is_refused_and_a_raised_floor_lists_who_falls_short() -> None:
    place()
    by = keeper()
    sets("standard_floor_urban", 600, region="35")
    sets("standard_urban", 600, SPRING)
    low = ValueDraft("dibao.standard_urban", NEXT_MONTH, 580, "泉港民〔2026〕8号", "二")

    with pytest.raises(LineCrossed, match="低于"):
        draft_change(DISTRICT, title="调标", reason="测试", value=low, by=by, at=NOW)
    before = below_floor(Scope.of(["35"]), NEXT_MONTH)
    sets("standard_floor_urban", 620, NEXT_MONTH, region="35")

    assert before == []
    listed = below_floor(Scope.of(["35"]), NEXT_MONTH)
    assert [(one.region, one.value_fen, one.floor_fen) for one in listed] == [(DISTRICT, 600_00, 620_00)]


def test_standards_set_by_the_year_are_held_against_floor_and_town_as_they_are() -> None:
    place()
    by, other = keeper(), approver()
    yearly = {("floor_rural", "35"): 5_501, ("rural", DISTRICT): 5_500, ("urban", DISTRICT): 6_875}
    for (key, region), yuan in yearly.items():
        approved_value(region, f"dibao.standard_{key}", yuan, LONG_AGO, by, other=other, unit="元/人·年")

    (short,) = below_floor(Scope.of(["35"]), TODAY)
    now = dibao().now

    # 5501 − 5500 ＝ 1 元一年；6875 ÷ 5500 ＝ 1.25，（6875 − 5500）÷ 6875 ＝ 20%
    assert (short.floor_fen - short.value_fen) * 12 == 100
    assert short.texts == ("约458.33", "约458.42", "约0.08")
    assert now is not None
    assert (now.ratio_text, now.gap_text, now.rural_text) == ("1.25", "20%", "约458.33")


def test_a_worksheet_of_a_standard_set_by_the_year_says_why_it_cannot_be_made() -> None:
    place()
    by = keeper()
    approved_value(DISTRICT, "dibao.standard_rural", 5_500, LONG_AGO, by, other=approver(), unit="元/人·年")

    with pytest.raises(worksheets.SetByTheYear, match="按年登记"):
        worksheets.make_worksheet(DISTRICT, growth_sheet(subject="DIBAO_RURAL"), by=by, at=NOW)


@pytest.mark.system("低保标准动态调整机制")
def test_a_standard_has_its_versions_and_earlier_months_keep_theirs() -> None:
    sets("standard_floor_urban", 600, region="35")
    low = ValueDraft("dibao.standard_urban", NEXT_MONTH, 580, "泉港民〔2026〕8号", "二")

    with pytest.raises(LineCrossed):
        draft_change(DISTRICT, title="调标", reason="测试", value=low, by=keeper(), at=NOW)

    assert current_fen(DISTRICT, "DIBAO_URBAN", date(2019, 12, 31)) == 600_00
    assert current_fen(DISTRICT, "DIBAO_URBAN", date(2020, 1, 1)) == 720_00


@pytest.mark.clause("SX-2.2.6.3")
def test_the_gap_is_measured_against_its_target_and_again_when_a_standard_takes_effect() -> None:
    sets("standard_urban", 800, SPRING)
    sets("standard_rural", 600, SPRING)
    approved_value(DISTRICT, "growth.gap_target", "20%", LONG_AGO, keeper(), other=approver())
    sets("standard_rural", 680, NEXT_MONTH)

    now, then = dibao(), dibao(NEXT_MONTH)

    assert now.now is not None
    assert then.now is not None
    assert (now.now.gap_text, now.target_met) == ("25%", False)
    assert (then.now.gap_text, then.target_met) == ("15%", True)


def test_a_worksheet_that_was_handed_in_is_not_changed() -> None:
    by = keeper()
    approved_value(DISTRICT, "children.scattered_standard", 1000, LONG_AGO, by, other=approver())
    sheet = worksheets.make_worksheet(DISTRICT, growth_sheet(), by=by, at=NOW)
    worksheets.hand_in(sheet, by=by, at=NOW)

    with pytest.raises(worksheets.HandedIn):
        worksheets.change_worksheet(sheet, growth_sheet(growth_points=900), by=by, at=NOW)
    with pytest.raises(worksheets.HandedIn):
        worksheets.hand_in(sheet, by=by, at=NOW)


def test_a_worksheet_is_issued_only_after_the_approval() -> None:
    by = keeper()
    approved_value(DISTRICT, "children.scattered_standard", 1000, LONG_AGO, by, other=approver())
    sheet = worksheets.make_worksheet(DISTRICT, growth_sheet(), by=by, at=NOW)
    proposal = worksheets.hand_in(sheet, by=by, at=NOW)
    sheet.refresh_from_db()

    with pytest.raises(worksheets.NotApprovedYet):
        worksheets.issue(sheet, issued_on=TODAY, by=by, at=NOW)
    approved_by_another(proposal, by)
    sheet.refresh_from_db()
    worksheets.issue(sheet, issued_on=TODAY, by=by, at=NOW)

    assert sheet.issued_on == TODAY


@pytest.mark.parametrize(
    "said",
    [
        {"growth_points": None},
        {"subject": "FIVE_ELDERS"},
        {"way": "EXPENSE", "subject": "DIBAO_URBAN", "growth_points": None},
    ],
)
def test_what_is_missing_is_named(said: dict[str, object]) -> None:
    with pytest.raises(worksheets.FigureMissing):
        worksheets.make_worksheet(DISTRICT, growth_sheet(**said), by=keeper(), at=NOW)


def test_a_document_is_needed_to_hand_in() -> None:
    by = keeper()
    approved_value(DISTRICT, "children.scattered_standard", 1000, LONG_AGO, by, other=approver())
    sheet = worksheets.make_worksheet(DISTRICT, growth_sheet(document=""), by=by, at=NOW)

    with pytest.raises(worksheets.DocumentMissing):
        worksheets.hand_in(sheet, by=by, at=NOW)


def test_differences_are_recorded_and_settled() -> None:
    by = keeper()
    made = worksheets.record_difference(
        DISTRICT, aspect="PROCESS", urban="免评议", rural="仍评议", target_year=2027, by=by, at=NOW
    )

    worksheets.settle_difference(made, on=TODAY, by=by, at=NOW)

    assert made.settled_on == TODAY


@given(st.integers(1, 10**7), st.integers(-2000, 2000))
def test_growth_never_lowers_a_standard_where_it_may_not_fall(current: int, points: int) -> None:
    new = grown(current, points, passed_on=Fraction(1), rounding="NEAREST_FEN")

    assert new >= current


@given(st.integers(1, 10**9), st.integers(0, 10**6), st.integers(1, 100))
def test_more_expense_never_lowers_the_suggestion(expense: int, more: int, share: int) -> None:
    part = Fraction(share, 100)

    assert from_expense(expense + more, part, "UP_YUAN") >= from_expense(expense, part, "UP_YUAN")


def test_numbers_are_written_half_up() -> None:
    assert two_decimals(Fraction(1395, 1000)) == "1.40"
    assert percent(Fraction(1, 3)) == "33.3%"
    assert percent(Fraction(-1, 4)) == "-25%"
