"""What of people's circumstances waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.circumstances.selectors.caring import cared_people, days_until_review, stale_care
from doudi.circumstances.states import ReviewSubject
from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo
from doudi.kernel.divisions import COUNTY_DIGITS


def care_to_confirm(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield how many records of care nobody has confirmed for too long."""
    if not access.may("circumstances.keep_care") or len(focus.region) < COUNTY_DIGITS:
        return
    waiting = cared_people(stale_care(focus.scope, on=on)).count()
    if waiting:
        days = days_until_review(focus.region, ReviewSubject.CARE)
        title = _("%(count)s 份关爱档案超过 %(days)s 天没核实") % {"count": waiting, "days": days}
        address = reverse("circumstances:cared_for") + "?stale=1"
        yield ToDo(title, address, note=focus.region_name, badge=_("待复核"), tone="wait")
