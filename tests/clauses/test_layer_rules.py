"""Rigid expenses decide one of the layers a family may stand in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.assessment import Assessment
from doudi.policy.book import Book
from tests.clauses.rule_answers import asked, fen, files, head, laid

ZHENJIANG, SHAANXI = "440204", "61"
JUNE = date(2024, 6, 1)


@pytest.mark.clause("SX-2.1.4.3")
def test_expenses_over_the_share_make_a_family_rigid_and_a_higher_share_leaves_old_results() -> None:
    raised = date(2023, 1, 1)
    local = laid(files(), SHAANXI, {"dibao.standard_rural": 400})
    local = laid(local, SHAANXI, {"rigid_expense.ratio": "90%"}, begins=raised)
    spent: dict[str, Any] = {"past_year_income_fen": 6_000_000, "medical_spent_fen": 5_000_000}
    couple = (head(), head(relation="SPOUSE"))

    def rigid(on: date, **said: int) -> Assessment:
        return asked(local, "RIGID_EXPENSE", SHAANXI, on, *couple, **(spent | said))

    june = date(2022, 6, 1)
    assert rigid(june).eligible
    assert fen(rigid(june), "share_line") == 48_000_00
    assert not rigid(raised).eligible
    assert rigid(date(2022, 12, 31)).eligible
    mixed: dict[str, Any] = {
        "medical_spent_fen": 1_000_000,
        "rehabilitation_spent_fen": 2_000_000,
        "accident_spent_fen": 2_000_000,
    }
    assert rigid(june, **mixed).eligible
    # 办法第五条第一款第三项：学费按同类公办学校收费标准认定，公办收多少要说
    fees = {"tuition_fen": 5_000_000, "public_tuition_fen": 5_000_000}
    pupil = head(relation="CHILD", born_on=date(2008, 1, 1), schooling="SENIOR", **fees)
    assert asked(
        local, "RIGID_EXPENSE", SHAANXI, june, head(), pupil, past_year_income_fen=6_000_000
    ).eligible
    remainder: dict[str, Any] = {"past_year_income_fen": 6_000_000, "medical_spent_fen": 4_700_000}
    four = (*couple, head(relation="CHILD", born_on=date(2015, 1, 1)), head(relation="PARENT"))
    assert asked(local, "RIGID_EXPENSE", SHAANXI, june, *four, **remainder).eligible


@pytest.mark.clause("ZJ-2.2.1b")
def test_self_paid_bills_bring_a_family_below_the_line_and_without_them_it_is_not() -> None:
    may = date(2020, 5, 1)
    local = laid(files(), ZHENJIANG, {"dibao.standard_rural": 600})
    three = (head(), head(relation="SPOUSE"), head(relation="CHILD", born_on=date(2012, 1, 1)))

    def rigid(found: Book, **said: int) -> Assessment:
        return asked(found, "RIGID_EXPENSE", ZHENJIANG, may, *three, past_year_income_fen=3_600_000, **said)

    with_bill = rigid(local, medical_spent_fen=1_500_000, rehabilitation_spent_fen=500_000)
    assert with_bill.eligible
    assert [fen(with_bill, step) for step in ("medical_part", "rehabilitation_part", "rigid_total")] == [
        15_000_00,
        5_000_00,
        20_000_00,
    ]
    assert not rigid(local).eligible

    subjects = laid(local, ZHENJIANG, {"rigid_expense.kinds": ["REHABILITATION"]})
    assert not rigid(subjects, medical_spent_fen=2_000_000).eligible
    caps = {"LIVING": 0, "MEDICAL": 3000, "EDUCATION": 0, "REHABILITATION": 0, "ACCIDENT": 0, "OTHER": 0}
    capped = laid(local, ZHENJIANG, {"rigid_expense.caps": caps})
    assert not rigid(capped, medical_spent_fen=2_000_000).eligible
