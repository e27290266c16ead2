"""Gives the tests of policy studies a small policy folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.rulebook.tests.rules import write_rules


@pytest.fixture
def rules(settings: Settings, tmp_path: Path) -> Path:
    """Point the installation at the small policy folder, on a Monday that does not pass."""
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_POLICIES = write_rules(tmp_path / "policies", beside=settings.DOUDI_POLICIES)
    return Path(settings.DOUDI_POLICIES)
