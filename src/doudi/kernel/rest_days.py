"""Read the days of every year that rest where no holiday notice reaches yet (`rest_days.yaml`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from doudi.kernel.policy_file import Distinct, Sourced, read_policy

FILE = Path("procedures", "rest_days.yaml")
DAY_OF_YEAR = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")


class RestDays(Sourced):
    """Fixed days of the year (MM-DD), with what they rest on."""

    days: Distinct[Annotated[str, StringConstraints(pattern=DAY_OF_YEAR)]]
    note: str


def read_rest_days(root: Path) -> frozenset[str]:
    """Return the days (MM-DD), or raise PolicyBroken."""
    return frozenset(read_policy(root, FILE, RestDays).days)
