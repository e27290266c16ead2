"""Which level is told of which grade of alert, how long it has, and when the next level up hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DIGITS = {"VILLAGE": 12, "TOWNSHIP": 9, "COUNTY": 6}
CITY_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: the risk it answers to, the level that is told of it, and its working days."""

    risk: str
    told: str
    working_days: int


@dataclass(frozen=True, slots=True)
class Grading:
    """The grades of an installation and what goes with them."""

    grades: Mapping[str, Grade]
    escalate_after: int
    ineligible_months: int
    income_drop: int
    departments: Mapping[str, tuple[str, ...]]
    quiet_days: Mapping[str, int]

    def of_risk(self, risk: str) -> str:
        """Return the grade that answers to a level of risk."""
        return next(name for name, grade in self.grades.items() if grade.risk == risk)


PARTS = ("grades", "watch", "departments", "quiet_days")


def _mapping(text: Mapping[str, object], key: str) -> Mapping[str, Any]:
    part = text[key]
    if not isinstance(part, Mapping):
        raise TypeError(key)
    return part


def grading_of(text: Mapping[str, object]) -> Grading:
    """Build the grading from its policy file; KeyError or TypeError names what is missing."""
    grades, watch, departments, quiet = (_mapping(text, key) for key in PARTS)
    return Grading(
        grades={
            name: Grade(str(grade["risk"]), str(grade["told"]), int(grade["working_days"]))
            for name, grade in grades.items()
        },
        escalate_after=int(str(text["escalate_after"])),
        ineligible_months=int(watch["ineligible_months"]),
        income_drop=int(watch["income_drop"]),
        quiet_days={str(rule): int(days) for rule, days in quiet.items()},
        departments={str(rule): tuple(words) for rule, words in departments.items()},
    )


def divisions_told(division: str, *, handled_digits: int, overdue_days: int, step: int) -> tuple[str, ...]:
    """Return the divisions that hear of an overdue entry by now, nearest first.

    Overdue by a working day tells the level above the one that handles it; every further `step` working
    days the next one, up to the city.
    """
    above = [division[:digits] for digits in (9, 6, CITY_DIGITS) if digits < handled_digits]
    reached = 0 if overdue_days < 1 else 1 + (overdue_days - 1) // step
    return tuple(above[:reached])
