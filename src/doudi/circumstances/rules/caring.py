"""Whom a kind of care is for: the ages and the sex as the county's table says them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from doudi.kernel.policy_file import Sourced, Stated, Text, Titled


class Range(Sourced):
    """The ages a kind is for in whole years, `under` exclusive; None sets no bound."""

    begins: int | None = Field(default=None, validation_alias="from")
    under: int | None = None
    sex: Literal["MALE", "FEMALE", ""] = ""

    def covers(self, *, age: int, sex: str) -> bool:
        """Say whether somebody of this age and sex belongs to the kind."""
        if self.begins is not None and age < self.begins:
            return False
        if self.under is not None and age >= self.under:
            return False
        return not self.sex or sex == self.sex


class CareTable(Stated):
    """Whom each kind of care is for (`circumstances/caring.yaml`)."""

    title: Text
    kinds: dict[str, Range]


class ReviewPeriods(Titled):
    """After how many days each subject is looked at again (`circumstances/periods.yaml`)."""

    days: dict[str, int]
