"""The county every journey goes through."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.county import County, build_county


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    """Give a county whose files lie in a folder of their own."""
    settings.DOUDI_DATA = tmp_path / "data"
    settings.DOUDI_DATA.mkdir()
    return build_county()
