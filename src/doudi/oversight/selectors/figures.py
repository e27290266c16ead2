"""Answers what the figures of a county's month are: now, when the month was closed, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import QuerySet

from doudi.common.figures import Asked, Counted, Figure, Usual, figures
from doudi.kernel.dates import Period
from doudi.kernel.shares import WHOLE_UNKNOWN, Share
from doudi.oversight.models import KeptCount, KeptFigure
from doudi.oversight.rules.leaves import Leaf, Leaves, inside, leaves_of, level_below, parts, total
from doudi.regions.selectors import division_names, offices_below

SAME, OTHERS = "与月结时一致", "数字相同，计入的对象有变"
UNKNOWN_PLACE = "区划未确定"
NOT_THEN, ONLY_ABOVE = "月结时没有这项", "只按县统计"


def counted(asked: Asked, figure: Figure) -> Leaves:
    """Return a figure as it is counted now."""
    return leaves_of(figure.count(asked))


def counted_in(asked: Asked, figure: Figure, code: str, *, only_here: bool) -> Sequence[Counted]:
    """Return the things a figure counts in a division, in order; only those known no deeper when told so."""
    found = [one for one in figure.count(asked) if one.division.startswith(code)]
    if only_here:
        found = [one for one in found if one.division[: level_below(code)] == code]
    return sorted(found, key=lambda one: (one.division, len(one.key), one.key))


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """The figures a month was closed with, by key, and who closed it when."""

    period: str
    by: str
    at: datetime
    figures: Mapping[str, Leaves]


def kept_months(region: str, until: Period, key: str = "") -> Sequence[KeptMonth]:
    """Return what was kept of a county's months up to one, oldest first; of one figure when given."""
    rows = KeptFigure.objects.filter(region=region, period__lte=str(until)).select_related("by")
    found: dict[str, list[KeptFigure]] = {}
    for row in rows.order_by("period", "figure"):
        found.setdefault(row.period, []).append(row)
    counts = _counts(rows.filter(figure=key) if key else rows)
    return [
        KeptMonth(
            period,
            each[0].by.name,
            each[0].at,
            {row.figure: counts.get(row.pk, {}) for row in each if key in ("", row.figure)},
        )
        for period, each in found.items()
    ]


def _counts(rows: QuerySet[KeptFigure]) -> Mapping[int, Leaves]:
    found: dict[int, dict[str, Leaf]] = {}
    counts = KeptCount.objects.filter(kept__in=rows).order_by("division")
    for kept, division, above, below, digest in counts.values_list(
        "kept_id", "division", "above", "below", "digest"
    ):
        found.setdefault(kept, {})[division] = Leaf(Share(above, below), digest)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """A division of which a figure is told; `only_here` where nothing deeper is known of what is meant."""

    code: str
    only_here: bool = False

    @property
    def query(self) -> str:
        """Return how an address names it."""
        return urlencode({"division": self.code, **({"only": "here"} if self.only_here else {})})

    def of(self, leaves: Leaves) -> Leaves:
        """Return the part of a figure that belongs here."""
        return parts(leaves, self.code).get(self.code, {}) if self.only_here else inside(leaves, self.code)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of one division as a line: now, when the month was closed, and the difference in words.

    `now` is None where it is not told for so small a division, `kept` where nothing was kept.
    """

    key: str
    figure: Figure
    part: Part
    now: Share | None
    kept: Share | None
    difference: str
    outside: str = ""
    """On which side of what is held to be reasonable today's value lies."""

    @property
    def now_text(self) -> str:
        """Return today's value in words."""
        return ONLY_ABOVE if self.now is None else self.figure.text(self.now)

    @property
    def kept_text(self) -> str:
        """Return the value when the month was closed, in words; nothing where none was kept."""
        return "" if self.kept is None else self.figure.text(self.kept)

    @property
    def rest_text(self) -> str:
        """Return how much of the whole is not counted above the line, in words."""
        if self.now is None or self.now.below is None:
            return WHOLE_UNKNOWN
        return f"{max(0, self.now.below - self.now.above):,}"


def figure_line(key: str, part: Part, now: Leaves, then: KeptMonth | None) -> FigureLine:
    """Return a figure of a division as a line."""
    figure = figures()[key]
    if len(part.code) > figure.deepest:
        return FigureLine(key, figure, part, None, None, "")
    today = part.of(now)
    if then is None or key not in then.figures:
        return FigureLine(key, figure, part, total(today), None, NOT_THEN if then else "")
    before = part.of(then.figures[key])
    said = _difference(figure, total(before), total(today)) or (SAME if before == today else OTHERS)
    return FigureLine(key, figure, part, total(today), total(before), said)


def _difference(figure: Figure, before: Share, now: Share) -> str:
    """Say how two values differ; nothing where they are equal."""
    if before == now:
        return ""
    if not figure.is_share:
        return f"月结后 {now.above - before.above:+d}"
    if before.below is None or now.below is None:
        return "月结后分母有变"
    changes = (("分子", now.above - before.above), ("分母", now.below - before.below))
    return "月结后" + "，".join(f"{name} {change:+d}" for name, change in changes if change)


@dataclass(frozen=True, slots=True)
class County:
    """All figures of a county's month: as counted now, and as every month up to it was closed."""

    asked: Asked
    now: Mapping[str, Leaves]
    months: Sequence[KeptMonth]

    @property
    def closed(self) -> KeptMonth | None:
        """Return what the month itself was closed with; None where it was not, or kept no figures."""
        return next((month for month in self.months if month.period == str(self.asked.period)), None)

    def line(self, key: str, part: Part) -> FigureLine:
        """Return a figure of a division as a line."""
        line = figure_line(key, part, self.now[key], self.closed)
        usual = self.usual(key)
        return replace(line, outside=usual.outside(line.now)) if usual and line.now else line

    def usual(self, key: str) -> Usual | None:
        """Return between which shares a figure is reasonable here; None where nobody set that."""
        ask = figures()[key].usual
        return ask(self.asked) if ask else None


def figures_of(region: str, period: Period, *, on: date, key: str = "") -> County:
    """Return the figures of a county's month as seen on a day; one of them when given."""
    asked = Asked(region, period, on)
    chosen = {name: each for name, each in figures().items() if key in ("", name)}
    now = {name: counted(asked, figure) for name, figure in chosen.items()}
    return County(asked, now, kept_months(region, period, key))


def divisions_of(code: str, leaves: Sequence[Leaves], *, on: date) -> Mapping[Part, str]:
    """Return the divisions right below one by name: those in use, and those anything was counted in."""
    if len(code) >= level_below(code):
        return {}
    known = dict(offices_below(code, on=on).values_list("code", "name"))
    seen = {each for one in leaves for each in parts(one, code)} - known.keys()
    names = {**known, **dict.fromkeys(seen, UNKNOWN_PLACE), **division_names(seen - {code})}
    return {Part(each, only_here=each == code): names[each] for each in sorted(names)}
