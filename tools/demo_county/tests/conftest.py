"""Counties small enough to make in a second."""

from pathlib import Path

import pytest

from tools.demo_county.generate import DIVISIONS, Order, make_world
from tools.demo_county.world import World

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def divisions() -> Path:
    folder = ROOT / DIVISIONS
    if not (folder / "villages.csv").exists():
        pytest.skip("行政区划表还没有取回：先运行 python3 dev demo 或 dev test")
    return folder


@pytest.fixture(scope="session")
def order(divisions: Path, tmp_path_factory: pytest.TempPathFactory) -> Order:
    out = tmp_path_factory.mktemp("county")
    return Order("440204", "2026-10", out, people=3_000, divisions=divisions)


@pytest.fixture(scope="session")
def world(order: Order) -> World:
    return make_world(order)
