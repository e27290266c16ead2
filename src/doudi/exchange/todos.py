"""What of departments' files waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.common.access import Access, Focus
from doudi.common.kit import TONES, ToDo
from doudi.exchange.catalogue import source_title
from doudi.exchange.selectors.batches import batches_within
from doudi.exchange.states import BatchState

SHOWN = 4


def files_to_publish(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield the files of the month whose columns are to be confirmed or that are to be published."""
    if not access.may("exchange.publish_batch"):
        return
    waiting = batches_within(focus.scope).filter(
        period=str(focus.period), state__in=(BatchState.RECOGNISED, BatchState.CHECKED)
    )
    for batch in waiting[:SHOWN]:
        what = _("确认列对照：%(source)s") if batch.state == BatchState.RECOGNISED else _("发布：%(source)s")
        yield ToDo(
            what % {"source": source_title(batch.source) if batch.source else _("来源待定的文件")},
            reverse("exchange:batch", args=(batch.pk,)),
            note=f"{batch.sender_name} · {batch.rows_read} 行，退回 {batch.rows_rejected} 行",
            badge=BatchState(batch.state).label,
            tone=TONES[batch.state],
        )
