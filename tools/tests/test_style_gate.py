"""The style gate names what is past a limit, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.style_gate import Offence, offences_of


def told(root: Path, place: str, text: str) -> list[str]:
    """Write one file and return what the gate says of it."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [str(offence) for offence in offences_of(root, [path])]


def lines(count: int, indent: str = "") -> str:
    """Return this many statements."""
    return f"{indent}x = 1\n" * count


def test_a_file_at_the_limit_passes(tmp_path: Path) -> None:
    assert told(tmp_path, "tools/rule.py", lines(400)) == []


def test_a_file_over_the_limit_is_named_with_its_line(tmp_path: Path) -> None:
    assert told(tmp_path, "tools/rule.py", lines(401)) == ["tools/rule.py:401: 文件 401 行，上限 400 行"]


def test_a_test_file_may_be_longer(tmp_path: Path) -> None:
    assert told(tmp_path, "tools/tests/test_rule.py", lines(500)) == []
    assert told(tmp_path, "tools/tests/test_rule.py", lines(501)) == [
        "tools/tests/test_rule.py:501: 文件 501 行，上限 500 行"
    ]


def test_a_function_is_measured_from_its_def_to_its_last_line(tmp_path: Path) -> None:
    assert told(tmp_path, "tools/a.py", "@decorated\ndef pay():\n" + lines(39, "    ")) == []
    assert told(tmp_path, "tools/a.py", "@decorated\ndef pay():\n" + lines(40, "    ")) == [
        "tools/a.py:2: 函数 pay 41 行，上限 40 行"
    ]


def test_a_class_has_a_limit_of_its_own(tmp_path: Path) -> None:
    assert told(tmp_path, "tools/a.py", "class Award:\n" + lines(150, "    ")) == [
        "tools/a.py:1: 类 Award 151 行，上限 150 行"
    ]


FOUR_DEEP = "def f():\n for a in b:\n  if a:\n   with c:\n    while d:\n     pass\n"
THREE_DEEP = "def f():\n for a in b:\n  if a:\n   with c:\n    pass\n"
A_CHAIN = "def f():\n if a:\n  pass\n elif b:\n  pass\n elif c:\n  pass\n elif d:\n  pass\n else:\n  pass\n"
A_FUNCTION_INSIDE = "def f():\n for a in b:\n  if a:\n   def g():\n    for c in d:\n     if c:\n      pass\n"
BELOW_AN_ELSE = "def f():\n if a:\n  pass\n else:\n  if b:\n   for c in d:\n    with e:\n     pass\n  x = 1\n"


@pytest.mark.parametrize("text", [THREE_DEEP, A_CHAIN, A_FUNCTION_INSIDE])
def test_blocks_up_to_three_deep_pass(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, "tools/a.py", text) == []


@pytest.mark.parametrize("text", [FOUR_DEEP, BELOW_AN_ELSE])
def test_blocks_four_deep_are_named(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, "tools/a.py", text) == ["tools/a.py:1: 函数 f 嵌套 4 层，上限 3 层"]


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "misc.py", "mixins.py"])
def test_a_name_that_says_nothing_is_named(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f"tools/{name}", "x = 1\n") == [f"tools/{name}:1: 文件名 {name} 没有说出它是什么"]


def test_a_folder_of_ours_without_init_is_named(tmp_path: Path) -> None:
    assert told(tmp_path, "src/doudi/care/services.py", "x = 1\n") == [
        "src/doudi/care:1: 文件夹里有代码却没有 __init__.py，分层检查看不到它"
    ]


def test_migrations_are_not_measured(tmp_path: Path) -> None:
    assert told(tmp_path, "src/doudi/care/migrations/0001_create_visits.py", lines(900)) == []


def test_offences_are_in_order_of_place() -> None:
    assert sorted([Offence("b.py", 1, ""), Offence("a.py", 9, ""), Offence("a.py", 2, "")]) == [
        Offence("a.py", 2, ""),
        Offence("a.py", 9, ""),
        Offence("b.py", 1, ""),
    ]


def module_of(root: Path, name: str, count: int) -> list[str]:
    """Write a module of this many lines in files short enough, and return what the gate says of its size."""
    for number in range(-(-count // 400)):
        part = min(400, count - 400 * number)
        told(root, f"src/doudi/{name}/part{number}.py", lines(part))
    told(root, f"src/doudi/{name}/__init__.py", "")
    told(root, f"src/doudi/{name}/tests/test_it.py", lines(400))
    paths = sorted((root / "src").rglob("*.py"))
    return [str(each) for each in offences_of(root, paths) if "模块" in str(each)]


def test_a_module_over_the_limit_is_named_and_its_tests_do_not_count(tmp_path: Path) -> None:
    assert module_of(tmp_path / "at", "benefits", 8000) == []
    assert module_of(tmp_path / "over", "benefits", 8001) == [
        "src/doudi/benefits:1: 模块 8001 行，上限 8000 行：找出自成一事的部分，写一份决定，分出去"
    ]
