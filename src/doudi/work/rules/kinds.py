"""Read the kinds of tasks: what each is called, when its owner is reminded, who hears when it is late."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from doudi.kernel.policy_file import Several, Sourced, Stated, Text, refuse


class Remind(Sourced):
    """How many working days before the due day the owner is reminded."""

    value: int = Field(ge=0)
    unit: Literal["工作日"]


class Ladder(Sourced):
    """How many working days after the due day each level above hears of it."""

    value: Several[int]
    unit: Literal["工作日"]

    @field_validator("value")
    @classmethod
    def _each_later(cls, rungs: tuple[int, ...]) -> tuple[int, ...]:
        if list(rungs) != sorted(set(rungs)) or min(rungs, default=1) < 1:
            refuse("", "上报一级比一级晚，从 1 起")
        return rungs


class OwnClock(Sourced):
    """The clock of a kind, in working days, for kinds whose clock nobody else gives."""

    value: int = Field(ge=1)
    unit: Literal["工作日"]


class Kind(Stated):
    """A kind of task: what it is called, when its owner is reminded, who hears when it is late."""

    title: Text
    remind: Remind
    ladder: Ladder
    within: OwnClock | None = None
