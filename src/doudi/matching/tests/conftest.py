"""Give each test a county of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from doudi.matching.tests.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Return an empty county."""
    return County(tmp_path)
