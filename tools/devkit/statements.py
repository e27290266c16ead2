"""A pytest plugin: which tests PostgreSQL must see, judged by the statements each sends to the database.

-p tools.devkit.statements --statements=FOLDER   write down, on SQLite, what each test sends
-p tools.devkit.statements --as-needed=FOLDER    run what is held to on both databases, and of the rest
                                                 the few tests that together send every statement there is
What differs between databases is locks, constraints, types, and the text of a statement (ADR 0091). Tests
marked `both` or `postgres` and all that commit for real run on both; a page whose statements other tests send
as well does not.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HELD = ("both", "postgres")
LIST = re.compile(r"%s(?:, %s)+")
ROWS = re.compile(r"(\([^()]*%s[^()]*\))(?:, \([^()]*%s[^()]*\))+")
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA", "EXPLAIN")
EACH_TEST = 30
"""What setting up a test costs, in statements."""


@dataclass(frozen=True)
class Sent:
    """What a test sent: how many statements in all, of which shapes, and whether it runs on both anyway."""

    count: int
    shapes: frozenset[str]
    held: bool


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options."""
    group = parser.getgroup("doudi")
    group.addoption("--statements", metavar="FOLDER", help="write what each test sends to the database")
    group.addoption("--as-needed", metavar="FOLDER", help="only tests this database must see")


def pytest_configure(config: pytest.Config) -> None:
    """Start writing down, in the process that runs the tests."""
    if config.getoption("--statements"):
        name = getattr(config, "workerinput", {}).get("workerid", "main")
        folder = Path(config.getoption("--statements"))
        config.pluginmanager.register(Recorder(folder / f"{name}.json"), "doudi-statements")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Set aside what this database need not see; a test nobody has a record of is seen."""
    if not config.getoption("--as-needed"):
        return
    sent = read(Path(config.getoption("--as-needed")))
    wanted = chosen(sent)
    kept = [item for item in items if is_held(item) or item.nodeid in wanted or item.nodeid not in sent]
    kept = [item for item in kept if uses_the_database(item)]
    left = set(items) - set(kept)
    items[:] = kept
    config.hook.pytest_deselected(items=[*left])


class Recorder:
    """Writes down the shapes of the statements each test sends."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.tests: dict[str, dict[str, object]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Listen while one test is set up, runs and ends."""
        if not uses_the_database(item):
            return (yield)
        from django.db import connection

        heard: dict[str, int] = {}
        with connection.execute_wrapper(_listening(heard)):
            answer = yield
        self.tests[item.nodeid] = {
            "count": sum(heard.values()),
            "shapes": sorted({digest for sql in heard if (digest := digest_of(sql))}),
            "held": is_held(item),
        }
        return answer

    def pytest_sessionfinish(self) -> None:
        """Write the file at the very end; the process that only hands out the work has nothing to write."""
        if self.tests:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            self.place.write_text(json.dumps(self.tests), encoding="utf-8")


def digest_of(sql: str) -> str:
    """Return a short digest of a statement's shape, whatever the number of values; none of a savepoint."""
    if sql.lstrip().upper().startswith(OF_TRANSACTIONS):
        return ""
    shape = ROWS.sub(r"\1", LIST.sub("%s", sql))
    return hashlib.blake2b(shape.encode(), digest_size=8).hexdigest()


def read(folder: Path) -> dict[str, Sent]:
    """Return what every test sent, from the files of all processes."""
    return {
        test: Sent(said["count"], frozenset(said["shapes"]), said["held"])
        for path in sorted(folder.glob("*.json"))
        for test, said in json.loads(path.read_text(encoding="utf-8")).items()
    }


def chosen(sent: Mapping[str, Sent]) -> frozenset[str]:
    """Return the tests that run: all that are held to on both, then the cheapest for each new statement."""
    running = {test for test, each in sent.items() if each.held}
    seen = {shape for test in running for shape in sent[test].shapes}
    waiting = [(_price(each, seen), test) for test, each in sent.items() if each.shapes - seen]
    heapq.heapify(waiting)
    while waiting:
        _, test = heapq.heappop(waiting)
        if not sent[test].shapes - seen:
            continue
        price = _price(sent[test], seen)
        if waiting and (price, test) > waiting[0]:
            heapq.heappush(waiting, (price, test))
            continue
        running.add(test)
        seen |= sent[test].shapes
    return frozenset(running)


def _price(sent: Sent, seen: set[str]) -> float:
    return (sent.count + EACH_TEST) / len(sent.shapes - seen)


def is_held(item: pytest.Item) -> bool:
    """Say whether a test runs on both databases whatever it sends: so it says, or it commits for real."""
    if any(item.get_closest_marker(mark) for mark in HELD):
        return True
    marked = item.get_closest_marker("django_db")
    commits = marked is not None and bool(marked.kwargs.get("transaction"))
    return commits or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def uses_the_database(item: pytest.Item) -> bool:
    """Say whether a test asks for the database, by mark or by fixture."""
    fixtures = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}
    asked = fixtures & set(getattr(item, "fixturenames", ()))
    marks = ("django_db", *HELD)
    return bool(asked) or any(item.get_closest_marker(mark) for mark in marks)


def _listening(heard: dict[str, int]) -> Callable[..., Any]:
    """Return a wrapper for Django's statements that counts each text."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401 - whatever Django passes
        heard[sql] = heard.get(sql, 0) + 1
        return execute(sql, *rest)

    return wrapper
