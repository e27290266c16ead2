"""Names what may be recorded of an application, how it ends, and how somebody comes to apply."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a household came to apply (申请方式)."""

    OWN = "OWN", _("本人申请")
    HELPED = "HELPED", _("委托他人代办")
    FOUND = "FOUND", _("主动发现后申请")


class RecordKind(models.TextChoices):
    """What a record of an application is: a step it came to, or something that happened there."""

    ENTERED = "ENTERED", _("进入环节")
    HAPPENED = "HAPPENED", _("办理记录")


class Outcome(models.TextChoices):
    """How an application ended."""

    OPEN = "", _("办理中")
    CONFIRMED = "CONFIRMED", _("确认同意")
    REJECTED = "REJECTED", _("不予确认")
    ENDED = "ENDED", _("终止")
    WITHDRAWN = "WITHDRAWN", _("申请人撤回")


TONE_OF: Mapping[str, str] = {
    Outcome.OPEN: "busy",
    Outcome.CONFIRMED: "ok",
    Outcome.REJECTED: "bad",
    Outcome.ENDED: "wait",
    Outcome.WITHDRAWN: "wait",
}


class Held(models.TextChoices):
    """How a paper an application needs is there (材料怎样有的)."""

    HANDED_IN = "HANDED_IN", _("已交")
    PROMISED = "PROMISED", _("书面承诺代替")
    PROVEN = "PROVEN", _("部门数据已证明，不用交")


class Verdict(models.TextChoices):
    """What an opinion or a decision says."""

    AGREE = "AGREE", _("同意")
    REFUSE = "REFUSE", _("不同意")


SUBJECT = "application"
"""What tasks, papers and letters about an application are about."""
STEP, DECISION = "application_step", "application_decision"
"""The kinds of the tasks of an application."""
