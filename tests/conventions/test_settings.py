"""Every environment variable stands in one table and in the manual; nothing else reads the environment."""

from __future__ import annotations

import ast
import re

from doudi.config.env import VARIABLES
from tests.conventions.sources import ROOT, calls, parsed

READERS = {"text", "number", "flag", "names", "path"}
MAY_READ_THE_ENVIRONMENT = {"config/env.py", "config/settings_for_tests.py"}
# Django's and the operating system's; no setting of ours.
NOT_OURS = {"'DJANGO_SETTINGS_MODULE'", "'PATH'"}
MANUAL = ROOT / "docs" / "reference" / "environment.md"


def environment_readers(name: str, tree: ast.Module) -> list[str]:
    """Return the places that look into the environment by themselves."""
    if name in MAY_READ_THE_ENVIRONMENT:
        return []
    found = []
    for node in ast.walk(tree):
        text = ast.unparse(node) if isinstance(node, ast.Call | ast.Subscript) else ""
        if re.match(r"(os\.)?(environ\b|getenv\()", text) and not any(word in text for word in NOT_OURS):
            found.append(f"{name}:{getattr(node, 'lineno', 0)}")
    return found


def asked_for(tree: ast.Module) -> set[str]:
    """Return the variables a module asks env for by name."""
    return {
        str(call.args[0].value)
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and ast.unparse(call.func.value) == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_only_the_table_reads_the_environment() -> None:
    assert [found for name, tree in parsed() for found in environment_readers(name, tree)] == []


def test_a_module_that_reads_it_by_itself_is_caught() -> None:
    planted = ast.parse("import os\nA = os.environ['SECRET']\nB = os.getenv('OTHER')")
    assert environment_readers("x.py", planted) == ["x.py:2", "x.py:3"]


def test_every_variable_asked_for_is_in_the_table() -> None:
    named = set().union(*(asked_for(tree) for _, tree in parsed()))
    assert named - {variable.name for variable in VARIABLES} == set()


def test_every_variable_is_in_the_manual() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert [variable.name for variable in VARIABLES if f"`{variable.name}`" not in manual] == []


def test_every_variable_is_explained_in_chinese() -> None:
    assert [variable.name for variable in VARIABLES if not re.search(r"[\u4e00-\u9fff]", variable.help)] == []
