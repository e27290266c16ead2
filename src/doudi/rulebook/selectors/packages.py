"""Which programmes are open to each layer of low-income people at a place, and what a change of layer stops.

The layers are the registry's, the programmes and their documents the values of the region (分层救助包).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.policy.values import Table
from doudi.registry.states import Category
from doudi.rulebook.catalogue import book
from doudi.rulebook.selectors.places import region_of

PACKAGES, OPEN = "low_income.packages", "OPEN"
STANDINGS: Mapping[str, str] = {Category.OTHER: "OTHER_LOW_INCOME", Category.MONITORED: "POVERTY_REGISTER"}
"""What the value calls a layer where that is not what the registry calls it."""


@dataclass(frozen=True, slots=True)
class Packages:
    """What is open to each layer at a place on a day, in the value's order, and the document it rests on."""

    by_layer: Mapping[str, tuple[str, ...]]
    citation: str
    verified: bool

    def of(self, layer: str) -> tuple[str, ...]:
        """Return what is open to one layer; to nobody's layer nothing."""
        return self.by_layer.get(layer, ())


NOTHING_SET = Packages({}, "", verified=True)
"""What holds where no document of the day says what is open to whom."""


def packages_at(division: str, on: date) -> Packages:
    """Return what is open to each layer at a place on a day."""
    chosen = book().parameters(region_of(division), on).get(PACKAGES)
    rows = book().definitions[PACKAGES].rows
    if chosen is None or rows is None or not isinstance(chosen.value, Table):
        return NOTHING_SET
    cells = chosen.value.cells
    return Packages(
        by_layer={
            layer: tuple(
                label
                for item, label in rows.members.items()
                if cells.get((item, STANDINGS.get(layer, layer))) == OPEN
            )
            for layer in Category.values
        },
        citation=f"{chosen.document}{chosen.article}",
        verified=chosen.verified,
    )


@dataclass(frozen=True, slots=True)
class PackageChange:
    """What a change of layer brings, lets go on and stops, by what is open at the place on that day."""

    on: date
    layer: str
    added: tuple[str, ...]
    kept: tuple[str, ...]
    stopped: tuple[str, ...]

    @property
    def label(self) -> str:
        """Say the layer from that day on."""
        return str(Category(self.layer).label) if self.layer else "不再属于低收入人口"


def package_changes(history: Iterable[tuple[date, str]], division: str) -> Sequence[PackageChange]:
    """Return each change of layer, newest first; `history` is the days in order, '' for no layer."""
    changes, before = [], ""
    for day, layer in history:
        packages = packages_at(division, day)
        was, now = packages.of(before), packages.of(layer)
        changes.append(
            PackageChange(
                on=day,
                layer=layer,
                added=tuple(item for item in now if item not in was),
                kept=tuple(item for item in now if item in was),
                stopped=tuple(item for item in was if item not in now),
            )
        )
        before = layer
    return changes[::-1]
