"""Read one county's real towns and villages from the published division tables."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

URBAN_MARKS = ("社区", "居民区", "居委会", "居民委员会")
SHORTENED = (("村民委员会", ""), ("居民委员会", ""), ("村委会", "村"), ("居委会", ""))


class CountyNotFound(Exception):
    """The division tables hold no county of this code."""


@dataclass(frozen=True)
class Village:
    """A village or community (村、居委会) with the town it belongs to."""

    code: str
    name: str
    town_code: str
    town_name: str

    @property
    def urban(self) -> bool:
        """Say whether its people live under urban rules (社区) rather than rural ones."""
        return any(mark in self.name for mark in URBAN_MARKS)

    @property
    def short_name(self) -> str:
        """Give the name as clerks shorten it: 石下村村民委员会 becomes 石下村."""
        for tail, kept in SHORTENED:
            if self.name.endswith(tail):
                return self.name.removesuffix(tail) + kept
        return self.name


@dataclass(frozen=True)
class County:
    """A county with its villages in code order."""

    code: str
    name: str
    city: str
    province: str
    villages: tuple[Village, ...]

    @property
    def towns(self) -> tuple[str, ...]:
        """List the names of its towns in code order."""
        return tuple(dict.fromkeys(village.town_name for village in self.villages))


def load_county(folder: Path, code: str) -> County:
    """Read the county of this code and everything below it."""
    area = _row_of(folder / "areas.csv", code)
    towns = {row["code"]: row["name"] for row in _rows(folder / "streets.csv") if row["areaCode"] == code}
    villages = sorted(
        (
            Village(row["code"], row["name"], row["streetCode"], towns[row["streetCode"]])
            for row in _rows(folder / "villages.csv", beginning=code)
            if row["streetCode"] in towns
        ),
        key=lambda village: village.code,
    )
    if not villages:
        raise CountyNotFound(f"区划表里 {code} 没有村（社区）。")
    city = _row_of(folder / "cities.csv", area["cityCode"])
    province = _row_of(folder / "provinces.csv", area["provinceCode"])
    return County(code, area["name"], city["name"], province["name"], tuple(villages))


def neighbour_codes(folder: Path, code: str) -> tuple[str, ...]:
    """List the other counties of the same province, where some people's numbers were issued."""
    return tuple(
        row["code"]
        for row in _rows(folder / "areas.csv")
        if row["code"][:2] == code[:2] and row["code"] != code
    )


def _row_of(path: Path, code: str) -> Mapping[str, str]:
    for row in _rows(path):
        if row["code"] == code:
            return row
    raise CountyNotFound(f"区划表 {path.name} 里没有代码 {code}。")


def _rows(path: Path, *, beginning: str = "") -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader([file.readline()]))
        wanted = (line for line in file if line.lstrip('"').startswith(beginning))
        yield from csv.DictReader(wanted, fieldnames=header)
