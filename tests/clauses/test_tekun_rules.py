"""Who is tekun, by three criteria one by one, and what each gets by self-care."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from doudi.policy.assessment import Assessment
from doudi.rulebook.catalogue import book
from doudi.rulebook.services.changes import DaysTaken
from tests.clauses.rule_answers import (
    COUNTY,
    approved,
    article,
    asked,
    files,
    head,
    laid,
    lines,
    plain,
    result,
    verdict,
)

SAMPLE, MANGSHI = "990300", "533103"
MARCH = date(2026, 3, 1)
DATED = date(2021, 12, 1)  # when 芒市's document begins
LOCAL = {
    "dibao.standard_rural": 600,
    "low_income.disposable_all": 24000,
    "tekun.care_method": "FIXED",
    "tekun.care_amounts": {
        "DISPERSED": {"FULL_SELF": 50, "HALF_CARE": 200, "FULL_CARE": 500},
        "CENTRAL": {"FULL_SELF": 80, "HALF_CARE": 300, "FULL_CARE": 900},
    },
}


def tekun(on: date = MARCH, **said: Any) -> Assessment:
    return asked(files(), "TEKUN", SAMPLE, on, head(**said))


def disabled(kind: str, level: int, **said: Any) -> bool:
    return tekun(disability_kind=kind, disability_level=level, **said).eligible


@pytest.mark.django_db
def test_kind_and_level_decide_an_expired_certificate_is_reviewed_and_a_new_table_leaves_old_results() -> (
    None
):
    assert [disabled("MENTAL", 3), disabled("LIMB", 2)] == [True, True]
    assert [disabled("LIMB", 3), disabled("SIGHT", 2)] == [False, False]
    hit = tekun(disability_kind="MENTAL", disability_level=3)
    assert article(hit, "disabled") == "特困人员认定办法第五条第三项"
    expired = tekun(disability_kind="MENTAL", disability_level=2, certificate_expires_on=date(2026, 2, 28))
    assert "是否要转人工复核：是" in plain(expired)
    aged = tekun(born_on=date(1960, 1, 1))
    assert (result(aged, "old"), article(aged, "old")) == ("是", "特困人员认定办法第五条第一项")

    deaf: dict[str, Any] = {"disability_kind": "HEARING", "disability_level": 1}
    table = [["HEARING", 1], *[list(pair) for pair in _table()]]
    begins = date(2027, 1, 1)
    approved({"tekun.labour_disabilities": (table, begins)})

    now = laid(book(), COUNTY, LOCAL)
    assert asked(now, "TEKUN", COUNTY, begins, head(**deaf)).eligible
    assert not asked(now, "TEKUN", COUNTY, begins - timedelta(days=1), head(**deaf)).eligible
    with pytest.raises(DaysTaken):  # the table that stands is not overwritten, only followed by another
        approved({"tekun.labour_disabilities": (table[:5], begins)}, reason="改同一天")


def _table() -> tuple[tuple[str, int], ...]:
    found = files().parameters(COUNTY, MARCH)["tekun.labour_disabilities"].value
    return found.pairs  # type: ignore[union-attr]


@pytest.mark.clause("ZJ-2.3.1a")
def test_three_criteria_are_judged_one_by_one_and_each_obligor_alone() -> None:
    unable = {"obligor_born_on": date(1980, 1, 1), "obligor_in_prison": True, "obligor_property_within": True}
    able = {"obligor_born_on": date(1982, 1, 1), "obligor_income_fen": 500_000}
    old = date(1955, 1, 1)

    one = tekun(born_on=old, obligors=[unable, able])
    assert not one.eligible
    assert verdict(one).failed == ("nobody_obliged",)
    assert "登记的法定义务人2人，其中1人有履行义务能力" in plain(one)
    judged = [line.result for line in lines(one, "obligor_unable")]
    assert judged == ["是", "否"]
    assert {line.exception for line in lines(one, "obligor_unable")} == {
        "无民事行为能力、被宣告失踪或者在监狱服刑，且财产符合规定",
        "",
    }

    both = tekun(born_on=old, obligors=[unable, unable])
    assert both.eligible
    assert [result(both, step) for step in ("no_labour", "no_livelihood", "nobody_obliged")] == ["是"] * 3
    assert [article(both, step) for step in ("no_labour", "no_livelihood", "nobody_obliged")] == [
        "特困人员认定办法第五条",
        "特困人员认定办法第六条",
        "特困人员认定办法第四条第三项",
    ]
    assert not tekun(born_on=old, wages_fen=90_000, obligors=[unable, unable]).eligible
    assert not tekun(obligors=[unable, unable]).eligible


def test_a_minor_of_seventeen_is_tekun_from_the_day_the_document_says_so() -> None:
    local = laid(files(), MANGSHI, LOCAL)
    seventeen = head(born_on=date(2004, 5, 1))

    assert not asked(local, "TEKUN", MANGSHI, DATED - timedelta(days=1), seventeen).eligible
    assert asked(local, "TEKUN", MANGSHI, DATED, seventeen).eligible

    kept = seventeen | {"tekun_as_minor": True, "standing": "TEKUN"}
    birthday, day_after = date(2022, 5, 1), date(2022, 5, 2)
    assert "是否要转人工复核：否" in plain(asked(local, "TEKUN", MANGSHI, birthday, kept))
    assert "是否要转人工复核：是" in plain(asked(local, "TEKUN", MANGSHI, day_after, kept))

    left = asked(local, "TEKUN", MANGSHI, DATED, seventeen | {"left_tekun_by_age": True})
    assert left.eligible
    why = [line.exception for line in lines(left, "needs_review")]
    assert why == ["因旧年龄上限退出，现可恢复"]


def test_care_is_paid_by_its_grade_and_a_new_standard_counts_from_its_month() -> None:
    six = ("eats", "dresses", "leaves_bed", "uses_toilet", "walks_indoors", "bathes")
    old = date(1955, 1, 1)
    helpless = head(born_on=old, **dict.fromkeys(six, "CANNOT"))
    capable = head(born_on=old, **dict.fromkeys(six, "CAN"))
    july = date(2026, 7, 1)
    raised = laid(files(), SAMPLE, {"tekun.care_wage": 2400, "dibao.standard_rural": 660}, begins=july)

    able, unable = (asked(raised, "TEKUN", SAMPLE, MARCH, one) for one in (capable, helpless))
    assert verdict(able).parts == {"basic_amount": 780_00, "care_amount": 180_00}
    assert verdict(unable).parts == {"basic_amount": 780_00, "care_amount": 600_00}
    assert "照料护理按“全护理”每月600" in plain(unable)

    later = [asked(raised, "TEKUN", SAMPLE, july, one) for one in (capable, helpless)]
    assert [verdict(one).parts["care_amount"] for one in later] == [240_00, 800_00]
    assert [verdict(one).parts["basic_amount"] for one in later] == [858_00, 858_00]
    assert verdict(asked(raised, "TEKUN", SAMPLE, date(2026, 6, 30), helpless)).amount == 1380_00


def test_the_district_bears_what_a_home_costs_beyond_the_allowances() -> None:
    resident = head(
        standing="TEKUN",
        in_local_home=True,
        care_form="CENTRAL",
        bed_fee_fen=120_000,
        nursing_fee_fen=150_000,
        board_fee_fen=93_600,
        tekun_paid_fen=200_000,
        nursing_allowance_fen=60_000,
    )
    july = date(2020, 7, 1)

    found = asked(files(), "TEKUN_HOME", "350505", july, resident, resident | {"in_local_home": False})

    assert [(one.eligible, one.amount) for one in found.verdicts] == [(True, 1036_00), (False, 0)]
    assert [line.label for line in lines(found, "own_means")] == ["供养金和护理补贴合计"] * 2
