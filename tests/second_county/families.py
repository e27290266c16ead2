"""Lays a list out with a family in one row: the head first, the others beside, in columns of their own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from tests.second_county.dressing import Style, heading_of, number_cell
from tests.second_county.layouts import DATA, OTHER, PLACES, Column, Line, Row, Shape, Sheet
from tests.second_county.pages import Cell
from tests.second_county.vocabulary import HEADINGS, OF_A_FAMILY, UNSAID, Department

HEAD_OF = (("户主姓名", "户主身份证号"), ("姓名", "身份证号码"), ("户主姓名", "户主身份证号码"))
MEMBER_OF = ("成员{n}", "家庭成员{n}", "共同生活成员{n}", "成员{c}", "家庭成员{c}")
OWN = ("name", "number", "relation")
OF_THE_HOME = frozenset({"area_kind", "household_amount_fen", "account", "household_number", "started_on"})
"""What a row says once for everybody on it."""

OF_A_PERSON = frozenset({"labour"})
"""What a row says of the head alone, or of each in a column of their own; of nobody else is it known then."""

OWN_WORDS = {"name": "姓名", "number": "身份证号", "relation": "与户主关系", "labour": "劳动能力"}


def families(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the lines of each home at one place together, in the order of the list."""
    for _, lines in groupby(rows, key=lambda row: (row[0].home.key, row[0].place.code)):
        yield list(lines)


def family_columns(
    department: Department,
    shape: Shape,
    style: Style,
    draw: random.Random,
    *,
    most: int,
    without: Sequence[str] = (),
) -> list[Column]:
    """Choose the columns of a sheet whose rows hold up to so many people."""
    personal = [*OWN, *(["labour"] if draw.random() < 0.5 else [])]
    head_labour = "labour" in personal or draw.random() < 0.5
    prefix = draw.choice(MEMBER_OF)
    grouped = shape.two_row_head
    names = dict(zip(("name", "number"), draw.choice(HEAD_OF), strict=True))
    names = {key: OWN_WORDS[key] for key in names} if grouped else names
    people = [Column(key, heading) for key, heading in names.items()]
    people += [Column("labour", "劳动能力")] if head_labour else []
    for whose in range(1, most):
        said = "" if grouped else prefix.format(n=whose, c="一二三四五六七八九"[whose - 1])
        people += [Column(key, said + OWN_WORDS[key], whose) for key in personal]
    keys = [key for key in (*department.always, *department.sometimes) if key not in (*personal, "labour")]
    keys = [key for key in keys if key in department.always or draw.random() < 0.5]
    keys += ["household_number"] if draw.random() < 0.5 else []
    rest = [Column(key, heading_of(key, style, draw)) for key in keys if key not in without]
    family_words = OF_A_FAMILY if most > 1 else OF_A_FAMILY[:3]  # the others may be one person's
    amount = heading_of("household_amount_fen", style, draw) if style.a_year else draw.choice(family_words)
    rest.insert(draw.randrange(len(rest) + 1), Column("household_amount_fen", amount))
    front = [Column("order", draw.choice(HEADINGS["order"]))] if shape.running_number else []
    front += [Column(key, draw.choice(HEADINGS[key])) for key in PLACES.get(shape.places, ())]
    return [*front, *people, *rest] if draw.random() < 0.6 else [*front, *people[:2], *rest, *people[2:]]


class FamilySheet(Sheet):
    """A sheet on which each row is a family."""

    def units(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """Yield a family after the other."""
        yield from families(rows)

    def write(self, unit: Sequence[Row], *, first_of_home: bool) -> int:
        """Write a family's row."""
        self.order += 1
        self.homes += first_of_home
        head = unit[0][0]
        numbers = [number_cell(record, self.style, self.draw) for record, _ in unit]
        self.dresses |= {dress for _, dress in numbers} - {""}
        cells = [self._of(column, unit, [number for number, _ in numbers]) for column in self.columns]
        self.stands_in(head)
        division = self.division(head)
        place = self.put(
            cells, DATA, record=head, values=self._told(unit, 0), division=division, dress=numbers[0][1]
        )
        self.lines += [
            Line(
                self.index,
                place + 1,
                DATA,
                record,
                self._told(unit, whose),
                division,
                numbers[whose][1],
                whose,
            )
            for whose, (record, _) in enumerate(unit)
            if whose
        ]
        return place

    def _of(self, column: Column, unit: Sequence[Row], numbers: Sequence[Cell]) -> Cell:
        """Return what stands under a column: of the head, or of one of the others where there is one."""
        if column.whose >= len(unit):
            return ""
        record, values = unit[column.whose]
        return self.cell(column, record, values, numbers[column.whose], first_of_home=True)

    def _told(self, unit: Sequence[Row], whose: int) -> Mapping[str, object]:
        """Return what the row says of one of its people; UNSAID where only another's stands there."""
        own = {column.key for column in self.columns if column.whose == whose}
        of_home = {key: unit[0][1].get(key) for key in OF_THE_HOME & self.told}
        of_person = {key: unit[whose][1].get(key) if key in own else UNSAID for key in OF_A_PERSON}
        # whose family is on the list without its head stands in the head's place
        of_person["relation"] = unit[whose][1]["relation"] if whose else self._of_head()
        tells_homes = self._has_members or "household_number" in self.told or self._of_head() is not UNSAID
        is_alone = len(unit) == 1 and tells_homes
        alone = unit[0][1].get("household_amount_fen") if is_alone else UNSAID
        return {**of_home, **of_person, "amount_fen": alone}

    @property
    def _has_members(self) -> bool:
        """Say whether there is room for others beside the head."""
        return any(column.whose for column in self.columns)

    def _of_head(self) -> object:
        """Return whose row it is, where members stand beside or the heading says it."""
        name = next(column.heading for column in self.columns if column.key == "name")
        is_told = self._has_members or self.shape.two_row_head or name.startswith("户主")
        return "户主" if is_told else UNSAID

    def group_head(self) -> None:
        """Write whose the columns below are, merged over each one's."""
        labels = [self._group(column) for column in self.columns]
        cells = [
            label if place == 0 or labels[place - 1] != label else "" for place, label in enumerate(labels)
        ]
        top = self.put(cells, OTHER)
        at = 0
        for _, run in groupby(labels):
            width = len(list(run))
            self.merge(top, at, top, at + width - 1)
            at += width

    def _group(self, column: Column) -> str:
        if column.whose:
            return f"家庭成员{column.whose}"
        return "户主" if column.key in (*OWN, "labour") else "家庭情况"

    def repeat_head(self) -> None:
        """Write both rows of the head again: without the upper one nobody could tell whose is whose."""
        if self.shape.two_row_head:
            self.group_head()
        self.headings()
