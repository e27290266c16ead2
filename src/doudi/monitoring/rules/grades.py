"""Which level is told of which grade of alert, and how long it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
        ineligible_months=int(watch["ineligible_months"]),
        income_drop=int(watch["income_drop"]),
        quiet_days={str(rule): int(days) for rule, days in quiet.items()},
        departments={str(rule): tuple(words) for rule, words in departments.items()},
    )
