"""What of training waits for a reader: why approvals are locked, which certificates run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo, due_words
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.training.selectors import refreshers_due, why_locked


def training_to_do(access: Access, _focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield what locks the reader's approvals, and each certificate that runs out soon or has."""
    if access.post is None or access.post.division_id is None:
        return
    page = reverse("training:training") if access.may("training.view_training") else ""
    if why := why_locked(access.post, on):
        title = _("审批权限已锁定：%(why)s。补考合格即恢复") % {"why": why}
        yield ToDo(title, page, badge=_("审批锁定"), tone="bad")
    for kind, standing in refreshers_due(access.user, access.post.division_id[:COUNTY_DIGITS], on):
        due, tone = due_words(standing.valid_until, today=on)
        title = _("参加复训：%(kind)s培训合格证到期") % {"kind": kind}
        yield ToDo(title, page, badge=_("复训"), tone="wait", due=due, due_tone=tone)
