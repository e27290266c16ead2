"""Names where a public notice stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a public notice ended (公示结果)."""

    UNOPPOSED = "UNOPPOSED", _("期满无异议")
    OBJECTED = "OBJECTED", _("有异议，停止公示")
    WITHDRAWN = "WITHDRAWN", _("申请撤回，停止公示")
