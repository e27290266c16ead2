"""Fills and changes the division tree."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from doudi.common.problems import Refusal
from doudi.kernel.divisions import level_of, parent_code
from doudi.regions.models import Division
from doudi.regions.states import DivisionKind, Level

EDITION_STARTS_ON = date(2023, 6, 30)
"""The statistics bureau's 2023 edition describes the divisions as of this day."""

PSEUDO_TOWN_DIGITS = ("4", "5")
"""Township codes whose third part begins so stand for mines, farms and zones (类似乡级单位)."""

FILES = ("provinces", "cities", "areas", "streets", "villages")


class DivisionUnknown(Refusal):
    """A code that the published divisions do not have."""

    def __init__(self, code: str) -> None:
        super().__init__(f"全国区划里没有代码 {code}。请核对代码（县级 6 位，例如 440204）后重试。")


@transaction.atomic
def load_divisions(folder: Path, code: str, *, deepest: Level = Level.VILLAGE) -> int:
    """Load a division, everything above it and everything below down to a level; return how many are new.

    `folder` holds the five published files. Divisions already there are left as they are.
    """
    # 620,573 villages are read for one county: the code is looked at before anything is made of a row
    found = [
        _division(each, name)
        for each, name in _published(folder)
        if each.startswith(code) or code.startswith(each)
    ]
    if not any(division.code == code for division in found):
        raise DivisionUnknown(code)
    depth = list(Level).index(deepest)
    wanted = [division for division in found if list(Level).index(Level(division.level)) <= depth]
    before = Division.objects.count()
    Division.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=1000)
    return Division.objects.count() - before


def _published(folder: Path) -> Iterator[tuple[str, str]]:
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield row["code"], row["name"]


def _division(code: str, name: str) -> Division:
    level = Level(level_of(code))
    return Division(
        code=code,
        name=name,
        level=level,
        kind=kind_of(code, name, level),
        parent_id=parent_code(code) or None,
        valid_from=EDITION_STARTS_ON,
    )


def kind_of(code: str, name: str, level: Level) -> DivisionKind:
    """Return what a unit really is, by its code and name."""
    if level == Level.VILLAGE:
        return DivisionKind.COMMUNITY if "居" in name[-5:] or "社区" in name else DivisionKind.VILLAGE
    if level != Level.TOWNSHIP:
        return DivisionKind.ORDINARY
    if "农场" in name:
        return DivisionKind.FARM
    if code[6:7] in PSEUDO_TOWN_DIGITS:
        return DivisionKind.PSEUDO
    if name.endswith("街道"):
        return DivisionKind.SUBDISTRICT
    return DivisionKind.TOWN if name.endswith("镇") else DivisionKind.RURAL_TOWNSHIP
