"""Which level is told of which grade of alert, and how long it has."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from doudi.kernel.policy_file import Coded, Distinct, Stated, Text, Titled, refuse
from doudi.kernel.words import HandlingLevel, Risk, Severity


class Grade(Stated):
    """One grade: the risk it answers to, the level that is told of it, and its working days."""

    risk: Coded[Risk]
    told: HandlingLevel
    working_days: int = Field(ge=1)


class Watch(Stated):
    """When somebody found not to be in need is looked at again."""

    ineligible_months: int = Field(ge=1)
    income_drop: int = Field(ge=0, le=100)


class Grading(Titled):
    """The grades of an installation and what goes with them (`monitoring/grades.yaml`)."""

    grades: dict[Coded[Severity], Grade]
    watch: Watch
    departments: dict[str, Distinct[Text]]
    quiet_days: dict[str, int]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if set(self.grades) != set(Severity):
            refuse("grades", f"要写、且只写 {'、'.join(Severity)}")
        if {grade.risk for grade in self.grades.values()} != set(Risk):
            refuse("grades", f"每一种风险（{'、'.join(Risk)}）要有一个等级")
        return self

    def of_risk(self, risk: str) -> str:
        """Return the grade that answers to a level of risk."""
        return next(name for name, grade in self.grades.items() if grade.risk == risk)
