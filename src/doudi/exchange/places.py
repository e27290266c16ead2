"""Make the lookup of divisions that cleaning uses out of the divisions of a region."""

from __future__ import annotations

from doudi.exchange.rules.places import DivisionNames
from doudi.kernel.divisions import parent_code
from doudi.regions.models import Division

COUNTY_DIGITS = 6


def lookup_for(region: str) -> DivisionNames:
    """Return the lookup of a region's county: a township's list may name its neighbour's villages."""
    county = region[:COUNTY_DIGITS]
    below = Division.objects.filter(code__startswith=county, valid_to__isnull=True)
    names = dict(below.values_list("code", "name"))
    city = parent_code(county) if len(county) == COUNTY_DIGITS else ""
    beside = Division.objects.filter(parent_id=city).exclude(code=county) if city else Division.objects.none()
    return DivisionNames(region, names, beside.values_list("name", flat=True))
