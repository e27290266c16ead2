"""A pytest plugin: keep how long each file of tests took, for whoever has little time.

-p tools.devkit.times --times=FILE      {file: seconds}; files that did not run keep what they had
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.devkit.nearest import known_times


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("doudi").addoption("--times", metavar="FILE", help="keep how long each file took")


def pytest_configure(config: pytest.Config) -> None:
    """Start counting in the process that hears all reports (with xdist: the controller)."""
    if config.getoption("--times") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Timekeeper(Path(config.getoption("--times"))), "doudi-times")


class Timekeeper:
    """Adds up the seconds of a file's tests, their set-up and end included."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.spent: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of a test."""
        file = report.nodeid.partition("::")[0]
        self.spent[file] = self.spent.get(file, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        """Write the file, with what it said of others."""
        self.place.parent.mkdir(parents=True, exist_ok=True)
        kept = known_times(self.place) | {file: round(spent, 2) for file, spent in self.spent.items()}
        self.place.write_text(json.dumps(dict(sorted(kept.items())), indent=1), encoding="utf-8")
