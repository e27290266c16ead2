"""Every act that the trail records has a name in Chinese; no officer reads a code of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from doudi.accounts.roles import PERMISSIONS
from doudi.config.routes import routes
from doudi.config.schedules import JOB_KINDS
from doudi.desk.actions import ACTIONS
from doudi.desk.subjects import SUBJECTS
from doudi.rulebook.catalogue import file_book

SOURCE = Path(__file__).parents[2] / "src" / "doudi"
MODULES = sorted(path.name for path in SOURCE.iterdir() if (path / "apps.py").exists())
ACTION = re.compile(rf"(?:{'|'.join(MODULES)})\.[a-z_]+")
PARTS = ("services", "views", "services.py", "views.py", "middleware.py", "jobs.py", "management")
GRANTED = frozenset().union(*PERMISSIONS.values())
JOBS = frozenset(kind.code for kind in JOB_KINDS)


def texts_of(source: str) -> Iterator[str]:
    """Yield the texts of a file that are the name of an act; what an act is about is named alike."""
    nodes = list(ast.walk(ast.parse(source)))
    subjects = {
        id(node.value) for node in nodes if isinstance(node, ast.keyword) and node.arg == "subject_type"
    }
    for node in nodes:
        text = node.value if isinstance(node, ast.Constant) and id(node) not in subjects else None
        if isinstance(text, str) and ACTION.fullmatch(text):
            yield text


def recorded() -> set[str]:
    """Return every act named where acts are done."""
    files = [path for part in PARTS for path in SOURCE.glob(f"*/{part}") if path.is_file()]
    files += [path for part in PARTS for path in SOURCE.glob(f"*/{part}/**/*.py")]
    named = {text for path in files for text in texts_of(path.read_text(encoding="utf-8"))}
    # a permission, a kind of job and a parameter are named alike
    return named - GRANTED - JOBS - set(file_book().definitions)


def test_every_recorded_act_has_a_name_in_chinese() -> None:
    assert len(recorded()) > 100
    assert sorted(recorded() - set(ACTIONS)) == []


def subjects_of(source: str) -> Iterator[str]:
    """Yield what the acts of a file are about."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "subject_type":
            yield from _words(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_record":
            yield from (word for each in node.args[1:2] for word in _words(each))


def _words(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_what_every_act_is_about_has_a_name_in_chinese() -> None:
    files = [path for path in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    named = {text for path in files for text in subjects_of(path.read_text(encoding="utf-8"))}
    asked_for = {route.object_kind for route in routes()} - {""}

    assert len(named) > 40
    assert sorted((named | asked_for) - set(SUBJECTS)) == []
    assert [word for word in SUBJECTS.values() if re.search("[a-zA-Z]", str(word))] == []


def test_an_act_without_a_name_is_caught() -> None:
    assert list(texts_of('record("exchange.batch_burnt", by=by)')) == ["exchange.batch_burnt"]
