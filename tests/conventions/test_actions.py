"""Every act that the trail records has a name in Chinese; no officer reads a code of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from doudi.common.declared import declared
from doudi.config.routes import routes
from doudi.config.schedules import JOB_KINDS, SCHEDULES
from doudi.rulebook.catalogue import file_book

SOURCE = Path(__file__).parents[2] / "src" / "doudi"
MODULES = sorted(path.name for path in SOURCE.iterdir() if (path / "apps.py").exists())
ACTION = re.compile(rf"(?:{'|'.join(MODULES)})\.[a-z_]+")
BEGINS = re.compile(rf"(?:{'|'.join(MODULES)})\.")
ACTIONS, SUBJECTS = declared("actions", "ACTIONS"), declared("actions", "SUBJECTS")
# acts nobody does any more, whose rows stand in the trail for ever
FORMER = {
    "monitoring.due_dates_filled",
    "monitoring.notice_settled",
    "monitoring.screening_paper_opened",
}


def files() -> list[Path]:
    """Return every file an act may be done in: all but tests, migrations and what modules declare."""
    left_out, words = {"tests", "migrations", "config"}, ("actions.py", "permissions.py", "cards.py")
    found = [path for path in SOURCE.rglob("*.py") if not left_out & set(path.relative_to(SOURCE).parts)]
    tables = {SOURCE / module / name for module in MODULES for name in words}
    return [path for path in found if path not in tables]


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
    named = {text for path in files() for text in texts_of(path.read_text(encoding="utf-8"))}
    # a permission, a kind of job and a parameter are named alike
    jobs = {kind.code for kind in JOB_KINDS} | {each.code for each in SCHEDULES}
    return named - declared("permissions", "PERMISSIONS").keys() - jobs - set(file_book().definitions)


def test_every_recorded_act_has_a_name_in_chinese() -> None:
    assert len(recorded()) > 150
    assert sorted(recorded() - set(ACTIONS)) == []
    assert [word for word in ACTIONS.values() if not re.search("[\u4e00-\u9fff]", str(word))] == []


def test_every_named_act_is_recorded_somewhere() -> None:
    assert sorted(set(ACTIONS) - recorded()) == sorted(FORMER)


def put_together(source: str) -> list[int]:
    """Return the lines on which the name of an act is put together, so that no walk finds it."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    named = [(call, call.args[0]) for call in calls if _called(call) in {"record", "_record", "_tell"}]
    return [
        call.lineno
        for call, first in named
        if isinstance(first, ast.JoinedStr) and BEGINS.match(ast.unparse(first).removeprefix("f")[1:])
    ]


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_no_act_is_named_by_putting_words_together() -> None:
    found = {str(path): put_together(path.read_text(encoding="utf-8")) for path in files()}

    assert {path: lines for path, lines in found.items() if lines} == {}
    assert put_together('audit.record(f"registry.{kind}_viewed", by=by)') == [1]


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
    sources = [path for path in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    named = {text for path in sources for text in subjects_of(path.read_text(encoding="utf-8"))}
    asked_for = {route.object_kind for route in routes()} - {""}

    assert len(named) > 40
    assert sorted((named | asked_for) - set(SUBJECTS)) == []
    assert [word for word in SUBJECTS.values() if re.search("[a-zA-Z]", str(word))] == []


def test_an_act_without_a_name_is_caught() -> None:
    assert list(texts_of('record("exchange.batch_burnt", by=by)')) == ["exchange.batch_burnt"]
