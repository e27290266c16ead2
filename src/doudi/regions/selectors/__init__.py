"""Answers questions about divisions, working days and the people and places at the base."""

from doudi.regions.selectors.divisions import (
    CalendarMissing,
    calendar_ends_on,
    division_exists,
    division_names,
    divisions_below,
    divisions_within,
    name_path,
    nth_working_day,
    offices_below,
    working_calendar,
    working_days_between,
)
from doudi.regions.selectors.history import (
    codes_over_time,
    former_names,
    name_on,
    scope_through_time,
    successor,
    through_time,
)

__all__ = (
    "CalendarMissing",
    "calendar_ends_on",
    "codes_over_time",
    "division_exists",
    "division_names",
    "divisions_below",
    "divisions_within",
    "former_names",
    "name_on",
    "name_path",
    "nth_working_day",
    "offices_below",
    "scope_through_time",
    "successor",
    "through_time",
    "working_calendar",
    "working_days_between",
)
