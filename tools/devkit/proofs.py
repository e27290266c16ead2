"""A pytest plugin: write down which marked tests passed.

-p tools.devkit.proofs --proofs=FILE      {"tree": …, "tests": {nodeid: {"outcome", "marks", "figures"}}}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.devkit.tree import digest_of_sources

KINDS = ("clause", "system", "promise")
SAID = "figures"
"""Under which name a test's figures stand among the properties of its report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    group = parser.getgroup("doudi")
    group.addoption("--proofs", metavar="FILE", help="write which marked tests passed into FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Start recording in the process that hears all reports (with xdist: the controller)."""
    if config.getoption("--proofs") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(config.getoption("--proofs"))), "doudi-recorder")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand each test's marks on to its report."""
    for item in items:
        item.user_properties.extend(_marks(item))


class Recorder:
    """Collects outcomes; a test that passed its call but failed its teardown has failed."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.tests: dict[str, dict[str, object]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst outcome of a marked test's three phases."""
        marks = [list(pair) for pair in report.user_properties if pair[0] in KINDS]
        if not marks:
            return
        entry = self.tests.setdefault(report.nodeid, {"outcome": "passed", "marks": marks, "figures": []})
        if report.when == "call":
            entry["figures"] = [said for name, said in report.user_properties if name == SAID]
        if report.outcome != "passed" or hasattr(report, "wasxfail"):
            entry["outcome"] = "skipped" if report.outcome == "skipped" else "failed"

    def pytest_sessionfinish(self) -> None:
        """Write the file at the very end, so that a run cut short leaves none."""
        self.place.parent.mkdir(parents=True, exist_ok=True)
        content = {"tree": digest_of_sources(), "tests": dict(sorted(self.tests.items()))}
        self.place.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _marks(item: pytest.Item) -> Iterator[tuple[str, object]]:
    for kind in KINDS:
        for mark in item.iter_markers(kind):
            yield from ((kind, name) for name in mark.args)
