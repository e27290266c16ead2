"""When so many families of one place newly need watching that a level above must know (规模性返贫)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from doudi.kernel.divisions import DIGITS
from doudi.kernel.policy_file import Distinct, Stated, Titled
from doudi.kernel.words import DivisionLevel


class ClusterRule(Stated):
    """How many new families within how many days are too many, and who is told."""

    level: Literal[DivisionLevel.VILLAGE, DivisionLevel.TOWNSHIP]
    same_cause: bool
    days: int = Field(ge=1)
    homes: int = Field(ge=0)
    percent: int = Field(ge=0, le=100)
    told: Distinct[Literal[DivisionLevel.COUNTY, DivisionLevel.CITY]]


class ClusterTable(Titled):
    """The rules by name (`monitoring/clusters.yaml`)."""

    rules: dict[str, ClusterRule]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A family that newly needs watching: where, since when, why."""

    home: str
    division: str
    cause: str
    on: date


@dataclass(frozen=True, slots=True)
class Cluster:
    """A place with too many of them."""

    rule: ClusterRule
    division: str
    cause: str
    homes: int


def clusters(
    newcomers: Iterable[Newcomer], rule: ClusterRule, *, on: date, base: Mapping[str, int]
) -> Iterator[Cluster]:
    """Yield the places over the rule's number, or over its share of the families registered there."""
    groups: dict[tuple[str, str], set[str]] = {}
    since, digits = on - timedelta(days=rule.days), DIGITS[rule.level]
    for new in newcomers:
        if since < new.on <= on and len(new.division) >= digits:
            key = (new.division[:digits], new.cause if rule.same_cause else "")
            groups.setdefault(key, set()).add(new.home)
    for (division, cause), homes in sorted(groups.items()):
        share = 100 * len(homes) / base[division] if rule.percent and base.get(division) else 0
        if len(homes) > rule.homes or share > rule.percent > 0:
            yield Cluster(rule, division, cause, len(homes))
