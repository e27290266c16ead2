"""Names where a certification stands and what may be proposed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.certification.rules.lapsing import Reading


class Standing(models.TextChoices):
    """Where a certification stands; worked out from its rows, never kept."""

    TO_CHECK = "TO_CHECK", _("待初核")
    CHECKED = "CHECKED", _("已初核，待提出意见")
    PROPOSED = "PROPOSED", _("待审定")
    CERTIFIED = "CERTIFIED", _("认定有效")
    REFUSED = "REFUSED", _("不予认定")
    ENDED = "ENDED", _("已退出认定")
    EXPIRED = "EXPIRED", _("认定到期")


READINGS = {
    Reading.COMING: (_("还没有开始"), ""),
    Reading.HOLDS: (_("认定有效"), "ok"),
    Reading.ENDS_SOON: (_("即将到期，待复查"), "wait"),
    Reading.LAPSED: (_("认定已到期"), "bad"),
    Reading.UNREVIEWED: (_("认定已到期，待复查"), "bad"),
    Reading.ENDED: (_("已退出认定"), ""),
}
"""How a recognition's reading is said and coloured."""


class Matter(models.TextChoices):
    """What is proposed about a certification (认定意见)."""

    GRANT = "GRANT", _("认定")
    REFUSE = "REFUSE", _("不予认定")
    RENEW = "RENEW", _("续期")
    END = "END", _("退出认定")
