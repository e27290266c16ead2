"""Say which sides know of a family: the province's alerts and comparisons, people on the ground, or both.

陕民发〔2022〕23号 二（四）3: 坚持线上监测预警与线下主动发现相结合.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ALERT, COMPARISON, LEAD = "ALERT", "COMPARISON", "LEAD"
BOTH, ONLINE, OFFLINE = "BOTH", "ONLINE", "OFFLINE"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that points to a family: its kind, its day, and the code of its rule or ground."""

    kind: str
    on: date
    codes: tuple[str, ...] = ()


def mark_of(signs: Iterable[Sign], *, within: int, since: date = date.min, until: date = date.max) -> str:
    """Return which sides know of a family by its signs from a day until another, the latter exclusive.

    Two sides corroborate one another when an alert or finding and a lead lie at most `within` days apart, one
    of them in the time asked for. A comparison alone is no sign of the time: it is only held against leads.
    '' where no alert and no lead lies in the time.
    """
    every = list(signs)
    online = [each for each in every if each.kind in (ALERT, COMPARISON)]
    offline = [each for each in every if each.kind == LEAD]
    asked = [each for each in every if each.kind != COMPARISON and since <= each.on < until]
    for each in asked:
        others = offline if each.kind == ALERT else online
        if any(abs((each.on - other.on).days) <= within for other in others):
            return BOTH
    kinds = {each.kind for each in asked}
    return ONLINE if ALERT in kinds else OFFLINE if LEAD in kinds else ""
