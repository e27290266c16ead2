from __future__ import annotations

import pytest

from doudi.kernel.strict_yaml import YamlBroken, read_mapping, read_yaml


def test_plain_yaml_is_read() -> None:
    assert read_yaml("a: [1, 二]\nb: {c: true}") == {"a": [1, "二"], "b": {"c": True}}


@pytest.mark.parametrize("text", ["a: 1\na: 2", "a: {b: 1, b: 1}", "- {x: 1, y: 2, x: 3}"])
def test_a_key_said_twice_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(YamlBroken, match="stands twice"):
        read_yaml(text)


@pytest.mark.parametrize("text", ["a: [", "!!python/object:os.system {}", "\x00"])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(YamlBroken):
        read_yaml(text)


def test_a_list_is_no_mapping() -> None:
    with pytest.raises(YamlBroken, match="not a mapping"):
        read_mapping("[1]")
