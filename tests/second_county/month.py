"""Makes the files of a month out of a county's truth, each in a shape of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tests.second_county.again import sent_twice
from tests.second_county.covers import code_pages, cover_pages
from tests.second_county.dressing import FLAWS, Style
from tests.second_county.families import FamilySheet, families, family_columns
from tests.second_county.file import File
from tests.second_county.layouts import Column, Shape, Sheet, columns_of, fill_sheet
from tests.second_county.splits import Part, plain, split
from tests.second_county.vocabulary import DEPARTMENTS, Department
from tests.second_county.world import COUNTIES, PERIOD, World
from tests.second_county.writers import MANY_SHEETS, ONE_SHEET, WRITERS, xlsx_of_1904

HOUSEHOLDS = {
    "dibao": (
        "numbers", "merged", "unmerged", "heads", "family", "family", "running", "running once",
        "running merged",
    ),
    "poverty_register": ("numbers", "numbers", "running", "running once"),
}  # fmt: skip
"""How a list may tell which home a row belongs to."""
PAID_MONTHLY = frozenset({"dibao", "tekun", "orphan", "disability_subsidy"})
A_YEARS_HABITS = ("", "", "", "", "heading", "title", "cell")
KINDS = ("xlsx", "xlsx", "xlsx", "xlsx", "xls", "xls", "ods", "xlsm", "csv", "gbk.csv", "txt")


def spoil(world: World, share: float = 0.01) -> None:
    """Add people whose rows must go back: one flaw each, on every list of people and on some others."""
    for source in ("dibao", "poverty_register", "tekun", "disability_subsidy", "vehicle", "medical_selfpay"):
        kinds = [*FLAWS]
        for flaw in world.draw.sample(kinds, min(len(kinds), 2 + round(share * len(world.lists[source])))):
            home = world.home((25, 55) if source != "tekun" else (63, 80))
            model = world.draw.choice([each for each in world.lists[source] if not each.flaw])
            values: dict[str, Any] = {
                **model.values,
                "relation": "户主",
                "household_number": home.number,
                "account": home.account,
            }
            known = {key: value for key, value in values.items() if key in model.values}
            if "settlement_number" in known:
                known["settlement_number"] = f"JS{home.key:012d}"
            world.add(source, home.head, home, flaw=flaw, **known)


class Month:
    """The files of one month and of the earlier months the rules look back to."""

    def __init__(self, world: World, seed: int, *, sends_again: bool = True) -> None:
        self.sends_again = sends_again
        self.world, self.draw = world, random.Random(seed * 7919 + 1)  # noqa: S311 - shapes, no secret
        self.county = COUNTIES[world.county]

    def files(self) -> list[File]:
        """Return every file, those of earlier months first; what is sent again comes later."""
        made: list[File] = []
        later: list[File] = []
        for (source, period), records in sorted(self.world.earlier.items()):
            made += self.file(DEPARTMENTS[source], plain(source, records), period=period)
        for source in DEPARTMENTS:
            for parts in split(source, self.world.lists[source], self.draw):
                sent = self._sent(DEPARTMENTS[source], [part for part in parts if part.rows])
                made += sent[:1]
                (made if self.draw.random() < 0.4 else later).extend(sent[1:])
        return [*made, *later]

    def _sent(self, department: Department, parts: Sequence[Part]) -> list[File]:
        """Return what a department sends of a list: one file, or a wrong one and another after it."""
        if not parts:
            return []
        make = partial(self._file, department, period=PERIOD)
        again = self.sends_again
        twice = sent_twice(department, parts, make, self.world, self.draw) if again else None
        return list(twice) if twice else [make(parts)]

    def file(self, department: Department, parts: Sequence[Part], *, period: str = PERIOD) -> list[File]:
        """Write one file in a shape drawn for it; none where nobody stands on it."""
        parts = [part for part in parts if part.rows]
        return [self._file(department, parts, period=period)] if parts else []

    def _file(self, department: Department, parts: Sequence[Part], *, period: str) -> File:
        kind = self.draw.choice([each for each in KINDS if len(parts) == 1 or each in MANY_SHEETS])
        text_only = kind in ONE_SHEET
        shape = self._shape(department, parts, text_only=text_only)
        years = A_YEARS_HABITS if department.source in PAID_MONTHLY else ("",)
        style = Style.drawn(self.draw, text_only=text_only, years=years)
        shape = replace(shape, unit_line=shape.unit_line or style.a_year == "title")
        besides = self._besides(department, parts)
        front = [] if text_only else cover_pages(self.county, self.world.towns, department, self.draw)
        back = [] if text_only else code_pages(self.draw)
        sheets = [
            self._sheet(len(front) + place, part, department, shape, style, besides, period)
            for place, part in enumerate(parts)
        ]
        shapes = {kind, style.dates, style.monies, style.a_year_named, *shape.names()}
        shapes = shapes.union(*(sheet.dresses for sheet in sheets))
        shapes |= {f"{len(parts)} sheets"} if len(parts) > 1 else set()
        shapes |= {f"sheet “{each.title}”" for each in (*front, *back)}
        pages = [*front, *(sheet.page for sheet in sheets), *back]
        write = (
            xlsx_of_1904
            if kind == "xlsx" and self.draw.random() < 0.15 and style.dates == "real dates"
            else WRITERS[kind]
        )
        lines = [
            line for sheet, part in zip(sheets, parts, strict=True) if part.counts for line in sheet.lines
        ]
        titled = parts[0].title or department.title
        town = parts[0].rows[0][0].place.town if parts[0].of_town else ""
        name = f"{self.county}{town}{period}{titled}.{kind.removeprefix('gbk.')}"
        uncounted = len(front) + len(back) + sum(not part.counts for part in parts)
        return File(
            name, write(pages), department.source, period, lines, shapes - {""}, uncounted, bool(town)
        )

    def _shape(self, department: Department, parts: Sequence[Part], *, text_only: bool) -> Shape:
        by_town = "town" in parts[0].without
        places = (
            ("village only",) if by_town else ("columns", "columns", "five columns", "merged", "town only")
        )
        return Shape.drawn(
            self.draw, merges=not text_only, households=HOUSEHOLDS.get(department.source, ("none",)),
            places=places if department.places else ("none",),
        )  # fmt: skip

    def _besides(self, department: Department, parts: Sequence[Part]) -> tuple[str, ...]:
        if department.source == "dibao":
            return self.draw.choice(
                (("amount_fen", "household_amount_fen"), ("household_amount_fen", "amount_fen"))
            )
        if department.source == "disability_subsidy":
            first = parts[0].rows[0][1]
            return (
                ("subsidy_kind", "subsidy_fen") if "subsidy_kind" in first else ("living_fen", "nursing_fen")
            )
        return ()

    def _sheet(
        self,
        index: int,
        part: Part,
        department: Department,
        shape: Shape,
        style: Style,
        besides: Sequence[str],
        period: str,
    ) -> Sheet:
        columns = self._columns(part, department, shape, style, besides)
        if not department.places or len({record.place.town for record, _ in part.rows}) < 2:
            shape = replace(shape, town_subtotals=False)
        kind = FamilySheet if shape.households == "family" else Sheet
        sheet = kind(index, part.sheet, shape, columns, style, self.draw, part.without)
        month = part.sheet if not part.counts else f"{int(period[5:])}月"
        title = f"{self.county}{period[:4]}年{month}{part.title or department.title}"
        fill_sheet(sheet, part.rows, title=title, unit=f"{self.county}民政局")
        return sheet

    def _columns(
        self, part: Part, department: Department, shape: Shape, style: Style, besides: Sequence[str]
    ) -> list[Column]:
        if shape.households == "family":
            most = max(len(lines) for lines in families(part.rows))
            return family_columns(department, shape, style, self.draw, most=most, without=part.without)
        return columns_of(department, shape, style, self.draw, besides=besides, without=part.without)
