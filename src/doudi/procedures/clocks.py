"""Read one clock of a procedure's file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doudi.kernel.counting import Unit
from doudi.kernel.policy_file import Place
from doudi.kernel.rest_days import DAY_OF_YEAR
from doudi.procedures.files import ClockFile, ExtensionFile
from doudi.procedures.shapes import FIXED, Clock, Extension, Interval, Source
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


def read_clock(place: Place, said: ClockFile, name: str, sourced: Sourced) -> Clock:
    """Return one clock, or refuse it."""
    events = sourced.vocabulary.events
    unit = said.unit
    if said.months and unit is not Unit.DAY_OF_MONTH:
        place.refuse("months", "只和“每月几日”一起写")
    return Clock(
        name=name,
        label=said.label,
        step=said.step,
        kind=said.kind,
        binding=said.binding,
        starts=sourced.among(place, "starts", said.starts, events),
        stops=sourced.among(place, "stops", said.stops, events),
        unit=unit,
        amount=_amount(place, said, unit, sourced),
        months=said.months,
        when=sourced.conditions(place, said.when),
        extension=_extension(place.below("extension"), said.extension, unit, sourced),
        pauses=_pauses(place, said, unit, sourced),
        note=said.note,
    )


def _amount(place: Place, said: ClockFile | ExtensionFile, unit: Unit, sourced: Sourced) -> Source:
    kinds = ("day",) if unit is Unit.DATE else ("number",)
    source = sourced.source(place, said, "amount", _literal(unit, sourced), kinds)
    assert source is not None  # noqa: S101 - the shape has seen the key
    if not source.key:
        return source
    counted = sourced.definitions[source.key].unit
    if unit is not Unit.DATE and counted not in _UNITS.get(unit, ()):
        place.refuse("amount", f"{source.key} 的单位是{counted}，这里按 {unit} 数")
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


def _extension(place: Place, said: ExtensionFile | None, unit: Unit, sourced: Sourced) -> Extension | None:
    if said is None:
        return None
    if unit in FIXED:
        place.refuse("", "固定的日子不延长")
    words = sourced.vocabulary.grounds
    grounds = sourced.source(place, said, "grounds", sourced.codes(words), ("codes",), words)
    assert grounds is not None  # noqa: S101 - the shape has seen the key
    return Extension(_amount(place, said, unit, sourced), grounds)


def _pauses(place: Place, said: ClockFile, unit: Unit, sourced: Sourced) -> tuple[Interval, ...]:
    if said.pauses and unit in FIXED:
        place.refuse("pauses", "固定的日子不移动")
    return tuple(
        Interval(sourced.event(here, "begins", one.begins), sourced.event(here, "ends", one.ends))
        for number, one in enumerate(said.pauses)
        for here in (place.below("pauses", number),)
    )
