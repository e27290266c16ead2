"""Rings are found wherever a module names another: at import, inside a function, in a relation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.import_rings import rings


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a package in which benefits imports registry."""
    write(tmp_path / "doudi" / "registry" / "models.py", "x = 1")
    write(tmp_path / "doudi" / "benefits" / "models.py", "from doudi.registry import models")
    return tmp_path / "doudi"


def write(path: Path, text: str) -> None:
    """Write one module."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def test_an_import_in_one_direction_is_no_ring(package: Path) -> None:
    assert rings(package, package.parent) == []


@pytest.mark.parametrize(
    "line",
    [
        "import doudi.benefits.models",
        "from doudi import benefits",
        "def late():\n    from doudi.benefits.models import Award",
        "if TYPE_CHECKING:\n    from doudi.benefits.models import Award",
        "class Person:\n    award = models.ForeignKey('benefits.Award', on_delete=PROTECT)",
        "class Person:\n    awards = models.ManyToManyField(to='benefits.Award')",
    ],
)
def test_the_way_back_closes_the_ring_in_every_form(package: Path, line: str) -> None:
    write(package / "registry" / "models.py", line)

    found = rings(package, package.parent)

    assert [place for place, _, _ in found] == ["doudi/benefits/models.py", "doudi/registry/models.py"]
    assert found[1][2] == "环：registry 依赖 benefits，benefits 又依赖 registry"


def test_a_ring_over_three_modules_is_found(package: Path) -> None:
    write(package / "payments" / "models.py", "import doudi.benefits.models")
    write(package / "registry" / "selectors.py", "import doudi.payments.models")

    assert len(rings(package, package.parent)) == 3


def test_tests_may_look_anywhere(package: Path) -> None:
    write(package / "registry" / "tests" / "test_people.py", "import doudi.benefits.models")

    assert rings(package, package.parent) == []
