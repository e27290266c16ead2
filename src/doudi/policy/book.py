"""The policy book: definitions, facts, programmes and the values every region sets, read once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from doudi.kernel.policy_file import Place, PolicyBroken, shaped
from doudi.policy.chosen import Chosen, Parameters
from doudi.policy.definitions import Definition, Enumeration, load_definitions
from doudi.policy.facts import Facts, load_facts
from doudi.policy.limits import LimitBroken, broken_limits
from doudi.policy.packs import NATION, Dated, Packs, Written, lay_over, load_packs, read_entry
from doudi.policy.plan import Plan
from doudi.policy.programme import Programme, load_programmes

__all__ = [
    "Book",
    "Chosen",
    "Overlay",
    "Parameters",
    "lineage",
    "load_book",
    "main",
    "parent",
]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A value a region approved in the program; it stands before the files from its first day on.

    Once it ends (`ends`, exclusive) the file's value holds again; without an end the file no longer does.
    """

    region: str
    key: str
    begins: date
    ends: date | None
    written: Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """The definitions, facts and programmes, and the dated values of all regions."""

    definitions: Mapping[str, Definition]
    facts: Facts
    enumerations: Mapping[str, Enumeration]
    packs: Packs
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    _asked: dict[tuple[str, date], Parameters] = field(default_factory=dict, compare=False, repr=False)
    plans: dict[tuple[str, str, date, date], Plan] = field(default_factory=dict, compare=False, repr=False)

    def parameters(self, region: str, on: date) -> Parameters:
        """Return what holds for a region on a day: of each key the nearest region's value, whole."""
        if (region, on) not in self._asked:
            chosen = {key: one for code in lineage(region) for key, one in self._set_by(code, on)}
            self._asked[region, on] = Parameters(region, on, chosen)
        return self._asked[region, on]

    def history(self, region: str, key: str) -> tuple[Chosen, ...]:
        """Return a region's own values of a key in the order of time, nothing inherited."""
        timeline = self.packs.timelines.get(region, {}).get(key, ())
        return tuple(_chosen(key, region, one) for one in timeline)

    def regions(self) -> tuple[str, ...]:
        """Return the codes of the regions that set values, the nation first."""
        return tuple(sorted(self.packs.timelines))

    def name_of(self, region: str) -> str:
        """Return what the files call a region; its code if they do not."""
        return self.packs.names.get(region, region)

    def with_values(self, overlays: Sequence[Overlay]) -> Book:
        """Return a book with approved values laid over the files' ones, the later of the list on top."""
        timelines = {region: dict(own) for region, own in self.packs.timelines.items()}
        for overlay in overlays:
            own = timelines.setdefault(overlay.region, {})
            own[overlay.key] = lay_over(own.get(overlay.key, ()), self._read(overlay))
        return replace(self, packs=replace(self.packs, timelines=timelines), _asked={}, plans={})

    def problems(self, region: str, on: date) -> tuple[LimitBroken, ...]:
        """Return the limits that a region's own values cross on a day."""
        own = self.parameters(region, on)
        above = self.parameters(parent(region), on) if region != NATION else Parameters("", on, {})
        return broken_limits(self.definitions, own, above)

    def _set_by(self, region: str, on: date) -> Iterator[tuple[str, Chosen]]:
        """Yield what one region itself has set for a day."""
        for key, timeline in self.packs.timelines.get(region, {}).items():
            for one in timeline:
                if one.holds_on(on):
                    yield key, _chosen(key, region, one)

    def _read(self, overlay: Overlay) -> Dated:
        place = Place(f"overlay {overlay.region}", overlay.key)
        definition = self.definitions.get(overlay.key)
        if definition is None:
            place.refuse("", "没有这个参数")
        written = shaped(overlay.written, Written, place.file, below=place.at)
        return read_entry(place, written, definition, overlay.begins, overlay.ends)


def lineage(region: str) -> tuple[str, ...]:
    """Return the codes a region inherits from, the nation first and itself last."""
    if region == NATION:
        return (NATION,)
    return (NATION, *(region[:length] for length in (2, 4, 6) if length <= len(region)))


def parent(region: str) -> str:
    """Return the code a region's values are inherited from."""
    return lineage(region)[-2] if region != NATION else NATION


def load_book(folder: Path, *, samples: bool = False) -> Book:
    """Return the book of a policy folder, or raise PolicyBroken at the first thing that is wrong."""
    facts = load_facts(folder)
    definitions, enumerations = load_definitions(folder, facts.enumerations)
    programmes = load_programmes(folder, definitions, facts, enumerations)
    return Book(definitions, facts, enumerations, load_packs(folder, definitions, samples), programmes)


def _chosen(key: str, region: str, dated: Dated) -> Chosen:
    return Chosen(
        key=key,
        value=dated.value,
        region=region,
        begins=dated.begins,
        ends=dated.ends,
        document=dated.document,
        article=dated.article,
        verified=dated.verified,
        note=dated.note,
        written=dated.written,
    )


def main(folder: Path) -> int:
    """Load a folder with its sample regions and say what is in it, or the first thing that is wrong."""
    try:
        book = load_book(folder, samples=True)
    except PolicyBroken as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    values = sum(len(one) for own in book.packs.timelines.values() for one in own.values())
    sys.stdout.write(
        f"ok: {len(book.facts)} facts, {len(book.definitions)} parameters, {values} values of "
        f"{len(book.regions())} regions, {len(book.programmes)} programmes\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "policies")))
