from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.sealing import SealBroken, SealKey, seal, seal_text, unseal, unseal_text

KEY = SealKey(bytes(range(16)), "k1")
NEWER = SealKey(bytes(range(16, 32)), "k2")
IMPOSTOR = SealKey(bytes(16), "k1")


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_is_sealed_opens_again(plain: bytes, bound: bytes) -> None:
    assert unseal([NEWER, KEY], seal(KEY, plain, bound=bound), bound=bound) == plain


@given(st.text(max_size=80))
def test_a_sealed_text_opens_again_and_names_its_key(plain: str) -> None:
    sealed = seal_text(KEY, plain)

    assert sealed.startswith("sm4$k1$")
    assert unseal_text([KEY], sealed) == plain


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert seal_text(KEY, "张三") != seal_text(KEY, "张三")
    assert seal(KEY, b"1") != seal(KEY, b"1")


@pytest.mark.parametrize("keys", [[], [NEWER], [IMPOSTOR]])
def test_the_wrong_key_opens_nothing(keys: list[SealKey]) -> None:
    with pytest.raises(SealBroken):
        unseal(keys, seal(KEY, b"secret"))
    with pytest.raises(SealBroken):
        unseal_text(keys, seal_text(KEY, "secret"))


def test_a_sealed_value_does_not_open_in_another_place() -> None:
    with pytest.raises(SealBroken):
        unseal([KEY], seal(KEY, b"secret", bound=b"row 1"), bound=b"row 2")
    with pytest.raises(SealBroken):
        unseal_text([KEY], seal_text(KEY, "secret", bound=b"row 1"), bound=b"row 2")


@given(st.integers(0, 60), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(seal(KEY, b"six hundred yuan a month, Zhang"))
    sealed[place % len(sealed)] ^= change

    with pytest.raises(SealBroken):
        unseal([KEY], bytes(sealed))


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01\x02k1", b"\x02\x02k1" + bytes(40), b"plain text"])
def test_what_was_never_sealed_is_refused(broken: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal([KEY], broken)


@pytest.mark.parametrize("broken", ["", "plain", "sm4$k1$", "sm4$k1$%%%", "aes$k1$AAAA"])
def test_a_text_that_was_never_sealed_is_refused(broken: str) -> None:
    with pytest.raises(SealBroken):
        unseal_text([KEY], broken)


def test_a_key_has_sixteen_bytes_and_a_plain_name() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        SealKey(b"short", "k1")
    with pytest.raises(ValueError, match="key id"):
        SealKey(bytes(16), "k$1")
    assert "key=" not in repr(KEY)
