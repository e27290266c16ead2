"""Answers what the price indices of a month say under a county's own lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.assessment import assess, step_value
from doudi.price_subsidy.models import PriceIndex, PriceLaunch
from doudi.price_subsidy.rules.linkage import months_in_row
from doudi.price_subsidy.states import LaunchKind, LaunchStatus
from doudi.rulebook.catalogue import book
from doudi.rulebook.rules.rises import ratio_in

PROGRAMME = "PRICE_SUBSIDY"
MOST_MONTHS_BACK = 24
ABOUT_THE_MONTH = ("cpi_met", "food_met", "reached", "months_met", "started")
MEASURES = frozenset(
    f"price_subsidy.{name}"
    for name in ("cpi_trigger", "food_trigger", "points_in_whole", "consecutive_months")
)
# somebody without any standing: what the month itself says does not hang on who is asked about
NOBODY: Mapping[str, Any] = {
    "area_kind": "URBAN",
    "members": [{"relation": "HEAD", "born_on": "1970-01-01"}],
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a month's indices say in a county: which line they reached and whether the subsidy starts."""

    index: PriceIndex
    cpi_met: bool
    food_met: bool
    months_met: int
    started: bool

    @property
    def reached(self) -> bool:
        """Say whether the month reached one of the lines."""
        return self.cpi_met or self.food_met


def indices_within(scope: Scope) -> QuerySet[PriceIndex]:
    """Return the indices in force that a scope's counties go by: its own, and those of the regions above."""
    above = {prefix[:length] for prefix in scope.prefixes for length in (2, 4, 6)}
    return (
        PriceIndex.objects.filter(scope.q("region") | Q(region__in=above), superseded_at__isnull=True)
        .select_related("recorded_by")
        .order_by("-period", "region")
    )


def index_for(county: str, period: Period) -> PriceIndex | None:
    """Return the indices a county goes by in a month: its own, else its city's, else its province's."""
    codes = [county[:length] for length in (COUNTY_DIGITS, 4, 2)]
    found = PriceIndex.objects.filter(region__in=codes, period=str(period), superseded_at__isnull=True)
    return max(found, key=lambda index: len(index.region), default=None)


def context_of(index: PriceIndex, months_before: int = 0) -> Mapping[str, int]:
    """Return the indices as the rule takes them; a fall counts as no rise, and what is not told as none.

    A month that so reaches no line is not known to lie below it: `is_unclear`.
    """
    return {
        "cpi_points": max(index.cpi_points or 0, 0),
        "food_points": max(index.food_points or 0, 0),
        "scpi_points": max(index.scpi_points or 0, 0),
        "months_before": months_before,
    }


def reading_of(county: str, period: Period) -> Reading | None:
    """Return what a month says in a county; nothing without indices or without lines for that time."""
    index = index_for(county, period)
    if index is None or not has_lines(county, period):
        return None
    before = months_in_row(_reached_before(county, period))
    said = _said(county, period, index, before)
    return Reading(
        index=index,
        cpi_met=bool(said["cpi_met"]),
        food_met=bool(said["food_met"]),
        months_met=int(said["months_met"]),
        started=bool(said["started"]),
    )


def has_lines(county: str, period: Period) -> bool:
    """Say whether the county has all a month is measured by: starting lines, and for how many months."""
    return book().parameters(county, period.first_day).keys() >= MEASURES


def lines_of(region: str, period: Period) -> tuple[Fraction | None, Fraction | None]:
    """Return the starting lines for consumer and food prices, as shares."""
    known = book().parameters(region, period.first_day)
    return (ratio_in(known, "price_subsidy.cpi_trigger"), ratio_in(known, "price_subsidy.food_trigger"))


def _reached_before(county: str, period: Period) -> Iterator[bool]:
    month = period.previous()
    for _ in range(MOST_MONTHS_BACK):
        index = index_for(county, month)
        if index is None or not has_lines(county, month):
            return
        yield bool(_said(county, month, index, 0)["reached"])
        month = month.previous()


def _said(county: str, period: Period, index: PriceIndex, before: int) -> Mapping[str, Any]:
    """Run the rule for nobody in particular and return what it says about the month."""
    found = assess(book(), PROGRAMME, county, period.first_day, NOBODY, context_of(index, before))
    return {name: step_value(found.plan, name, found.context) for name in ABOUT_THE_MONTH}


def is_unclear(index: PriceIndex, *, reached: bool) -> bool:
    """Say whether a month may have reached a line unknown to us: a figure it is measured by is not told."""
    return not reached and None in (index.cpi_points, index.food_points)


def months_below(county: str, period: Period) -> int:
    """Return how many months in a row, this one included, are known to lie below the lines."""
    count, month = 0, period
    for _ in range(MOST_MONTHS_BACK):
        index = index_for(county, month)
        if index is None or not has_lines(county, month):
            break
        reached = bool(_said(county, month, index, 0)["reached"])
        if reached or is_unclear(index, reached=reached):
            break
        count, month = count + 1, month.previous()
    return count


def is_running(county: str, period: Period) -> bool:
    """Say whether the subsidy runs when a month begins: the last approved word before it was no stop."""
    last = (
        PriceLaunch.objects.filter(region=county, period__lt=str(period), status=LaunchStatus.APPROVED)
        .exclude(kind=LaunchKind.MAKE_UP)
        .order_by("-period", "-id")
        .first()
    )
    return last is not None and last.kind != LaunchKind.STOP


def stop_after(county: str, period: Period) -> int:
    """Return after how many months below the lines the subsidy stops; one where nobody set another."""
    chosen = book().parameters(county, period.first_day).get("price_subsidy.stop_months")
    return int(chosen.value) if chosen is not None and isinstance(chosen.value, int) else 1


def launches_within(scope: Scope) -> QuerySet[PriceLaunch]:
    """Return the suggestions and their outcome for a scope's counties, newest month first."""
    return PriceLaunch.objects.filter(scope.q("region")).select_related(
        "index__recorded_by", "prepared_by", "decided_by"
    )
