"""What of the ledger waits for a reader besides the tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.common.access import Access, Focus
from doudi.common.kit import TONES, ToDo, due_words
from doudi.monitoring.selectors.notices import notices_waiting_for, watch_reviews_due
from doudi.monitoring.selectors.risk import reviews_overdue, unassessed_of
from doudi.notices.catalogue import title_of

SHOWN, NOTICES_SHOWN = 4, 6


def notices_to_answer(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield what the office was told and has not answered."""
    if access.may("notices.settle_notice"):
        page = reverse("notices:notices")
        for notice in notices_waiting_for(access.post.division_id)[:NOTICES_SHOWN]:
            yield ToDo(notice.text, page, badge=title_of(notice.kind), tone="bad")


def risks_to_assess_again(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield the people whose day of another risk assessment has passed."""
    for assessment in reviews_overdue(access.user, on=on)[:SHOWN]:
        due, tone = due_words(assessment.next_review_on, today=on)
        name = assessment.entry.person.name if assessment.entry.person else ""
        address = reverse("monitoring:entry", args=(assessment.entry_id,))
        title = _("%(name)s：到了风险复评日") % {"name": name}
        yield ToDo(
            title,
            address,
            badge=assessment.get_level_display(),
            tone=TONES[assessment.level],
            due=due,
            due_tone=tone,
        )


def watched_to_review(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield the watched people whose day of review has passed."""
    for record in watch_reviews_due(access.user, on=on)[:SHOWN]:
        due, tone = due_words(record.next_review_on, today=on)
        yield ToDo(
            _("%(name)s：备案到期复核") % {"name": record.person.name},
            reverse("monitoring:watch"),
            badge=record.get_kind_display(),
            tone="wait",
            due=due,
            due_tone=tone,
        )


def risks_to_assess(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield the people in hand whose risk nobody has assessed."""
    waiting = unassessed_of(access.user)
    for entry in waiting[:SHOWN]:
        yield ToDo(
            _("%(name)s：还没有评定风险") % {"name": entry.person.name if entry.person else ""},
            reverse("monitoring:entry", args=(entry.pk,)),
            note=_("未评定的共 %(count)s 条") % {"count": waiting.count()},
            badge=_("未评定"),
            tone="wait",
        )
