"""Reacts to what happens below: holidays announced fix the days that waited for them."""

from __future__ import annotations

from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.events import CalendarLoaded
from doudi.work.models import Task
from doudi.work.services.moves import Act
from doudi.work.services.watching import fix_due_days


def fix_provisional_days(event: CalendarLoaded) -> None:
    """Count the provisional due days of every county anew."""
    waiting = (
        Task.objects.filter(is_provisional=True).order_by().values_list("division", flat=True).distinct()
    )
    for county in sorted({division[:COUNTY_DIGITS] for division in waiting}):
        fix_due_days(county, Act(event.at))
