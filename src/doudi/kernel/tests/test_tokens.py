from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.tests.numbers import TEST_NUMBER, numbers
from doudi.kernel.tokens import (
    Token,
    TokenBroken,
    TokenKey,
    digest_token,
    digest_tokens,
    name_tokens,
    recover_number,
    token_of,
    tokens_of,
)

KEY = TokenKey(bytes(range(16)))
OTHER_KEY = TokenKey(bytes(16))


def test_tokens_are_stable_down_to_the_bit() -> None:
    assert token_of(KEY, TEST_NUMBER) == Token(234988116088010052, 1384074554020266227)
    assert token_of(OTHER_KEY, TEST_NUMBER) == Token(-5848362045159278445, -486647185164354995)
    assert digest_token(KEY, "account", "6217000012345678") == Token(
        7401158165813079412, -5595130472738452391
    )


@given(st.lists(numbers, unique=True, max_size=40))
def test_two_numbers_never_share_a_token_and_a_column_agrees_with_its_rows(drawn: list[str]) -> None:
    digits = np.array([int(number[:17]) for number in drawn], dtype=np.int64)

    high, low = tokens_of(KEY, digits)

    tokens = [Token(*pair) for pair in zip(high.tolist(), low.tolist(), strict=True)]
    assert tokens == [token_of(KEY, number) for number in drawn]
    assert len(set(tokens)) == len(drawn)


@given(numbers)
def test_rotation_can_recover_the_number_and_nobody_else_can(number: str) -> None:
    token = token_of(KEY, number)

    assert recover_number(KEY, token) == number
    with pytest.raises(TokenBroken):
        recover_number(OTHER_KEY, token)


def test_a_token_is_never_made_from_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="not an identity number"):
        token_of(KEY, "110105194912310021")
    with pytest.raises(ValueError, match="17 digits"):
        tokens_of(KEY, np.array([10**17], dtype=np.int64))
    with pytest.raises(ValueError, match="16 bytes"):
        TokenKey(b"short")


@pytest.mark.parametrize(
    "written", ["6217 0000 1234 5678", "６２１７００００１２３４５６７８", "6217-0000-1234-5678"]
)
def test_one_account_written_differently_is_one_token(written: str) -> None:
    assert digest_token(KEY, "account", written) == digest_token(KEY, "account", "6217000012345678")


def test_the_kind_and_the_key_are_part_of_a_digest_token() -> None:
    account = digest_token(KEY, "account", "6217000012345678")

    assert account != digest_token(KEY, "passport", "6217000012345678")
    assert account != digest_token(OTHER_KEY, "account", "6217000012345678")


def test_a_column_of_accounts_keeps_blanks_empty() -> None:
    column = pa.chunked_array([["6217000012345678", None, "无"], ["", "6217 0000 1234 5678"]])

    high, low = digest_tokens(KEY, "account", column)

    account = digest_token(KEY, "account", "6217000012345678")
    assert high.to_pylist() == [account.high, None, None, None, account.high]
    assert low.to_pylist() == [account.low, None, None, None, account.low]


def test_a_key_does_not_show_itself() -> None:
    assert repr(KEY.key) not in repr(KEY)


def test_a_column_longer_than_a_batch_keeps_its_rows_in_place() -> None:
    first17 = int(TEST_NUMBER[:17])

    high, low = tokens_of(KEY, np.full(70_001, first17, dtype=np.int64))

    assert set(zip(high.tolist(), low.tolist(), strict=True)) == {token_of(KEY, TEST_NUMBER)}
    assert len(high) == 70_001


def test_names_written_differently_share_a_key_and_blanks_have_none() -> None:
    names = pa.array(
        ["张三丰", "张 三 丰（已故）", "古丽娜尔·吐尔逊", "古丽娜尔∙吐尔逊", "李四", "（已故）", "", None]
    )

    one, again, dotted, other_dot, another, remark, empty, none = name_tokens(KEY, names).to_pylist()

    assert (one, dotted) == (again, other_dot)
    assert len({one, dotted, another}) == 3
    assert (remark, empty, none) == (None, None, None)


def test_a_names_key_says_nothing_without_the_secret_and_is_of_another_kind_than_an_accounts() -> None:
    name = pa.array(["张三丰"])

    (kept,) = name_tokens(KEY, name).to_pylist()

    assert kept == digest_token(KEY, "name", "张三丰").high
    assert kept != name_tokens(OTHER_KEY, name).to_pylist()[0]
    assert kept != digest_token(KEY, "account", "张三丰").high
