"""Read one clock of a procedure's file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doudi.kernel.counting import Unit
from doudi.kernel.rest_days import DAY_OF_YEAR
from doudi.policy.reading import Reader
from doudi.procedures.shapes import FIXED, Binding, Clock, ClockKind, Extension, Interval, Source
from doudi.procedures.sources import Sourced

_UNITS: Mapping[Unit, tuple[str, ...]] = {
    Unit.HOURS: ("小时",),
    Unit.DAYS: ("天",),
    Unit.WORKING_DAYS: ("工作日",),
    Unit.MONTHS: ("个月", "月"),
    Unit.YEARS: ("年",),
    Unit.MONTHS_BEFORE: ("个月", "月"),
    Unit.MONTH_START: ("个月", "月"),
    Unit.MONTH_END: ("个月", "月"),
    Unit.DAY_OF_MONTH: ("日",),
}
_LAST_DAY = 31


def read_clock(reader: Reader, name: str, sourced: Sourced) -> Clock:
    """Return one clock, or refuse it."""
    reader.only(
        ("label", "step", "starts", "unit", "amount"),
        ("kind", "binding", "stops", "months", "when", "extension", "pauses", *sourced.cited),
    )
    events = tuple(sourced.vocabulary.events)
    unit = Unit(reader.text("unit", tuple(Unit)))
    starts, stops = sourced.texts(reader, "starts", events), sourced.texts(reader, "stops", events)
    if not starts:
        reader.refuse("starts", "names no event")
    return Clock(
        name=name,
        label=reader.text("label"),
        step=reader.text("step"),
        kind=ClockKind(reader.text("kind", tuple(ClockKind), default="DEADLINE")),
        binding=Binding(reader.text("binding", tuple(Binding), default="APPLICATION")),
        starts=starts,
        stops=stops,
        unit=unit,
        amount=_amount(reader, unit, sourced),
        months=_months(reader, unit),
        when=sourced.conditions(reader),
        extension=_extension(reader, unit, sourced),
        pauses=_pauses(reader, unit, events),
        note=reader.text("note", default=""),
    )


def _amount(reader: Reader, unit: Unit, sourced: Sourced) -> Source:
    kinds = ("day",) if unit is Unit.DATE else ("number",)
    source = sourced.source(reader, "amount", _literal(unit, sourced), kinds)
    assert source is not None  # noqa: S101 - only() has seen the key
    if not source.key:
        return source
    counted = sourced.definitions[source.key].unit
    if unit is not Unit.DATE and counted not in _UNITS.get(unit, ()):
        reader.refuse("amount", f"{source.key} counts in {counted}, not {unit}")
    return source


def _literal(unit: Unit, sourced: Sourced) -> Callable[[object], object]:
    """Return what reads a literal of a unit; nothing where it does not fit."""
    if unit is Unit.DATE:
        return sourced.day
    if unit is Unit.DAY_OF_YEAR:
        return lambda one: one if isinstance(one, str) and DAY_OF_YEAR.fullmatch(one) else None
    if unit is Unit.DAY_OF_MONTH:
        return lambda one: one if isinstance(one, int) and 1 <= one <= _LAST_DAY else None
    return sourced.whole


def _months(reader: Reader, unit: Unit) -> tuple[int, ...]:
    months = reader.items("months")
    if months and unit is not Unit.DAY_OF_MONTH:
        reader.refuse("months", "go with a day of the month only")
    if any(not isinstance(one, int) or not 1 <= one <= 12 for one in months):
        reader.refuse("months", "are numbers from 1 to 12")
    return months


def _extension(reader: Reader, unit: Unit, sourced: Sourced) -> Extension | None:
    if "extension" not in reader.said:
        return None
    if unit in FIXED:
        reader.refuse("extension", "a fixed day is not extended")
    inside = reader.inside("extension")
    inside.only(("amount", "grounds"), sourced.cited)
    words = sourced.vocabulary.grounds
    grounds = sourced.source(
        inside,
        "grounds",
        lambda one: _grounds(one, words),
        ("codes",),
        words,
    )
    assert grounds is not None  # noqa: S101 - only() has seen the key
    return Extension(_amount(inside, unit, sourced), grounds)


def _grounds(written: object, words: Mapping[str, str]) -> tuple[str, ...] | None:
    if isinstance(written, list) and all(isinstance(one, str) and one in words for one in written):
        return tuple(written)
    return None


def _pauses(reader: Reader, unit: Unit, events: tuple[str, ...]) -> tuple[Interval, ...]:
    found = []
    for one in reader.each("pauses"):
        one.only(("begins", "ends"))
        if unit in FIXED:
            one.refuse("", "a fixed day does not move")
        found.append(Interval(one.text("begins", events), one.text("ends", events)))
    return tuple(found)
