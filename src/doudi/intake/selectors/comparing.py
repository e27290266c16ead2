"""Counts families known to both sides, to one side only, month by month, by township and by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.intake.catalogue import alert_kinds, ways
from doudi.intake.rules.corroborating import ALERT, LEAD
from doudi.intake.selectors.families import Family, month_of
from doudi.intake.states import Mark
from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.selectors import division_names

UNKNOWN_TO_REGISTRY, NO_RULE = "档案里没有这一户", "在档案里，没有规则命中"
HOLDS = {"yes": "属实", "no": "不属实", "unknown": "说不清", "": "还没有结论"}


@dataclass(frozen=True, slots=True)
class Row:
    """How many families of one month, township, rule or ground are known to whom."""

    code: str
    title: str
    both: int
    online: int
    offline: int

    @property
    def total(self) -> int:
        """Return how many families there are."""
        return self.both + self.online + self.offline


@dataclass(frozen=True, slots=True)
class Miss:
    """A family only people on the ground know of: why no rule did, and whether what was seen holds."""

    family: Family
    why: str
    holds: str


def marked(families: Iterable[Family], period: Period) -> list[tuple[Family, str]]:
    """Return the families with a sign in a month, each with which sides know of it."""
    since, until = month_of(period)
    pairs = ((family, family.mark(since, until)) for family in families)
    return [(family, mark) for family, mark in pairs if mark]


def by_month(families: Sequence[Family], last: Period, months: int) -> list[Row]:
    """Return the last months, newest first."""
    rows, period = [], last
    for _ in range(months):
        counts = Counter(mark for _, mark in marked(families, period))
        rows.append(_row(str(period), str(period), counts))
        period = period.previous()
    return rows


def by_township(found: Iterable[tuple[Family, str]]) -> list[Row]:
    """Return the townships of these families; a family counts where its newest check lies."""
    rows = _rows(found, lambda family: {family.last.division[:TOWNSHIP_DIGITS]})
    names = division_names(rows)
    return [_row(code, names.get(code, "乡镇还不清楚"), counts) for code, counts in sorted(rows.items())]


def by_rule(found: Iterable[tuple[Family, str]], since: date, until: date) -> list[Row]:
    """Return the kinds of alerts of a time; a family counts under each kind it has."""
    rows = _rows(found, lambda family: family.codes(ALERT, since, until))
    return [_row(code, alert_kinds().get(code, code), counts) for code, counts in sorted(rows.items())]


def by_ground(found: Iterable[tuple[Family, str]], since: date, until: date) -> list[Row]:
    """Return what was seen on the ground in a time; a family counts under each ground it has."""
    rows = _rows(found, lambda family: family.codes(LEAD, since, until))
    return [_row(code, title, rows[code]) for code, title in ways().grounds.items() if code in rows]


def _rows(
    found: Iterable[tuple[Family, str]], codes: Callable[[Family], Iterable[str]]
) -> Mapping[str, Counter[str]]:
    rows: dict[str, Counter[str]] = {}
    for family, mark in found:
        for code in codes(family):
            rows.setdefault(code, Counter())[mark] += 1
    return rows


def _row(code: str, title: str, counts: Mapping[str, int]) -> Row:
    both, online, offline = (counts.get(mark, 0) for mark in (Mark.BOTH, Mark.ONLINE, Mark.OFFLINE))
    return Row(code, title, both, online, offline)


def misses(found: Iterable[tuple[Family, str]]) -> list[Miss]:
    """Return what no rule saw (模型漏报): the families only people on the ground know of."""
    return [
        Miss(family, NO_RULE if family.is_known else UNKNOWN_TO_REGISTRY, HOLDS[holds_of(family)])
        for family, mark in found
        if mark == Mark.OFFLINE
    ]


def holds_of(family: Family) -> str:
    """Return whether what was told of a family holds, by its newest conclusion; '' where there is none."""
    concluded = [each.outcome for each in family.checks if each.outcome]
    known = ways().outcomes.get(concluded[-1]) if concluded else None
    return known.holds if known else "unknown" if concluded else ""
