"""Makes the files of a month out of a county's truth, each in a shape of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.second_county.dressing import FLAWS, Style
from tests.second_county.layouts import Line, Shape, Sheet, columns_of, fill_sheet
from tests.second_county.pages import Page, page
from tests.second_county.splits import Part, plain, split
from tests.second_county.vocabulary import DEPARTMENTS, Department
from tests.second_county.world import COUNTIES, PERIOD, World
from tests.second_county.writers import MANY_SHEETS, ONE_SHEET, WRITERS, xlsx_of_1904

KINDS = ("xlsx", "xlsx", "xlsx", "xlsx", "xls", "xls", "ods", "xlsm", "csv", "gbk.csv", "txt")


@dataclass
class File:
    """A file as a department sends it, and what every row of it is."""

    name: str
    data: bytes
    source: str
    period: str
    lines: list[Line]
    shapes: set[str] = field(default_factory=set)
    not_lists: int = 0
    """How many sheets of it are covers, codes, notes or other months."""
    is_part: bool = False
    """Whether it is one township's, of several such files."""


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

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.draw = world, random.Random(seed * 7919 + 1)  # noqa: S311 - shapes, no secret
        self.county = COUNTIES[world.county]

    def files(self) -> list[File]:
        """Return every file, those of earlier months first."""
        made: list[File] = []
        for (source, period), records in sorted(self.world.earlier.items()):
            made += self.file(DEPARTMENTS[source], plain(source, records), period=period)
        for source in DEPARTMENTS:
            for parts in split(source, self.world.lists[source], self.draw):
                made += self.file(DEPARTMENTS[source], parts)
        return made

    def file(self, department: Department, parts: Sequence[Part], *, period: str = PERIOD) -> list[File]:
        """Write one file in a shape drawn for it."""
        parts = [part for part in parts if part.rows]
        if not parts:
            return []
        kind = self.draw.choice([each for each in KINDS if len(parts) == 1 or each in MANY_SHEETS])
        text_only = kind in ONE_SHEET
        shape = self._shape(department, parts, text_only=text_only)
        style = Style.drawn(self.draw, text_only=text_only)
        besides = self._besides(department, parts)
        front = [] if text_only else self._cover_pages(department)
        back = [] if text_only else self._code_pages()
        sheets = [
            self._sheet(len(front) + place, part, department, shape, style, besides, period)
            for place, part in enumerate(parts)
        ]
        shapes = {kind, style.dates, style.monies, *shape.names()}.union(*(sheet.dresses for sheet in sheets))
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
        return [File(name, write(pages), department.source, period, lines, shapes, uncounted, bool(town))]

    def _shape(self, department: Department, parts: Sequence[Part], *, text_only: bool) -> Shape:
        households = {"dibao": ("numbers", "merged", "unmerged", "heads"), "poverty_register": ("numbers",)}
        by_town = "town" in parts[0].without
        places = (
            ("village only",) if by_town else ("columns", "columns", "five columns", "merged", "town only")
        )
        return Shape.drawn(
            self.draw, merges=not text_only, households=households.get(department.source, ("none",)),
            places=places if department.places else ("none",),
        )  # fmt: skip

    def _besides(self, department: Department, parts: Sequence[Part]) -> tuple[str, ...]:
        if department.source == "dibao":
            return (self.draw.choice(("amount_fen", "amount_fen", "household_amount_fen")),)
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
        columns = columns_of(department, shape, self.draw, besides=besides, without=part.without)
        if not department.places or len({record.place.town for record, _ in part.rows}) < 2:
            shape = replace(shape, town_subtotals=False)
        sheet = Sheet(index, part.sheet, shape, columns, style, self.draw, part.without)
        month = part.sheet if not part.counts else f"{int(period[5:])}月"
        title = f"{self.county}{period[:4]}年{month}{part.title or department.title}"
        fill_sheet(sheet, part.rows, title=title, unit=f"{self.county}民政局")
        return sheet

    def _cover_pages(self, department: Department) -> list[Page]:
        chance = self.draw.random()
        if chance < 0.12:
            rows = [
                [place, town, 12 + place, 20 + place, 8660 * place]
                for place, town in enumerate(self.world.towns, 1)
            ]
            head = ["序号", "乡镇（街道）", "户数", "人数", "金额（元）"]
            return [
                page(
                    "汇总表",
                    [f"{self.county}{department.title}汇总表"],
                    head,
                    *rows,
                    ["合计", "", 99, 160, 99999],
                )
            ]
        if chance < 0.2:
            return [
                page(
                    "填表说明",
                    ["填表说明"],
                    ["1．本表由各乡镇填报，每月25日前报县民政局。"],
                    ["2．身份证号须核对无误。"],
                )
            ]
        return []

    def _code_pages(self) -> list[Page]:
        chance = self.draw.random()
        if chance < 0.12:
            return [
                page(
                    "码表",
                    ["与户主关系", "城乡类别"],
                    ["户主", "农村"],
                    ["配偶", "城市"],
                    ["子", ""],
                    hidden=True,
                )
            ]
        return [Page("Sheet3", [])] if chance < 0.3 else []
