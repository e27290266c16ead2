"""Answers which regions have values, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.book import lineage
from doudi.policy.packs import NATION
from doudi.regions.selectors import division_names
from doudi.rulebook.catalogue import book

LEVELS = {2: "省级", 4: "市级", 6: "县级"}


def region_titles(regions: Iterable[str]) -> dict[str, str]:
    """Return what regions are called: as the files say, as the division table does, else level and code."""
    wanted = set(regions)
    named = {code: name for code, name in book().packs.names.items() if code in wanted}
    found = {**division_names(wanted - set(named)), **named}
    return {code: found.get(code) or f"{LEVELS.get(len(code), '')}{code}" for code in wanted}


def region_title(region: str) -> str:
    """Return what one region is called; its code if nobody says."""
    return region_titles([region]).get(region, region)


def region_of(code: str) -> str:
    """Return the region whose values hold at a place: a township or village lives by its county's."""
    return code[:COUNTY_DIGITS] if code else NATION


def regions_offered(scope: Scope, focus: str) -> list[tuple[str, str]]:
    """Return the regions one may look at: those with values, one's own and the ones above it.

    Values are public; whose change may be proposed is another question.
    """
    own = [prefix for prefix in scope.prefixes if 0 < len(prefix) <= COUNTY_DIGITS]
    codes = {*book().regions(), *own, *lineage(region_of(focus))}
    titles = region_titles(codes)
    return [(code, titles.get(code, code)) for code in sorted(codes)]
