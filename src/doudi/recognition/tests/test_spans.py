"""Two days in one cell, from one to another, are read as the first and the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from doudi.recognition.spans import span_of
from doudi.recognition.tests.test_meanings import MONEY, PEOPLE, cells, desk_of, person

WRITTEN = [
    ("2025.03-2026.02", ("2025.03", "2026.02")),
    ("2025-03-01-2026-02-28", ("2025-03-01", "2026-02-28")),
    ("20250301～20260228", ("20250301", "20260228")),
    ("202503—202602", ("202503", "202602")),
    ("2025/3/1 至 2026/2/28", ("2025/3/1", "2026/2/28")),
    ("2025年3月至12月", ("2025年3月", "2025年12月")),
    ("2020-01-01至长期", ("2020-01-01", "")),
    ("2025年3月至今", ("2025年3月", "")),
]


@pytest.mark.parametrize(("text", "halves"), WRITTEN)
def test_two_days_in_a_cell_are_taken_apart(text: str, halves: tuple[str, str]) -> None:
    assert span_of(text) == halves


@pytest.mark.parametrize(
    "text", ["2025-03-01", "2025-03", "20250301", "2025年", "城东-2栋", "2-3", "", "3年"]
)
def test_anything_else_stays_whole(text: str) -> None:
    assert span_of(text) is None


LISTS = [
    ("领取起止时间", "失业保险金发放名单.xlsx", "employment", ("benefit_from", "benefit_to"),
     ("2025-03", "2026-02")),
    ("待遇享受期限", "失业保险金发放名单.xlsx", "employment", ("benefit_from", "benefit_to"),
     ("2025-03", "2026-02")),
    ("合同起止时间", "就业登记名单.xlsx", "employment", ("employed_on", "ended_on"),
     (date(2025, 3, 1), date(2026, 2, 1))),
    ("有效期限", "持证残疾人.xlsx", "disability_certificate", ("issued_on", "expires_on"),
     (date(2025, 3, 1), date(2026, 2, 1))),
    ("住院起止时间", "医疗费用.xlsx", "medical_selfpay", ("admitted_on", "discharged_on"),
     (date(2025, 3, 1), date(2026, 2, 1))),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "file", "source", "columns", "wanted"), LISTS)
def test_a_column_of_two_days_fills_both(
    heading: str, file: str, source: str, columns: Sequence[str], wanted: Sequence[object]
) -> None:
    desk = desk_of({**person(), heading: ["2025.03-2026.02"] * PEOPLE, "金额": MONEY}, file, source)

    assert [cells(desk, column) for column in columns] == [[value] * PEOPLE for value in wanted]


def test_a_half_never_takes_the_place_of_a_column_of_its_own() -> None:
    spans, own = ["2025.03-2026.02"] * PEOPLE, ["2025-05-06"] * PEOPLE

    desk = desk_of(
        {**person(), "发证日期": own, "有效期限": spans}, "持证残疾人.xlsx", "disability_certificate"
    )

    assert set(cells(desk, "issued_on")) == {date(2025, 5, 6)}
    assert set(cells(desk, "expires_on")) == {date(2026, 2, 1)}


def test_the_first_day_is_kept_where_nobody_asks_for_the_last() -> None:
    desk = desk_of({**person(), "享受起止时间": ["2025年3月至12月"] * PEOPLE, "低保金": MONEY}, "低保.xlsx")

    assert set(cells(desk, "started_on")) == {date(2025, 3, 1)}
