"""Names what a month's indices ask for, how far a suggestion is, and whose standing counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LaunchKind(models.TextChoices):
    """What a month's indices ask for."""

    START = "START", _("启动")
    CONTINUE = "CONTINUE", _("继续")
    STOP = "STOP", _("中止")
    MAKE_UP = "MAKE_UP", _("补发")


class LinePart(models.TextChoices):
    """Whether a line is what was due at first or what was lacking in it."""

    MAIN = "MAIN", _("原发")
    MAKE_UP = "MAKE_UP", _("补差")


class LaunchStatus(models.TextChoices):
    """How far a suggestion about the price subsidy is."""

    SUGGESTED = "SUGGESTED", _("待审批")
    APPROVED = "APPROVED", _("已批准")
    REJECTED = "REJECTED", _("未批准")
    REPLACED = "REPLACED", _("指数已更正")


class HeldCategory(models.TextChoices):
    """Standings for the price subsidy that other offices' lists carry."""

    PREFERENTIAL = "PREFERENTIAL", _("优抚对象")
    FIVE_ELDERS = "FIVE_ELDERS", _("革命五老")
    AIDS_CHILD = "AIDS_CHILD", _("艾滋病病毒感染儿童")
    UNEMPLOYMENT_INSURANCE = "UNEMPLOYMENT_INSURANCE", _("领取失业保险金人员")
    UNEMPLOYMENT_AID = "UNEMPLOYMENT_AID", _("领取失业补助金人员")
