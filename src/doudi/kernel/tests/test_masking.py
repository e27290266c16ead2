from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.masking import mask_account, mask_address, mask_name, mask_number, mask_phone
from doudi.kernel.tests.numbers import numbers


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("欧阳娜娜", "欧**娜"), ("王小明", "王*明"), ("李", "*"), ("", ""), (" 张三 ", "张*")],
)
def test_a_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(numbers)
def test_a_masked_number_shows_neither_birth_date_nor_order(number: str) -> None:
    masked = mask_number(number)

    assert masked == number[:6] + "********" + number[-4:]


def test_phones_and_accounts_keep_what_a_clerk_recognises() -> None:
    assert mask_phone("13800001234") == "138****1234"
    assert mask_account("6217000012345678") == "************5678"


@given(st.text("0123456789", max_size=7))
def test_a_value_too_short_to_hide_is_hidden_whole(text: str) -> None:
    assert set(mask_phone(text)) <= {"*"}
    assert set(mask_number(text)) <= {"*"}


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("广东省韶关市浈江区新韶镇东联村三组12号", "广东省韶关市浈江区新韶镇东联村三组***"),
        ("新韶镇东联村", "新韶镇东联村"),
        ("风采街道东河社区前进路8号2栋301", "风采街道东河社区***"),
        ("解放路8号", "***"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_village(address: str, masked: str) -> None:
    assert mask_address(address) == masked
