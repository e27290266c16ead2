"""Names who signs an authority and which families are checked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Signer(models.TextChoices):
    """Who signed that somebody may be looked up (授权签字人)."""

    SELF = "SELF", _("本人签字")
    GUARDIAN = "GUARDIAN", _("监护人代签")


SUBJECT, AUTHORISATION = "financial_check", "check_authorisation"
"""What tasks and papers of a check, and the papers of an authority, are about."""
CHECK, DISPUTE = "financial_check", "check_dispute"
"""The kinds of the tasks of a check."""
PROCEDURE = "VERIFICATION"
"""The procedure whose clocks a check runs by."""
REQUESTED, STARTED, REPORTED = "CHECK_REQUESTED", "CHECK_STARTED", "REPORTED"
DISPUTED, DISPUTE_CHECKED = "DISPUTED", "DISPUTE_CHECKED"


class Stage(models.TextChoices):
    """How far a check has come (核对进度); it follows from what was recorded."""

    ASKED = "ASKED", _("待启动")
    ASKING = "ASKING", _("查询中")
    REPORTED = "REPORTED", _("已出报告")
    DISPUTED = "DISPUTED", _("异议复查中")


TONE_OF = {Stage.ASKED: "wait", Stage.ASKING: "busy", Stage.REPORTED: "ok", Stage.DISPUTED: "bad"}
