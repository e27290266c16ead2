"""Looks each morning whether the newest indices ask for something nobody has been told yet."""

from __future__ import annotations

from datetime import datetime

from doudi.audit.actors import Actor
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceIndex, PriceLaunch
from doudi.price_subsidy.services.launches import suggest


def suggest_unanswered(county: str, *, by: Actor, at: datetime) -> PriceLaunch | None:
    """Suggest for the newest month a county has indices of, unless that was done or refused already."""
    codes = [county[:length] for length in (2, 4, 6)]
    newest = PriceIndex.objects.filter(region__in=codes, superseded_at__isnull=True).order_by("-period")
    index = newest.first()
    if index is None or index.launches.filter(region=county).exists():
        return None
    return suggest(county, Period.parse(index.period), by=by, at=at)
