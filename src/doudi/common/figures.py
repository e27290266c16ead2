"""Figures as data: each module says in `figures.py` what it counts, over what, and who stands behind it.

A figure is a list of things counted, each in one division with what it adds. Every number – of a village, a
township, a county, on a page, in a workbook, kept with a closed month – is that list added up, so that the
sum of the parts is the whole and a share is never an average of shares.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from doudi.common.declared import declared
from doudi.common.kit import Text
from doudi.kernel.dates import Period
from doudi.kernel.shares import Share, per_cent

T = TypeVar("T")


class Counted(NamedTuple):
    """One thing a figure counts: where it belongs, its key, what it adds above and below the line.

    `below` is None where the whole it belongs to is not known. A tuple, since a county has a million of them.
    """

    division: str
    key: str
    above: int
    below: int | None = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which county's month is counted, as seen on a day; what several figures need is worked out once."""

    region: str
    period: Period
    on: date
    _known: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, question: Callable[[str, Period], T]) -> T:
        """Return the answer to a question about this county and month, asked at most once."""
        if question not in self._known:
            self._known[question] = question(self.region, self.period)
        answer: T = self._known[question]
        return answer


@dataclass(frozen=True, slots=True)
class Line:
    """How a thing that was counted is called, and where it is looked at."""

    name: str
    address: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """Between which shares a figure is held to be reasonable, by which document; an end may be open."""

    low: Fraction | None
    high: Fraction | None
    document: str

    @property
    def text(self) -> str:
        """Return the range in per cent."""
        ends = ["" if end is None else per_cent(end) for end in (self.low, self.high)]
        return (
            f"{ends[0]}–{ends[1]}" if all(ends) else f"不低于 {ends[0]}" if ends[0] else f"不高于 {ends[1]}"
        )

    def outside(self, share: Share) -> str:
        """Say on which side of the range a share lies; nothing inside it, or where there is no share."""
        if not share.below:
            return ""
        value = Fraction(share.above, share.below)
        if self.low is not None and value < self.low:
            return "低于合理区间"
        return "高于合理区间" if self.high is not None and value > self.high else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the house answers for (指标).

    `counts` says in a clerk's words what stands above the line, `over` what below it; without `over` it is a
    plain count. `source` is the article or list that asks for it. `deepest` is how many digits the smallest
    division has that it can be told for, `permission` what a reader needs to see what is behind it, `usual`
    between which shares it is reasonable where somebody set that.
    """

    title: Text
    counts: Text
    over: Text
    unit: Text
    source: Text
    order: int
    permission: str
    count: Callable[[Asked], Iterable[Counted]]
    lines: Callable[[Asked, Collection[str]], Mapping[str, Line]]
    deepest: int = 12
    usual: Callable[[Asked], Usual | None] | None = None

    @property
    def is_share(self) -> bool:
        """Say whether it is a share of a whole, not a plain count."""
        return bool(self.over)

    def text(self, share: Share) -> str:
        """Return a value of this figure in words."""
        return share.text if self.is_share else f"{share.above:,}"


def figures() -> Mapping[str, Figure]:
    """Return the figures modules declared, by key, in the order they are read."""
    found: Mapping[str, Figure] = declared("figures", "FIGURES")
    return dict(sorted(found.items(), key=lambda pair: pair[1].order))
