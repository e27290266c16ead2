"""Why somebody came onto a month's list or left it: which lists named them in the two months."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from doudi.kernel.dates import Period
from doudi.monitoring.models import Month
from doudi.monitoring.selectors.month import month_of
from doudi.monitoring.states import MonthStatus
from doudi.registry.rules.listing import WATCHED_CLASSES
from doudi.registry.selectors import enrolments_in
from doudi.registry.states import AID, Programme

PEOPLE_AT_ONCE = 5000

Lists = Mapping[int, Collection[str] | None]
"""The programmes whose lists name somebody, by person; None where a closed month did not keep it."""


def lists_in(region: str, period: Period, people: Collection[int]) -> Lists:
    """Return which lists name each of these people in a month; of a closed month what was sealed."""
    month = month_of(region, period)
    if month is not None and month.status == MonthStatus.CLOSED:
        return sealed_lists(month)
    return lists_of(people, period)


def sealed_lists(month: Month) -> dict[int, list[str] | None]:
    """Return which lists named everybody when a month was closed."""
    return dict(month.people.values_list("person_id", "lists"))


def lists_of(people: Collection[int], period: Period) -> dict[int, list[str]]:
    """Return the lists that put each of these people on a month's list, as the registry knows today."""
    wanted, found = sorted(people), {person: set[str]() for person in people}
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        rows = enrolments_in(period).filter(person__in=wanted[start : start + PEOPLE_AT_ONCE])
        for person, programme, category in rows.values_list("person_id", "programme", "category"):
            if programme in AID or category in WATCHED_CLASSES:
                found[person].add(programme)
    return {person: sorted(programmes) for person, programmes in found.items()}


def why_changed(person: int, then: Lists, now: Lists) -> str:
    """Say which lists a person joined and left; without a change it was the office's own handling."""
    before, after = then.get(person, ()), now.get(person, ())
    if before is None or after is None:
        return "封存时还没有记名册，原因查不到"
    came = [f"新列入{title}名册" for title in _titles(set(after) - set(before))]
    went = [f"不再列入{title}名册" for title in _titles(set(before) - set(after))]
    return "，".join(came + went) or "名册没有变化，办理情况变了"


def _titles(programmes: Collection[str]) -> Iterable[str]:
    watched = Programme.POVERTY_REGISTER
    return ("防返贫监测" if each == watched else str(each.label) for each in Programme if each in programmes)
