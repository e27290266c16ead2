"""Names where leads come from, how pressing signs are, and where a check at home stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.kernel import words


class AlertLevel(models.TextChoices):
    """How pressing the province says an alert is (预警等级); what it leaves out is unknown."""

    RED = words.Severity.RED, _("红色")
    ORANGE = words.Severity.ORANGE, _("橙色")
    YELLOW = words.Severity.YELLOW, _("黄色")
    UNKNOWN = "UNKNOWN", _("没写等级")


class LeadSource(models.TextChoices):
    """Who saw what a lead says (线索来源)."""

    VISIT = "VISIT", _("走访发现")
    VILLAGE = "VILLAGE", _("村干部、网格员反映")
    NEIGHBOUR = "NEIGHBOUR", _("邻里、亲友反映")
    SELF = "SELF", _("本人求助")
    HOTLINE = "HOTLINE", _("热线来电")


class Urgency(models.TextChoices):
    """How pressing whoever saw it holds a lead (紧急程度)."""

    URGENT = "URGENT", _("紧急，生活马上受影响")
    SOON = "SOON", _("尽快")
    ROUTINE = "ROUTINE", _("一般")


class FieldWay(models.TextChoices):
    """How somebody was asked (排查方式)."""

    HOME = "HOME", _("入户")
    PHONE = "PHONE", _("打电话")
    AROUND = "AROUND", _("问邻里、村干部")


class CheckState(models.TextChoices):
    """Where a check at home stands; one that was cancelled is not taken up again."""

    OPEN = "OPEN", _("排查中")
    CONCLUDED = "CONCLUDED", _("已有结论")
    CANCELLED = "CANCELLED", _("已撤销")


class Mark(models.TextChoices):
    """Which sides know of a family (印证)."""

    BOTH = "BOTH", _("双印证")
    ONLINE = "ONLINE", _("仅线上")
    OFFLINE = "OFFLINE", _("仅线下")


class IntakeNotice(models.TextChoices):
    """What this module tells offices."""

    CHECK_OVERDUE = "CHECK_OVERDUE", _("到期未排查")
    CHECK_ELSEWHERE = "CHECK_ELSEWHERE", _("户籍与居住不在一处")
