"""Find the division a row means by the names of county, town and village that clerks write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

TOWN_SUFFIXES = re.compile(r"(?:街道办事处|街道办|街道|办事处|民族乡|镇|乡|管理区|管理局|管委会|农场)$")
VILLAGE_SUFFIXES = re.compile(
    r"(?:社区居民委员会|社区居委会|村村民委员会|村民委员会|居民委员会|村委会|居委会|社区村|社区|村|居)$"
)
VILLAGE_OFFICES = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|委员会)$")
COUNTY_LENGTH, TOWN_LENGTH, VILLAGE_LENGTH = 6, 9, 12


@dataclass(frozen=True, slots=True)
class Place:
    """The deepest division recognised, '' when none; `problem` is a code of `problems.REASONS` or ''."""

    code: str
    problem: str = ""


class DivisionLookup(Protocol):
    """Whoever can say which division a row's words mean."""

    def find(self, *, county: str, town: str, village: str, code: str, address: str, around: str) -> Place:
        """Return the division that these words mean; `around` is what the sheet's name and titles say."""
        ...


class DivisionNames:
    """A lookup made of the names below one region; names of neighbouring counties tell strangers."""

    def __init__(self, region: str, names: Mapping[str, str], neighbours: Iterable[str] = ()) -> None:
        self.region = region
        self.codes = set(names)
        self.own_names = {level_name(names[code]) for code in names if len(code) <= COUNTY_LENGTH}
        self.neighbours = {level_name(name) for name in neighbours} - self.own_names
        self.towns = _keyed((code, name) for code, name in names.items() if len(code) == TOWN_LENGTH)
        self.villages: dict[str, dict[str, set[str]]] = {}
        self.all_villages = _keyed_villages(names.items())
        for town in {code for codes in self.towns.values() for code in codes}:
            below = ((code, name) for code, name in names.items() if code.startswith(town))
            self.villages[town] = _keyed_villages(below)

    def find(self, *, county: str, town: str, village: str, code: str, address: str, around: str) -> Place:
        """Return the deepest division the words agree on, and whether they mean somewhere else."""
        place = self._found(county, town, village, code, address, around)
        shared = min(len(place.code), len(self.region))
        if place.code and place.code[:shared] != self.region[:shared]:
            return Place(place.code, "OTHER_DIVISION")
        return place

    def _found(self, county: str, town: str, village: str, code: str, address: str, around: str) -> Place:
        if code and (place := self._by_code(code)):
            return place
        if county and self._is_elsewhere(county):
            return Place("", "OTHER_DIVISION")
        if town or village:
            return self._by_names(town, village, self._town_around(around))
        place = self._by_address(address) if address else Place("")
        return place if place.code or place.problem else Place(self._town_around(around))

    def _town_around(self, around: str) -> str:
        """Return the town that the batch is of, else the one the sheet's name and titles mention."""
        if len(self.region) >= TOWN_LENGTH:
            return self.region[:TOWN_LENGTH]
        towns = _mentioned(self.towns, level_name(around))
        return towns.pop() if len(towns) == 1 else ""

    def _by_code(self, code: str) -> Place | None:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", code))
        if len(digits) < COUNTY_LENGTH:
            return None
        for length in (VILLAGE_LENGTH, TOWN_LENGTH, COUNTY_LENGTH):
            if digits[:length] in self.codes and not digits[length:].strip("0"):
                known = digits[:length]
                return Place(known if length > COUNTY_LENGTH else "")
        return None if digits.startswith(self.region[: len(digits)]) else Place("", "OTHER_DIVISION")

    def _is_elsewhere(self, county: str) -> bool:
        name = level_name(county)
        own = any(known in name or name in known for known in self.own_names)
        return bool(self.own_names) and bool(name) and not own

    def _by_names(self, town: str, village: str, town_around: str) -> Place:
        towns = _matching(self.towns, town, TOWN_SUFFIXES) if town else {town_around} - {""}
        if town and not towns:
            place = self._by_address(town + village)
            return place if place.code else self._stranger(town)
        found = towns.pop() if len(towns) == 1 else ""
        if not village:
            return Place(found)
        for within in (self.villages.get(found, {}), {} if town else self.all_villages):
            villages = _matching(within, village, VILLAGE_SUFFIXES)
            if len(villages) == 1:
                return Place(villages.pop())
        return Place(found, "UNKNOWN_DIVISION")

    def _stranger(self, town: str) -> Place:
        """Return somewhere else when the text names a neighbour; an unknown town of ours otherwise."""
        name = level_name(town)
        if any(known in name for known in self.neighbours) or (
            self.towns and re.search(r"[镇乡]$|街道$", name)
        ):
            return Place("", "OTHER_DIVISION")
        return Place("", "UNKNOWN_DIVISION")

    def _by_address(self, address: str) -> Place:
        text = level_name(address)
        towns = _mentioned(self.towns, text)
        if not towns:
            elsewhere = any(known in text for known in self.neighbours)
            mine = any(known in text for known in self.own_names)
            return Place("", "OTHER_DIVISION") if elsewhere and not mine else Place("")
        if len(towns) > 1:
            return Place("")
        town = towns.pop()
        villages = _mentioned(self.villages.get(town, {}), text)
        return Place(villages.pop() if len(villages) == 1 else town)


def level_name(name: str) -> str:
    """Return a place's name as it is compared: half width, no spaces or brackets' content."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"\([^()]*\)", "", flat)


def _keyed(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    keyed: dict[str, set[str]] = {}
    for code, name in named:
        flat = level_name(name)
        bare = TOWN_SUFFIXES.sub("", flat)
        for key in {flat, bare if len(bare) > 1 else flat}:
            keyed.setdefault(key, set()).add(code)
    return keyed


def _keyed_villages(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    keyed: dict[str, set[str]] = {}
    for code, name in named:
        if len(code) != VILLAGE_LENGTH:
            continue
        flat = level_name(name)
        office = VILLAGE_OFFICES.sub("", flat)
        bare = VILLAGE_SUFFIXES.sub("", office)
        for key in {flat, office, bare if bare else flat}:
            keyed.setdefault(key, set()).add(code)
    return keyed


def _matching(keyed: Mapping[str, set[str]], text: str, suffixes: re.Pattern[str]) -> set[str]:
    """Return the codes a name means: as written, then without the office's words, then without its kind."""
    flat = level_name(text)
    office = VILLAGE_OFFICES.sub("", flat)
    for key in (flat, office, suffixes.sub("", office)):
        if key and key in keyed:
            return set(keyed[key])
    return set()


def _mentioned(keyed: Mapping[str, set[str]], text: str) -> set[str]:
    """Return the codes whose name stands in a text; names of two characters are too common to count."""
    return {code for name, codes in keyed.items() if len(name) > 2 and name in text for code in codes}
