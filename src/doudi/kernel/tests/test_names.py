"""Names are compared by one form, whatever way they are written."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.names import name_key, name_keys, read_name

DOTS = "··•．・‧∙⋅･●▪。｡﹒.⸱"


@pytest.mark.parametrize("dot", DOTS)
def test_every_dot_of_a_name_is_one(dot: str) -> None:
    read = read_name(f"古丽娜尔{dot}吐尔逊")
    assert read.normal == "古丽娜尔·吐尔逊"
    assert read.remarks == ()


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        ("张三丰（已故）", "已故"),
        ("张三丰(户主)", "户主"),
        ("张三丰（曾用名：张山峰）", "曾用名:张山峰"),
        ("张三丰*", "*"),
        ("张三丰（儿子代）", "儿子代"),
        ("张三丰1组", "1组"),
        ("张三丰、", "、"),
        ("张三丰【残】", "残"),
        ("★张三丰", "★"),
        ("张三丰（五保", "五保"),
    ],
)
def test_a_remark_is_taken_off_and_kept(written: str, remark: str) -> None:
    read = read_name(written)
    assert (read.normal, read.remarks) == ("张三丰", (remark,))


@pytest.mark.parametrize(
    "written",
    ["张 三", "张　三", "\u200b张三\u200f", "张三\ufe00", "\t张三\n", "\ufeff张三", "张\u00a0三"],
)
def test_blanks_and_invisible_marks_are_no_part_of_a_name(written: str) -> None:
    assert read_name(written).normal == "张三"


def test_a_private_use_character_is_the_one_it_stands_for() -> None:
    assert name_key("张\ue81e") == name_key("张\u9fb4")
    assert name_key("李\ue863") == name_key("李\u4dae")
    assert name_key("李\ue831") == name_key("李\U000215d7")


def test_a_compatibility_ideograph_is_the_one_it_stands_for() -> None:
    assert name_key("\uf9d0") == name_key("\u985e")


def test_latin_names_are_compared_without_width_case_or_spaces() -> None:
    assert name_key("Ｊｏｈｎ Smith") == name_key("JOHN  SMITH")


def test_what_is_only_a_remark_is_no_name() -> None:
    assert read_name("（空）").normal == ""
    assert read_name("***").normal == ""


def test_different_names_stay_different() -> None:
    assert len({name_key(name) for name in ("张三", "张山", "章三", "张三三", "一组长")}) == 5


def test_a_column_of_names_keeps_its_blanks() -> None:
    assert name_keys(pa.array(["张 三", None, "（空）"])).to_pylist() == ["张三", None, None]


@given(st.text(max_size=40))
def test_a_normal_name_is_its_own_normal_form(text: str) -> None:
    once = read_name(text)
    again = read_name(once.normal)
    assert again.normal == once.normal
    assert again.key == once.key


@given(st.lists(st.text(alphabet="张三第一组队社1 ·（）", max_size=6)))
def test_a_columns_keys_are_its_names_keys(names: list[str]) -> None:
    assert name_keys(pa.array(names, pa.string())).to_pylist() == [name_key(name) or None for name in names]
