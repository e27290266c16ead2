"""Make the lookup of divisions that cleaning uses out of the divisions of a region on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q

from doudi.kernel.divisions import COUNTY_DIGITS, parent_code
from doudi.recognition.places import DivisionNames, Former
from doudi.regions.models import Division
from doudi.regions.rules.history import DivisionHistory, common_division
from doudi.regions.selectors import codes_over_time, former_names


def lookup_for(region: str, on: date) -> DivisionNames:
    """Return the lookup of a region's county as it stood on a day, the last of a list's month.

    A township's list may name its neighbour's villages; names and codes of before, and those of after the
    day, lead to what stood on it.
    """
    county = region[:COUNTY_DIGITS]
    standing = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    below = Division.objects.filter(code__startswith=county)
    names = dict(below.filter(standing).values_list("code", "name"))
    coming = dict(below.filter(valid_from__gt=on).values_list("code", "name"))
    history = codes_over_time()
    former = [*_former(county, on, history), *_coming(coming, names, history)]
    city = parent_code(county) if len(county) == COUNTY_DIGITS else ""
    beside = Division.objects.filter(parent_id=city).exclude(code=county) if city else Division.objects.none()
    return DivisionNames(region, names, beside.values_list("name", flat=True), former)


def _former(county: str, on: date, history: DivisionHistory) -> Iterator[Former]:
    for each in former_names(county, on=on):
        became = history.successor(each.code, on)
        yield Former(each.code, each.name, became, history.is_shared_out(each.code, on))


def _coming(
    coming: Mapping[str, str], names: Mapping[str, str], history: DivisionHistory
) -> Iterator[Former]:
    """Yield the divisions of after the day: a list that names one already means what it will be made of."""
    for code, name in coming.items():
        origins = {old for old in history.changed if code in history.successors(old, date.max)} & set(names)
        if origins:
            yield Former(code, name, common_division(origins), is_shared_out=len(origins) > 1)
