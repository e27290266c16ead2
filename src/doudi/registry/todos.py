"""What of people and households waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo
from doudi.registry.selectors.waiting import waiting_count


def people_to_settle(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield how many people nobody has told apart or together yet."""
    waiting = waiting_count(focus.scope) if access.may("registry.settle_person") else 0
    if waiting:
        title = _("人员待核：%(count)s 条等您核定") % {"count": waiting}
        yield ToDo(title, reverse("registry:questions"), note=focus.region_name, badge=_("待核"), tone="wait")
