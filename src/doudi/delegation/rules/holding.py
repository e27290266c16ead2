"""Which right a township held on a day, and whether it held one without a break."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from doudi.procedures.shapes import Citation


@dataclass(frozen=True, slots=True)
class Held:
    """A right one township has from a day until another (exclusive; none: open), up to an amount in fen.

    `delegation` is none where a document hands the decision down to all townships of the county.
    """

    begins: date
    ends: date | None
    up_to: int | None
    paper: Citation
    delegation: int | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the right can be used on a day."""
        return self.begins <= day and (self.ends is None or day < self.ends)


def throughout(rights: Iterable[Held], since: date, until: date) -> Held | None:
    """Return the right of the last day if one held on every day from `since` on, with the least limit.

    A matter is not carried over a day on which nobody in the township was competent, nor to a higher limit
    that came while it waited.
    """
    touching = sorted(
        (one for one in rights if one.begins <= until and (one.ends is None or one.ends > since)),
        key=lambda one: one.begins,
    )
    open_from = since
    for one in touching:
        if one.begins > open_from:
            return None
        open_from = max(open_from, one.ends or date.max)
    last = [one for one in touching if one.holds_on(until)]
    if not last:
        return None
    limits = [one.up_to for one in touching if one.up_to is not None]
    strictest = min(last, key=lambda one: (one.up_to is None, one.up_to or 0, one.delegation or 0))
    return replace(strictest, up_to=min(limits, default=None))


def turns_after(rights: Collection[Held], day: date) -> set[date]:
    """Return the days after one on which a right begins or is over."""
    days = {one.begins for one in rights} | {one.ends for one in rights if one.ends is not None}
    return {one for one in days if one > day}
