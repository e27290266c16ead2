"""Says how long before a recognition runs out somebody looks at the person again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from doudi.kernel.policy_file import Sourced, Stated


class DaysBefore(Sourced):
    """So many natural days before a day."""

    value: int = Field(ge=1)
    unit: Literal["天"]


class RecheckTable(Stated):
    """The terms of certifying (`certification/terms.yaml`)."""

    recheck_before: DaysBefore
