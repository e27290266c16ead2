"""Answers questions about divisions, working days and the people and places at the base."""

from doudi.regions.selectors.divisions import (
    CalendarMissing,
    division_names,
    divisions_below,
    divisions_within,
    name_path,
    nth_working_day,
    working_days_between,
)

__all__ = (
    "CalendarMissing",
    "division_names",
    "divisions_below",
    "divisions_within",
    "name_path",
    "nth_working_day",
    "working_days_between",
)
