"""The truth of a made-up county in one month: who lives with whom, and what each department's list says."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from tests.second_county.people import People, Someone

PERIOD, FIRST, LAST = "2026-10", date(2026, 10, 1), date(2026, 10, 31)
ROSTERS = ("dibao", "tekun", "temporary_relief", "disability_subsidy", "poverty_register", "orphan")
WATCHED = ("UNSTABLE", "MARGINAL", "SUDDEN")
ABOVE = {
    "3715": ("山东省", "聊城市"), "4116": ("河南省", "周口市"), "3412": ("安徽省", "阜阳市"),
    "4312": ("湖南省", "怀化市"),
}  # fmt: skip
COUNTIES = {"371521": "阳谷县", "371522": "莘县", "411628": "鹿邑县", "341225": "阜南县", "431224": "溆浦县"}


@dataclass(frozen=True)
class Place:
    """A village, with its township."""

    code: str
    town: str
    village: str

    @property
    def town_code(self) -> str:
        """Return the code of its township."""
        return self.code[:9]


@dataclass(eq=False)
class Home:
    """People who live together, each with the relation to the head; the head stands first."""

    key: int
    place: Place
    account: str
    members: list[tuple[Someone, str]] = field(default_factory=list)
    plain: bool = False
    """Whether there is nothing special about it, so that a clerk's habits may show on its rows."""

    @property
    def number(self) -> str:
        """Return the number departments give the household."""
        return f"{self.place.code[6:]}{self.key:05d}"

    @property
    def head(self) -> Someone:
        """Return the head."""
        return self.members[0][0]

    @property
    def people(self) -> list[Someone]:
        """Return everyone in it."""
        return [person for person, _ in self.members]


@dataclass(eq=False)
class Record:
    """What a list says of one person: values by our names of columns; a flaw sends its row back."""

    who: Someone
    home: Home
    values: dict[str, object]
    place: Place
    flaw: str = ""
    sent_in: str = ""
    """The name of the file that says it, once files were made: what a clerk never fills in says nothing."""


@lru_cache
def places_of(county: str, folder: str) -> tuple[Place, ...]:
    """Return villages of a county whose short names are clear within their township."""
    root = Path(folder) / "china-division"
    towns = {row[0]: row[1] for row in _rows(root / "streets.csv") if row[0].startswith(county)}
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for row in _rows(root / "villages.csv"):
        if row[0].startswith(county):
            town = towns[row[0][:9]]
            short = row[1].removesuffix("村民委员会").removesuffix("居民委员会").removesuffix("居委会")
            short = short if short.endswith(("村", "社区")) else short + "村"
            found[(town, short)].append(Place(row[0], town, short))
    plain = [
        places[0]
        for (town, _), places in found.items()
        if len(places) == 1 and town.endswith(("镇", "乡", "街道"))
    ]
    return tuple(place for place in plain if 3 <= len(place.village) <= 6 and "场" not in place.town)


def _rows(path: Path) -> Iterable[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def card(order: int) -> str:
    """Return a bank card's number that passes Luhn's check."""
    first = f"622848{order:012d}"
    digits = [int(digit) for digit in reversed(first)]
    doubled = [sum(divmod(digit * 2, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return first + str(-sum(doubled) % 10)


class World:
    """One county in October 2026, and what it was told in earlier months."""

    def __init__(self, county: str, seed: int, places: Sequence[Place], towns: int = 6) -> None:
        self.county, self.draw = county, random.Random(seed)  # noqa: S311 - made-up people
        self.people = People(county, seed)
        names = sorted({place.town for place in places})
        self.towns = sorted(self.draw.sample(names, min(towns, len(names))))
        self.places = [place for place in places if place.town in self.towns]
        self.homes: list[Home] = []
        self.lists: dict[str, list[Record]] = defaultdict(list)
        self.earlier: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self.is_whole = False
        self._labour: dict[str, str] = {}
        self._cards = 0

    def card(self) -> str:
        """Return an account nobody has yet."""
        self._cards += 1
        return card(10_000 + self._cards * 37)

    def home(self, *ages: tuple[int, int], place: Place | None = None, male: bool | None = None) -> Home:
        """Return a new home with members of these ages: a head, then spouse and children as ages tell."""
        home = Home(len(self.homes) + 1, place or self.draw.choice(self.places), self.card())
        for order, (least, most) in enumerate(ages):
            person = self.people.make(least, most, male=male if order == 0 else None)
            home.members.append((person, self._relation(home, person, order)))
        self.homes.append(home)
        return home

    def _relation(self, home: Home, person: Someone, order: int) -> str:
        if order == 0:
            return "户主"
        years = abs(person.born.year - home.head.born.year)
        if years < 15 and age(person) > 20 and age(home.head) > 20:
            return "配偶"
        young = ("子", "女") if years < 45 else ("孙子", "孙女")
        old = ("父亲", "母亲")
        return (young if person.born > home.head.born else old)[0 if person.male else 1]

    def add(
        self,
        source: str,
        who: Someone,
        home: Home,
        *,
        period: str = PERIOD,
        place: Place | None = None,
        flaw: str = "",
        **values: object,
    ) -> Record:
        """Put a line on a department's list."""
        record = Record(who, home, values, place or home.place, flaw)
        (self.lists[source] if period == PERIOD else self.earlier[(source, period)]).append(record)
        return record

    def labour(self, who: Someone, state: str = "") -> str:
        """Return whether a person can work, the same on every list; say it to fix it."""
        grown = 16 <= age(who) < 60
        usual = "ABLE" if grown else "NONE"
        return self._labour.setdefault(who.number, state or usual)

    def day(self, first: int, last: int) -> date:
        """Return some day between two years."""
        return date(first, 1, 1) + timedelta(days=self.draw.randrange((last - first + 1) * 365))


def age(who: Someone, on: date = LAST) -> int:
    """Return whole years on a day."""
    return on.year - who.born.year - ((on.month, on.day) < (who.born.month, who.born.day))
