"""Say whose disability subsidy is to stop or be set anew, why, and from which month (停调清单).

A line is a proposal to the office that pays: nothing is stopped by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from doudi.exchange.rules.subsidies import Certificate, SubsidyLine
from doudi.kernel.dates import Period
from doudi.kernel.policy_file import Coded, Several, Sourced, Stated, Text, read_policy, refuse


class Cause(StrEnum):
    """Why a subsidy changes."""

    DEATH = "DEATH"
    MOVED = "MOVED"
    CERTIFICATE = "CERTIFICATE"
    LEVEL = "LEVEL"


CAUSES: Mapping[Cause, str] = {
    Cause.DEATH: "死亡",
    Cause.MOVED: "迁出",
    Cause.CERTIFICATE: "残疾人证失效",
    Cause.LEVEL: "残疾等级变化",
}
STOPS, RESET = "停发", "调整"
FILE = "exchange/subsidy_changes.yaml"

Exported = Literal[
    "name", "number", "certificate", "kind", "level", "subsidies", "change", "reason", "day", "month"
]


class MonthsAfter(Sourced):
    """How many months after the month it happened in a cause takes effect."""

    value: int = Field(ge=0)


class SheetColumn(Stated):
    """A column of the export: what stands in it, and its heading."""

    field: Exported
    heading: Text


class Template(Sourced):
    """The sheet the national system takes back."""

    sheet: Text
    columns: Several[SheetColumn] = Field(min_length=1)


class ChangeRules(Stated):
    """Months between what happened and the first month changed, and the columns of the export in order."""

    months_after: dict[Coded[Cause], MonthsAfter]
    template: Template

    @model_validator(mode="after")
    def _every_cause(self) -> Self:
        if missing := [cause.value for cause in Cause if cause not in self.months_after]:
            refuse("months_after", f"缺少 {missing[0]}")
        return self

    @property
    def is_verified(self) -> bool:
        """Whether the template and every number of months were checked against their documents."""
        return self.template.verified and all(one.verified for one in self.months_after.values())


@dataclass(frozen=True, slots=True)
class SubsidyChange:
    """A line of the change list; the day and the month are None when no list says when it happened."""

    line: SubsidyLine
    cause: Cause
    said: str
    day: date | None
    month: Period | None

    @property
    def change(self) -> str:
        """Return whether the subsidy stops or is set anew."""
        return RESET if self.cause == Cause.LEVEL else STOPS


def read_rules(root: Path) -> ChangeRules:
    """Return what the file says, or raise PolicyBroken."""
    return read_policy(root, FILE, ChangeRules)


def change_of(
    line: SubsidyLine, certificate: Certificate | None, death: tuple[date | None] | None, rules: ChangeRules
) -> SubsidyChange | None:
    """Return what becomes of a line, the weightiest cause first; None when nothing does.

    `death` holds the day a list says, None for a death without a day; None when no list says anything.
    """
    found = _found(line, certificate, death)
    if found is None:
        return None
    cause, said, day = found
    month = Period.of(day) if day else None
    for _ in range(rules.months_after[cause].value if month else 0):
        month = month.next() if month else None
    return SubsidyChange(line, cause, said, day, month)


def _found(
    line: SubsidyLine, certificate: Certificate | None, death: tuple[date | None] | None
) -> tuple[Cause, str, date | None] | None:
    if death is not None:
        return Cause.DEATH, "死亡与火化名单写明", death[0]
    if certificate is None:
        return None
    if not certificate.is_valid:
        cause = {"DEATH": Cause.DEATH, "MOVED": Cause.MOVED}.get(certificate.why or "", Cause.CERTIFICATE)
        return cause, "残联名单写明", certificate.changed_on
    if line.level is not None and certificate.level is not None and line.level != certificate.level:
        return Cause.LEVEL, f"由{line.level}级变为{certificate.level}级", certificate.changed_on
    return None


def months_beyond(change: SubsidyChange, paid: Period) -> int:
    """Return how many months were paid from the month of the change on, up to the month of the list."""
    if change.month is None or change.month > paid:
        return 0
    return (paid.year - change.month.year) * 12 + paid.month - change.month.month + 1
