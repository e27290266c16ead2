"""Read which values a family takes from a day of its own instead of the day of the assessment (`as_of`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doudi.kernel.policy_file import Place
from doudi.policy.definitions import Definition
from doudi.policy.facts import Fact
from doudi.policy.programme_file import AsOfFile


@dataclass(frozen=True, slots=True)
class OwnDay:
    """Which values a family takes from a day of its own: those of `topics`, on the day the fact says.

    A right granted goes on by the values of the day it was granted, whatever changed since.
    """

    fact: str
    topics: tuple[str, ...]

    def rules(self, key: str) -> bool:
        """Tell whether a parameter is one of those taken from the family's own day."""
        return key.partition(".")[0] in self.topics


def own_day(
    place: Place, said: AsOfFile | None, facts: Mapping[str, Fact], definitions: Mapping[str, Definition]
) -> OwnDay | None:
    """Return what a programme says of a family's own day; refuse a fact or a topic there is not."""
    if said is None:
        return None
    fact = facts.get(said.fact)
    if fact is None or (fact.entity, fact.kind) != ("household", "day"):
        place.refuse("fact", f"{said.fact!r} 不是家庭的日期")
    known = {one.topic for one in definitions.values()}
    for topic in said.topics:
        if topic not in known:
            place.refuse("topics", f"没有参数主题 {topic!r}")
    return OwnDay(said.fact, said.topics)
