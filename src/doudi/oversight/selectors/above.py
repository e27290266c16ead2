"""Answers what the figures are above the county: those of the months counties closed, added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from doudi.common.figures import Figure, figures
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.shares import Share, together
from doudi.oversight.models import KeptFigure
from doudi.regions.selectors import divisions_within
from doudi.regions.states import Level

NOT_CLOSED = "没有月结数"


@dataclass(frozen=True, slots=True)
class CountyShare:
    """A county's figure as its month was closed; `share` is None where it kept none."""

    code: str
    name: str
    figure: Figure
    share: Share | None

    @property
    def text(self) -> str:
        """Return the value in words."""
        return NOT_CLOSED if self.share is None else self.figure.text(self.share)


@dataclass(frozen=True, slots=True)
class AboveLine:
    """One figure of a city or province: of every county, and together of those that closed the month."""

    key: str
    figure: Figure
    counties: Sequence[CountyShare]

    @property
    def closed(self) -> int:
        """Return how many counties closed the month with this figure."""
        return sum(county.share is not None for county in self.counties)

    @property
    def text(self) -> str:
        """Return those counties' figure together, in words."""
        known = [county.share for county in self.counties if county.share is not None]
        return self.figure.text(together(known)) if known else NOT_CLOSED


def figures_above(code: str, period: Period) -> Sequence[AboveLine]:
    """Return every figure of a city or province in a month.

    Nothing is counted now: a month that a county has not closed is its own affair still.
    """
    counties = list(divisions_within(Scope.of([code]), level=Level.COUNTY).values_list("code", "name"))
    kept = _kept(code, period)
    return [
        AboveLine(
            key,
            figure,
            [CountyShare(county, name, figure, kept.get((county, key))) for county, name in counties],
        )
        for key, figure in figures().items()
    ]


def _kept(code: str, period: Period) -> Mapping[tuple[str, str], Share]:
    rows = KeptFigure.objects.filter(Scope.of([code]).q("region"), period=str(period)).annotate(
        above=Sum("counts__above", default=0),
        below=Sum("counts__below", default=0),
        unknown=Count("counts", filter=Q(counts__below__isnull=True)),
    )
    return {
        (region, figure): Share(above, None if unknown else below)
        for region, figure, above, below, unknown in rows.values_list(
            "region", "figure", "above", "below", "unknown"
        )
    }
