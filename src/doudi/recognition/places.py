"""Find the division a row means by the names of county, town and village that clerks write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

TOWN_SUFFIXES = re.compile(r"(?:街道办事处|街道办|街道|办事处|民族乡|镇|乡|管理区|管理局|管委会|农场)$")
VILLAGE_SUFFIXES = re.compile(
    r"(?:社区居民委员会|社区居委会|村村民委员会|村民委员会|居民委员会|村委会|居委会|社区村|社区|村|居)$"
)
VILLAGE_OFFICES = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|委员会)$")
GROUP_OF_A_VILLAGE = re.compile(r"(?<=.)第?[\d一二三四五六七八九十]{1,3}(?:村民)?(?:小?组|队|社)$")
ENDS_A_VILLAGE = re.compile(r"[村社居委屯组]|[\d一二三四五六七八九十]|$")
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


@dataclass(frozen=True, slots=True)
class Former:
    """What a division was called, or the code it had: `became` is where it leads now.

    `is_shared_out` says that it became several divisions and that `became` is the one that holds them all.
    """

    code: str
    name: str
    became: str
    is_shared_out: bool = False


class DivisionNames:
    """A lookup made of the names below one region; names of neighbouring counties tell strangers.

    Former names and codes are looked up like any other and lead to what they have become.
    """

    def __init__(
        self,
        region: str,
        names: Mapping[str, str],
        neighbours: Iterable[str] = (),
        former: Iterable[Former] = (),
    ) -> None:
        self.region = region
        before = tuple(former)
        self.former = {each.code: each for each in before if each.code not in names}
        named = [*names.items(), *((each.code, each.name) for each in before)]
        self.codes = {code for code, _ in named}
        self.own_names = {level_name(name) for code, name in named if len(code) <= COUNTY_LENGTH}
        self.neighbours = {level_name(name) for name in neighbours} - self.own_names
        self.towns = _keyed((code, name) for code, name in named if len(code) == TOWN_LENGTH)
        self.villages = {town: _keyed_villages(below) for town, below in self._by_town(named).items()}
        self.all_villages = _keyed_villages(named)

    def _by_town(self, named: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return the villages of each town: those that lie in it, and those of what has become it."""
        found: dict[str, list[tuple[str, str]]] = {}
        for code, name in named:
            town = code[:TOWN_LENGTH]
            for each in {town, self._now(code)[:TOWN_LENGTH], self._now(town)[:TOWN_LENGTH]}:
                found.setdefault(each, []).append((code, name))
        return found

    def _now(self, code: str) -> str:
        return self.former[code].became if code in self.former else code

    def _one(self, codes: set[str]) -> str:
        """Return the one division several codes mean by now; '' when they mean more than one, or none."""
        if len(codes) == 1:
            return next(iter(codes))
        now = {self._now(code) for code in codes}
        return now.pop() if len(now) == 1 else ""

    def find(self, *, county: str, town: str, village: str, code: str, address: str, around: str) -> Place:
        """Return the deepest division the words agree on, and whether they mean somewhere else."""
        place = self._today(self._found(county, town, village, code, address, around))
        if place.code and not any(_share(place.code, mine) for mine in (self.region, self._now(self.region))):
            return Place(place.code, "OTHER_DIVISION")
        return place

    def _today(self, place: Place) -> Place:
        """Return where a place found by a former name or code lies now."""
        former = self.former.get(place.code)
        if former is None:
            return place
        problem = "DIVISION_SHARED_OUT" if former.is_shared_out else place.problem
        return Place(former.became if len(former.became) > COUNTY_LENGTH else "", problem)

    def _found(self, county: str, town: str, village: str, code: str, address: str, around: str) -> Place:
        if code and (place := self._by_code(code)):
            return place
        if county and self._is_elsewhere(county):
            return Place("", "OTHER_DIVISION")
        if town or village:
            return self._by_names(town, village, self._town_around(around))
        if not re.search(r"\d{6}", code):
            address = address or code  # 行政区划 may hold names: 来凤县/大河镇/茶园坡村
        place = self._by_address(address) if address else Place("")
        return place if place.code or place.problem else Place(self._town_around(around))

    def _town_around(self, around: str) -> str:
        """Return the town that the batch is of, else the one the sheet's name and titles mention."""
        if len(self.region) >= TOWN_LENGTH:
            return self.region[:TOWN_LENGTH]
        towns = _mentioned(self.towns, level_name(around))
        return self._one(towns)

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
        found = self._one(towns)
        if not village:
            return Place(found)
        here, later = (self.villages.get(code, {}) for code in (found, self._now(found)))
        for named in dict.fromkeys((village, GROUP_OF_A_VILLAGE.sub("", level_name(village)))):
            for within in (here, later, {} if town else self.all_villages):
                if one := self._one(_matching(within, named, VILLAGE_SUFFIXES)):
                    return Place(one)
        return self._both_in_one(village, found)

    def _both_in_one(self, village: str, town: str) -> Place:
        """Return the village of a cell that says its town too: 大河镇茶园坡村 under 村别."""
        place = self._by_address(village)
        if len(place.code) == VILLAGE_LENGTH and place.code.startswith(town):
            return place
        return Place(town or place.code, "UNKNOWN_DIVISION")

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
        town = self._one(towns)
        return Place(self._village_in(text, town) or town)

    def _village_in(self, text: str, town: str) -> str:
        """Return the village an address names: what stands right behind its town, else anywhere after it."""
        names = sorted((name for name, codes in self.towns.items() if town in codes), key=len, reverse=True)
        after = next((text.partition(name)[2] for name in names if name in text), text)
        villages = self.villages.get(town, {})
        for name in sorted(villages, key=lambda each: (-len(each), each)):
            if after.startswith(name) and (len(name) > 2 or ENDS_A_VILLAGE.match(after[len(name) :])):
                return self._one(villages[name])
        return self._one(_mentioned(villages, after))


def _share(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


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
    found = [name for name in keyed if len(name) > 2 and name in text]
    whole = [name for name in found if not any(name in other and name != other for other in found)]
    return {code for name in whole for code in keyed[name]}
