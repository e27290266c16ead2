"""Says how a department spreads a list over files and sheets: whole, by township, by kind, by month."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from tests.second_county.layouts import Row
from tests.second_county.world import Record


@dataclass(frozen=True)
class Part:
    """What goes on one sheet: its name, which rows, and columns it lacks because its name says them."""

    sheet: str
    rows: Sequence[Row]
    without: tuple[str, ...] = ()
    title: str = ""
    counts: bool = True
    of_town: bool = False


Files: TypeAlias = list[list[Part]]


def plain(source: str, records: Sequence[Record]) -> list[Part]:
    """Return a list of an earlier month as one sheet."""
    return [Part("Sheet1", rows_of(source, records, by="columns"))]


def split(source: str, records: Sequence[Record], draw: random.Random) -> Files:
    """Return, for each file of a source, what goes on its sheets."""
    way = draw.choice(WAYS.get(source, (whole,)))
    return way(source, ordered(records))


def rows_of(source: str, records: Sequence[Record], *, by: str) -> list[Row]:
    """Return the rows records become: two for two subsidies where a row holds only one."""
    if source != "disability_subsidy" or by == "columns":
        return [(record, record.values) for record in records]
    return [
        (record, {
            **{key: value for key, value in record.values.items() if not key.endswith("ing_fen")},
            "subsidy_kind": kind, "subsidy_fen": record.values[f"{kind.lower()}_fen"],
        })
        for record in records
        for kind in ("LIVING", "NURSING")
        if record.values[f"{kind.lower()}_fen"]
    ]  # fmt: skip


def whole(source: str, records: Sequence[Record]) -> Files:
    """Return one file of one sheet."""
    return [[Part("名单", rows_of(source, records, by="columns"))]]


def sheet_a_town(source: str, records: Sequence[Record]) -> Files:
    """Return one workbook with a sheet for each township, which names it."""
    return [[Part(town, rows_of(source, rows, by="columns"), ("town",)) for town, rows in by_town(records)]]


def file_a_town(source: str, records: Sequence[Record]) -> Files:
    """Return a file for each township."""
    towns = by_town(records)
    return [[Part("花名册", rows_of(source, rows, by="columns"), of_town=True)] for _, rows in towns]


def sheet_a_month(source: str, records: Sequence[Record]) -> Files:
    """Return the workbook of a year, a sheet for each month; only the last is this month's."""
    earlier = [Part(f"{month}月", earlier_rows(records, 10 - month), counts=False) for month in (8, 9)]
    return [[*earlier, Part("10月", rows_of(source, records, by="columns"))]]


def earlier_rows(records: Sequence[Record], months: int) -> list[Row]:
    """Return the rows as they were some months before: less money where any is told."""
    keys = ("amount_fen", "household_amount_fen")
    told = [(each, {key: each.values[key] for key in keys if each.values[key]}) for each in records]
    return [
        (each, {**each.values, **{key: cast(int, fen) - 1000 * months for key, fen in sums.items()}})
        for each, sums in told
        if not each.flaw
    ]


def sheet_a_mode(source: str, records: Sequence[Record]) -> Files:
    """Return a sheet for those in a home and one for those outside; only the sheets' names say which."""
    return [[
        Part(name, [(each, each.values) for each in records if each.values["support_mode"] == mode],
             ("support_mode",))
        for name, mode in (("集中供养", "CENTRAL"), ("分散供养", "DISPERSED"))
    ]]  # fmt: skip


def row_a_subsidy(source: str, records: Sequence[Record]) -> Files:
    """Return one sheet whose rows hold one subsidy each."""
    return [[Part("两项补贴", rows_of(source, records, by="row"))]]


def sheet_a_subsidy(source: str, records: Sequence[Record]) -> Files:
    """Return a sheet for each subsidy; only name and title say which."""
    rows = rows_of(source, records, by="row")
    return [[
        Part(name, [row for row in rows if row[1]["subsidy_kind"] == kind], ("subsidy_kind",), title)
        for name, kind, title in (("生活补贴", "LIVING", "困难残疾人生活补贴发放花名册"),
                                  ("护理补贴", "NURSING", "重度残疾人护理补贴发放花名册"))
    ]]  # fmt: skip


def watched_and_lifted(source: str, records: Sequence[Record]) -> Files:
    """Return two files of one register: those watched and those lifted out of poverty."""
    lifted = [each for each in records if each.values["monitor_class"] == "LIFTED"]
    watched = [each for each in records if each.values["monitor_class"] != "LIFTED"]
    return [
        [Part("监测对象", rows_of(source, watched, by="columns"), (), "防返贫监测对象名单")],
        [Part("脱贫人口", rows_of(source, lifted, by="columns"), (), "脱贫人口名单")],
    ]


def two_lists(source: str, records: Sequence[Record]) -> Files:
    """Return two lists of the dead, of the crematorium and of the police."""
    half = len(records) // 2
    return [
        [Part("火化登记", rows_of(source, records[:half], by="columns"), (), "殡仪馆火化登记表")],
        [Part("死亡注销", rows_of(source, records[half:], by="columns"), (), "公安死亡注销名单")],
    ]


WAYS: Mapping[str, Sequence[Callable[[str, Sequence[Record]], Files]]] = {
    "dibao": (whole, sheet_a_town, file_a_town, sheet_a_month),
    "tekun": (whole, sheet_a_mode, sheet_a_town),
    "disability_subsidy": (whole, row_a_subsidy, sheet_a_subsidy),
    "poverty_register": (whole, watched_and_lifted, sheet_a_town),
    "cremation": (whole, two_lists),
}


def ordered(records: Sequence[Record]) -> list[Record]:
    """Return records by township and home, as a county's list has them; people of a home stay together."""
    return sorted(records, key=lambda each: (each.place.town, each.home.key))


def by_town(records: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Return records by township."""
    towns: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        towns[record.place.town].append(record)
    return sorted(towns.items())
