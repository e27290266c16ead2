"""Finds the standard that holds for a place on a day: the nearest own one, else the general one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from doudi.kernel.policy_file import Several, Sourced, Stated, Text

STAFF_FLOOR = "STAFF_FLOOR"


@dataclass(frozen=True, slots=True)
class Value:
    """A standard's number with where it comes from; `division` is "" for a general one."""

    value: int
    document: str
    verified: bool
    valid_from: date
    division: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A larger floor for townships where a measure is above a number."""

    measure: str
    above: int
    value: Value


@dataclass(frozen=True, slots=True)
class General:
    """What the policy file says for every place that has set nothing of its own."""

    standards: Mapping[str, Sequence[Value]]
    bands: Sequence[Band]
    lowest: int
    highest: int
    facility_target: date


@dataclass(frozen=True, slots=True)
class StandardBook:
    """The general standards with every place's own laid over them."""

    general: General
    own: Mapping[str, Sequence[Value]]

    def value(self, key: str, code: str, on: date) -> Value:
        """Return what holds at a place on a day: the nearest place's own, of these the latest."""
        return self._own(key, code, on) or _latest(self.general.standards[key], on)

    def staff_floor(self, code: str, on: date, measures: Mapping[str, int]) -> Value:
        """Return how many staff a township must have at least: its own number, else by its measures."""
        if own := self._own(STAFF_FLOOR, code, on):
            return own
        least = _latest(self.general.standards[STAFF_FLOOR], on)
        reached = [band.value for band in self.general.bands if measures.get(band.measure, 0) > band.above]
        return max([least, *reached], key=lambda each: each.value)

    def _own(self, key: str, code: str, on: date) -> Value | None:
        found = [v for v in self.own.get(key, ()) if code.startswith(v.division) and v.valid_from <= on]
        return max(found, key=lambda each: (len(each.division), each.valid_from), default=None)


def _latest(values: Iterable[Value], on: date) -> Value:
    ordered = sorted(values, key=lambda each: each.valid_from)
    begun = [each for each in ordered if each.valid_from <= on]
    return begun[-1] if begun else ordered[0]


class ValueLine(Sourced):
    """A number of the file; one without a first day holds always."""

    value: int
    unit: Text


class DatedLine(ValueLine):
    """A number of the file from a day on."""

    since: date = Field(validation_alias="from")


class BandLine(ValueLine):
    """A larger floor for townships where a measure is above a number."""

    measure: Literal["POPULATION", "RECIPIENTS"]
    above: int


class RangeLines(Stated):
    """Between which numbers a county may set the floor."""

    lowest: ValueLine
    highest: ValueLine


class TargetLine(Sourced):
    """The day by which a facility stands nearly everywhere."""

    value: date
    unit: Text


class StandardTable(Stated):
    """The general standards (`workforce/standards.yaml`)."""

    standards: dict[str, Several[DatedLine]]
    staff_range: RangeLines
    staff_bands: Several[BandLine]
    facility_target: TargetLine


def general_standards(table: StandardTable) -> General:
    """Return what the file says for every place."""
    return General(
        standards={key: [_value(row, row.since) for row in rows] for key, rows in table.standards.items()},
        bands=[Band(row.measure, row.above, _value(row, date.min)) for row in table.staff_bands],
        lowest=table.staff_range.lowest.value,
        highest=table.staff_range.highest.value,
        facility_target=table.facility_target.value,
    )


def _value(row: ValueLine, since: date) -> Value:
    return Value(row.value, row.document, row.verified, since)
