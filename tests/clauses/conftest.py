"""The county every clause is tried on, on a morning of November 2026."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pytest_django import Settings

from doudi.exchange.catalogue import headings, shapes
from doudi.monitoring.catalogue import cluster_rules, grading, rules
from doudi.monitoring.selectors.risk import risk_scale
from tests.county import County, build_county


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    """Give a county whose files lie in a folder of their own; the clock stands still."""
    settings.DOUDI_DATA = tmp_path / "data"
    settings.DOUDI_DATA.mkdir()
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    return build_county()


@dataclass(frozen=True)
class Policies:
    """A bureau's own copy of the policy files."""

    folder: Path

    def set(self, rule: str, **values: int) -> None:
        """Give the parameters of a rule other values, as a bureau does in its own file."""
        path = self.folder / "matching" / f"{rule}.yaml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for parameter, value in values.items():
            content["parameters"][parameter]["value"] = value
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        forget()

    def set_cluster(self, rule: str, **values: int) -> None:
        """Say how many new families within how many days are too many, as a bureau does in its own file."""
        path = self.folder / "monitoring" / "clusters.yaml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        content["rules"][rule].update(values)
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        forget()


def forget() -> None:
    """Forget the policies that were read, as a restart of the server does."""
    headings.cache_clear()
    shapes.cache_clear()
    rules.cache_clear()
    risk_scale.cache_clear()
    grading.cache_clear()
    cluster_rules.cache_clear()


@pytest.fixture
def policies(settings: Settings, tmp_path: Path) -> Iterator[Policies]:
    """Give a copy of the policies that a test may change."""
    folder = tmp_path / "policies"
    shutil.copytree(settings.DOUDI_POLICIES, folder)
    settings.DOUDI_POLICIES = folder
    forget()
    yield Policies(folder)
    forget()
