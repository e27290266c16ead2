from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.money import NotMoney, fen_of, yuan_text

amounts = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("1,234.50", 123450),
        ("￥1，234.5元", 123450),
        ("１２３．４５", 12345),
        (" 600 ", 60000),
        (".5", 50),
        ("-3.20", -320),
        (600, 60000),
        (600.0, 60000),
        (0.1 + 0.2, 30),
        (1894.7, 189470),
        (Decimal("0.01"), 1),
    ],
)
def test_an_amount_is_read_to_the_fen(value: str | int | float | Decimal, fen: int) -> None:
    assert fen_of(value) == fen


@pytest.mark.parametrize(
    "value",
    [
        "",
        "无",
        "1.005",
        "12,34.00",
        "1e3",
        "3万",
        "--1",
        1.005,
        float("nan"),
        float("inf"),
        True,
        10**17,
        ".",
    ],
)
def test_what_is_not_a_whole_number_of_fen_is_refused(value: str | float) -> None:
    with pytest.raises(NotMoney):
        fen_of(value)


@given(amounts)
def test_money_survives_every_way_of_writing_it(fen: int) -> None:
    assert fen_of(yuan_text(fen)) == fen
    assert fen_of(Decimal(fen).scaleb(-2)) == fen
    assert fen_of(fen / 100) == fen


def test_yuan_are_written_with_commas_and_two_decimals() -> None:
    assert [yuan_text(fen) for fen in (123450, 5, -5, 0, 100000000)] == [
        "1,234.50",
        "0.05",
        "-0.05",
        "0.00",
        "1,000,000.00",
    ]
