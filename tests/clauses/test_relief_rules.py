"""Temporary relief: where one may ask, how much, who approves, and what a county may set itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from doudi.policy.assessment import Assessment
from doudi.policy.book import Book
from doudi.rulebook.catalogue import book
from doudi.rulebook.services.changes import NotReady
from tests.clauses.rule_answers import COUNTY, approved, asked, files, head, laid, plain, result, verdict

CODE = "TEMPORARY_RELIEF"
MANGSHI, YANGGU, QUANGANG = "533103", "371521", "350505"
DATED = date(2021, 12, 1)  # when 芒市's document begins
APRIL = date(2020, 4, 1)
AFTER = date(2021, 1, 1)  # 阳谷's measures of the epidemic are over
NEXT_YEAR = date(2027, 1, 1)


def relief(region: str, on: date, member: dict[str, Any] | None = None, **home: Any) -> Assessment:
    return asked(files(), CODE, region, on, member or head(), **home)


def yanggu(on: date = APRIL, member: dict[str, Any] | None = None, **home: Any) -> Assessment:
    local = laid(files(), YANGGU, {"temporary_relief.most": 2000})
    return asked(local, CODE, YANGGU, on, member or head(), **home)


def test_the_register_office_matters_until_the_place_is_opened_and_a_repetition_is_shown() -> None:
    stranger: dict[str, Any] = {"local_hukou": False, "proposed_fen": 100_000}

    refused = relief(MANGSHI, DATED - timedelta(days=1), **stranger)
    assert verdict(refused).failed == ("accepted_here",)
    assert "须向户籍地（或居住证所在地）申请，本地不能受理" in plain(refused)
    assert relief(MANGSHI, DATED, **stranger).eligible

    month_ago, before_that = DATED - timedelta(days=30), DATED - timedelta(days=31)
    again = relief(MANGSHI, DATED, same_cause_elsewhere_on=month_ago, **stranger)
    assert "同一事由近期是否已在别处领过：是" in plain(again)
    long_ago = relief(MANGSHI, DATED, same_cause_elsewhere_on=before_that, **stranger)
    assert "同一事由近期是否已在别处领过：否" in plain(long_ago)


def test_a_covid_patient_of_the_three_groups_gets_relief_directly_up_to_the_limit_with_grounds() -> None:
    ill = head(standing="DIBAO", covid_patient=True)
    direct: dict[str, Any] = {"relief_kind": "DIRECT"}

    assert yanggu(member=ill, proposed_fen=150_000, **direct).amount == 1500_00
    at_most = yanggu(member=ill, proposed_fen=200_000, **direct)
    assert verdict(at_most).failed == ("grounds_ready",)
    assert "须填写就高救助的依据" in plain(at_most)
    assert yanggu(member=ill, proposed_fen=200_000, grounds_given=True, **direct).amount == 2000_00
    above = yanggu(member=ill, proposed_fen=200_001, grounds_given=True, **direct)
    assert verdict(above).failed == ("proposal_within",)
    others = yanggu(member=head(covid_patient=True), proposed_fen=150_000, **direct)
    assert verdict(others).failed == ("kind_fits",)


@pytest.mark.clause("YG-2.2.10g")
def test_isolation_lifts_the_limit_by_a_thousand_yuan_while_the_measure_lasts() -> None:
    isolated: dict[str, Any] = {"relaxed_for_isolation": True, "relief_cause": "ISOLATED"}

    assert yanggu(proposed_fen=300_000, **isolated).amount == 3000_00
    above = yanggu(proposed_fen=300_100, **isolated)
    assert not above.eligible
    assert "超过限额3,000" in plain(above)
    over = yanggu(AFTER, proposed_fen=200_001, **isolated)
    assert not over.eligible
    assert "超过限额2,000" in plain(over)
    assert yanggu(AFTER, proposed_fen=200_000, **isolated).amount == 2000_00


def test_a_grave_emergency_is_reckoned_as_expense_relief_only_with_its_explanation() -> None:
    amounts = {"COMMON": 500, "HEAVY": 1800, "GRAVE": 1900}
    local = laid(
        files(),
        YANGGU,
        {
            "temporary_relief.urgent_method": "PROPOSED",
            "temporary_relief.expense_method": "FIXED",
            "temporary_relief.degree_amounts": amounts,
        },
    )
    heavy: dict[str, Any] = {"hardship_degree": "HEAVY", "asks_expense_standard": True}

    switched = asked(local, CODE, YANGGU, APRIL, grounds_given=True, **heavy)
    assert switched.amount == 1800_00
    refused = asked(local, CODE, YANGGU, APRIL, **heavy)
    assert verdict(refused).failed == ("switch_grounded",)


@pytest.mark.clause("QG-5.4")
def test_the_district_approves_up_to_five_thousand_and_older_cases_keep_their_limit() -> None:
    day = date(2020, 6, 15)
    exact = relief(QUANGANG, day, proposed_fen=500_000)
    assert (exact.amount, result(exact, "approver")) == (5000_00, "县级民政部门")
    above = relief(QUANGANG, day, proposed_fen=500_001)
    assert not above.eligible
    assert "应提请一事一议" in plain(above)
    assert result(above, "approver") == "一事一议"

    before = date(2020, 5, 28)
    earlier = {"temporary_relief.most": 4000, "temporary_relief.county_most": 4000}
    old = laid(files(), QUANGANG, earlier, ends=before)
    assert not asked(old, CODE, QUANGANG, before - timedelta(days=1), proposed_fen=500_000).eligible
    assert asked(old, CODE, QUANGANG, before, proposed_fen=500_000).eligible


def test_a_town_approves_up_to_its_limit_and_a_raised_limit_leaves_earlier_cases() -> None:
    raised = date(2022, 9, 1)
    local = laid(files(), "61", {"temporary_relief.town_most": 2000}, ends=raised)
    local = laid(local, "61", {"temporary_relief.town_most": 3000}, begins=raised)

    def approver(on: date, fen: int) -> str:
        return result(asked(local, CODE, "61", on, proposed_fen=fen), "approver")

    before = raised - timedelta(days=1)
    assert approver(before, 200_000) == "乡镇（街道）"
    assert approver(before, 200_001) == "县级民政部门"
    assert approver(raised, 300_000) == "乡镇（街道）"
    assert approver(before, 300_000) == "县级民政部门"


def with_standard(found: Book) -> Book:
    return laid(found, COUNTY, {"dibao.standard_rural": 600})


@pytest.mark.clause("SX-2.1.2.1")
@pytest.mark.django_db
def test_a_countys_relief_rules_need_a_calculation_and_hold_for_new_cases_only() -> None:
    kinds = ["URGENT", "EXPENSE"]
    new = {
        "temporary_relief.kinds": (kinds, NEXT_YEAR),
        "temporary_relief.forms": (["MONEY", "GOODS", "SERVICE", "REFERRAL"], NEXT_YEAR),
        "temporary_relief.urgent_method": ("MULTIPLE", NEXT_YEAR),
        "temporary_relief.degree_multiples": ({"COMMON": 1, "HEAVY": 3, "GRAVE": 8}, NEXT_YEAR),
        "temporary_relief.most": (2400, NEXT_YEAR),
        "temporary_relief.head_floor_months": (1, NEXT_YEAR),
        "temporary_relief.town_most": (1000, NEXT_YEAR),
    }
    with pytest.raises(NotReady, match="没有测算依据附件，这一版不能生效"):
        approved(new, basis=False)
    assert "temporary_relief.most" not in book().parameters(COUNTY, NEXT_YEAR)

    approved(new)
    rules = with_standard(book())
    heavy: dict[str, Any] = {"hardship_degree": "HEAVY"}
    case = asked(rules, CODE, COUNTY, NEXT_YEAR, **heavy)
    assert (case.amount, result(case, "approver")) == (1800_00, "县级民政部门")
    assert asked(rules, CODE, COUNTY, NEXT_YEAR, relief_form="SERVICE", **heavy).eligible
    above = asked(rules, CODE, COUNTY, NEXT_YEAR, proposed_fen=240_001)
    assert not above.eligible
    assert "应提请一事一议" in plain(above)

    old = asked(rules, CODE, COUNTY, NEXT_YEAR - timedelta(days=1), proposed_fen=500_000)
    assert old.amount == 5000_00
    assert not asked(
        rules, CODE, COUNTY, NEXT_YEAR - timedelta(days=1), relief_form="SERVICE", proposed_fen=1
    ).eligible
