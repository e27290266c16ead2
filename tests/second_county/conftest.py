"""Gives the second county's bureau, with the local numbers the county set for itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_django import Settings

from doudi.monitoring.catalogue import cluster_rules, grading, rules
from tests.second_county.plants import LIMITS


@pytest.fixture
def local_numbers(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Give the rules the county's own numbers for a test."""
    with with_local_numbers(settings, tmp_path):
        yield


@contextmanager
def with_local_numbers(settings: Any, folder: Path) -> Iterator[None]:  # noqa: ANN401 - Django's or the test's
    """Give the rules the county's own numbers, as a bureau does in its own copy of the policies."""
    before, copy = settings.DOUDI_POLICIES, folder / "policies"
    shutil.copytree(before, copy)
    set_limits(copy)
    settings.DOUDI_POLICIES = copy
    forget()
    yield
    settings.DOUDI_POLICIES = before
    forget()


def set_limits(folder: Path) -> None:
    """Write the county's numbers into a copy of the policies."""
    for rule, limits in LIMITS.items():
        path = folder / "matching" / f"{rule}.yaml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for parameter, value in limits.items():
            given = content["parameters"][parameter]
            content["parameters"][parameter] = {
                **{key: said for key, said in given.items() if key not in ("from", "at")}, "value": value,
            }  # fmt: skip
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def forget() -> None:
    """Forget the rules that were read, as a restart of the server does."""
    rules.cache_clear()
    grading.cache_clear()
    cluster_rules.cache_clear()
